import { isDeepStrictEqual } from 'node:util';
import { actorRef, type Actor } from '../domain/actor.ts';
import { scopeKey, type PolicyScope } from '../domain/policy/policy.ts';
import type { PolicyDocument } from '../store/documents/policy.ts';
import { authorizeMany } from './authorization/authorize.ts';
import type { Caller } from './caller.ts';
import { decodeCursor, pageFrom } from './cursor.ts';
import type { Dependencies } from './dependencies.ts';
import { notFound, OperationError } from './errors.ts';
import { authorizeReading, authorizeRuling } from './policy-access.ts';
import { ruleProblems } from './policy-problems.ts';
import { policyView } from './policy-view.ts';
import { policyYaml, readPolicyYaml } from './policy-yaml.ts';
import type { DeactivatedPolicy, ImportPolicy, ListPolicies, PolicyView, PublishPolicy } from './schemas/policy.ts';

/** Policies as data: versions are published once and never change, and one of each scope holds. */
export class Policies {
  readonly #deps: Dependencies;

  constructor(deps: Dependencies) {
    this.#deps = deps;
  }

  /** Newest first. The GLOBAL ones hold in every project, and are always among them. */
  async list(
    caller: Caller,
    { project, active, limit, cursor }: ListPolicies,
  ): Promise<{ items: PolicyView[]; nextCursor?: string }> {
    const projects = authorizeMany(caller, 'policies.read', project);
    const { policies } = this.#deps.store;
    const found = await policies.list({ projects, active }, limit + 1, decodeCursor(cursor));
    const holding = await policies.activeOf(found.map((document) => document.scopeKey));
    const toView = (document: PolicyDocument) => policyView(document, holding.get(document.scopeKey));
    return pageFrom(found, limit, toView, ({ order }) => order);
  }

  async get(caller: Caller, id: string): Promise<PolicyView> {
    return this.#view(await this.find(caller, id));
  }

  /** Publishes the next version of a scope. Repeating the request, by its idempotency key, changes nothing. */
  async publish(caller: Caller, input: PublishPolicy, idempotencyKey: string): Promise<PolicyView> {
    const { scope, rules, note, activate } = input;
    const actor = authorizeRuling(caller, 'policies.publish', scope);
    if (activate) authorizeRuling(caller, 'policies.activate', scope);
    await this.requireScope(scope);
    const errors = ruleProblems(scope, rules);
    if (errors.length > 0) throw new OperationError('INVALID', 'the rules are not valid', { errors });
    const policy = { scope, rules, note, publishedBy: actorRef(actor), publishedAt: new Date().toISOString() };
    const request = `${actor.id}/${idempotencyKey}`;
    const { document, isNew } = await this.#deps.store.policies.publish(policy, request);
    if (!isNew) requireRepetition(document, policy, request);
    if (isNew) await this.#tell(actor, scope, 'policy.published', `published ${document._id}: ${note}`);
    // The first attempt of a repeated request may have ended in between, unless somebody has decided since.
    const isDecided = () => this.#deps.store.policies.hasChangedSince(document.scopeKey, document.publishedAt);
    if (activate && (isNew || !(await isDecided()))) await this.#activate(document, actor, note);
    return this.#view(document);
  }

  /** Lets a version hold: the newest, or an older one, which rolls back. */
  async activate(caller: Caller, id: string, reason: string): Promise<PolicyView> {
    const document = await this.find(caller, id);
    const actor = authorizeRuling(caller, 'policies.activate', document.scope, `the policy ${id}`);
    const holding = await this.#deps.store.policies.activeOf([document.scopeKey]);
    if (holding.get(document.scopeKey)?.policy.version !== document.version) {
      await this.#activate(document, actor, reason);
    }
    return this.#view(document);
  }

  /** Lets no version of a scope hold any more: what is wider does. */
  async deactivate(caller: Caller, scope: PolicyScope, reason: string): Promise<DeactivatedPolicy> {
    const actor = authorizeRuling(caller, 'policies.activate', scope);
    const held = await this.#deps.store.policies.deactivate(scope);
    if (!held) return {};
    const deactivated = `${held._id}@${held.policy.version}`;
    await this.#tell(actor, scope, 'policy.deactivated', `deactivated ${deactivated}: ${reason}`);
    return { deactivated };
  }

  async exportYaml(caller: Caller, id: string): Promise<string> {
    return policyYaml(await this.find(caller, id));
  }

  importYaml(caller: Caller, { yaml, activate }: ImportPolicy, idempotencyKey: string): Promise<PolicyView> {
    return this.publish(caller, { ...readPolicyYaml(yaml), activate }, idempotencyKey);
  }

  /** For other operations on policies. @throws NOT_FOUND, FORBIDDEN */
  async find(caller: Caller, id: string): Promise<PolicyDocument> {
    const what = `the policy ${id}`;
    const document = await this.#deps.store.policies.byId(id);
    if (!document) throw notFound(what);
    authorizeReading(caller, document.scope, what);
    return document;
  }

  /** What a policy is about has to be there. For other operations on policies. @throws NOT_FOUND, INVALID */
  async requireScope(scope: PolicyScope): Promise<void> {
    if (scope.kind === 'GLOBAL') return;
    await this.#deps.projects.require(scope.project);
    if (scope.kind !== 'AGENT') return;
    const agent = await this.#deps.agents.find(scope.agentId);
    if (agent?.projectId === scope.project) return;
    const message = `${scope.project} has no agent ${scope.agentId}`;
    throw new OperationError('INVALID', message, { errors: [{ path: 'scope.agentId', message }] });
  }

  async #activate(document: PolicyDocument, actor: Actor, reason: string): Promise<void> {
    await this.#deps.store.policies.activate(document, actorRef(actor), reason);
    await this.#tell(actor, document.scope, 'policy.activated', `activated ${document._id}: ${reason}`);
  }

  async #tell(actor: Actor, scope: PolicyScope, type: string, summary: string): Promise<void> {
    const { activity, store } = this.#deps;
    const projectId = 'project' in scope && { projectId: scope.project };
    const agentId = 'agentId' in scope && { agentId: scope.agentId };
    await activity.note({ actor, type, summary, ...projectId, ...agentId });
    await store.changes.add({ event: 'policy.changed', ...projectId, data: { scope: scopeKey(scope) } });
  }

  async #view(document: PolicyDocument): Promise<PolicyView> {
    const holding = await this.#deps.store.policies.activeOf([document.scopeKey]);
    return policyView(document, holding.get(document.scopeKey));
  }
}

/** @throws IDEMPOTENCY_CONFLICT, CONFLICT where what is there was not asked for by the same request. */
function requireRepetition(
  found: PolicyDocument,
  asked: Pick<PolicyDocument, 'scope' | 'rules' | 'note'>,
  request: string,
): void {
  if (found.request !== request) {
    throw new OperationError('CONFLICT', `${found._id} says the same already: activate that version`);
  }
  const contentOf = ({ scope, rules, note }: typeof asked) => ({ scope, rules, note });
  if (isDeepStrictEqual(contentOf(found), contentOf(asked))) return;
  throw new OperationError('IDEMPOTENCY_CONFLICT', `this idempotency key has published ${found._id}`);
}
