import { isDeepStrictEqual } from 'node:util';
import type { ActorRef } from '../domain/actor.ts';
import { scopeKey, type Policy, type PolicyScope } from '../domain/policy/policy.ts';
import type { TaskType } from '../domain/task/vocabulary.ts';
import { isDuplicateKey } from './connection.ts';
import type { ActivePolicyDocument, PolicyDocument } from './documents/policy.ts';
import type { Models } from './models.ts';

/** What a lookup of policies is about; what is left out has no policies of its own. */
export interface PolicyPlace {
  readonly project?: string | undefined;
  readonly taskType?: TaskType | undefined;
  readonly agentId?: string | undefined;
}

interface PolicyFilter {
  /** GLOBAL policies hold in each of them, and are always found. Undefined means all. */
  readonly projects: readonly string[] | undefined;
  /** Whether it holds now. */
  readonly active?: boolean | undefined;
}

/** Published policies, and which of them hold. */
export class PolicyStore {
  readonly #models: Models;

  constructor(models: Models) {
    this.#models = models;
  }

  /**
   * Keeps a policy as the next version of its scope. One that says what the latest version says already, and a repeated
   * request, are not kept: what is there is the answer.
   * @param request names the request among all that there are.
   */
  async publish(
    policy: Omit<Policy, 'version'>,
    request?: string,
  ): Promise<{ readonly document: PolicyDocument; readonly isNew: boolean }> {
    for (;;) {
      const repeated = request === undefined ? undefined : await this.ofRequest(request);
      if (repeated) return { document: repeated, isNew: false };
      const latest = await this.latest(policy.scope);
      if (latest && isDeepStrictEqual(latest.rules, policy.rules)) return { document: latest, isNew: false };
      const document = nextVersion(policy, (latest?.version ?? 0) + 1, request);
      try {
        await this.#models.policies.create([document as never]);
        return { document, isNew: true };
      } catch (error) {
        // Somebody else has published this version meanwhile: ours is the one after it, if it still says something new.
        if (!isDuplicateKey(error)) throw error;
      }
    }
  }

  async byId(id: string): Promise<PolicyDocument | undefined> {
    return ((await this.#models.policies.findOne({ _id: id }).lean()) ?? undefined) as PolicyDocument | undefined;
  }

  async ofRequest(request: string): Promise<PolicyDocument | undefined> {
    return ((await this.#models.policies.findOne({ request }).lean()) ?? undefined) as PolicyDocument | undefined;
  }

  /** The newest version of a scope, whether it holds or not. */
  async latest(scope: PolicyScope): Promise<PolicyDocument | undefined> {
    const found = await this.#models.policies
      .findOne({ scopeKey: scopeKey(scope) })
      .sort({ version: -1 })
      .lean();
    return (found ?? undefined) as PolicyDocument | undefined;
  }

  /** Newest first. @param beforeOrder the last order of the page before. */
  async list({ projects, active }: PolicyFilter, limit: number, beforeOrder?: string): Promise<PolicyDocument[]> {
    const query = {
      ...(projects && { $or: [{ projectId: { $in: [...projects] } }, { scopeKey: 'GLOBAL' }] }),
      ...(active !== undefined && { _id: { [active ? '$in' : '$nin']: await this.#activeIds() } }),
      ...(beforeOrder !== undefined && { order: { $lt: beforeOrder } }),
    };
    return (await this.#models.policies
      .find(query as never)
      .sort({ order: -1 })
      .limit(limit)
      .lean()) as unknown as PolicyDocument[];
  }

  /** Lets a version hold for its scope from now on, instead of the one before. */
  async activate(document: PolicyDocument, by: ActorRef, reason: string): Promise<void> {
    const { scope, version, rules, note, publishedBy, publishedAt, scopeKey: key } = document;
    const policy: Policy = { scope, version, rules, note, publishedBy, publishedAt };
    const activatedAt = new Date().toISOString();
    const active = { policy, activatedBy: by, activatedAt, reason, changedAt: activatedAt };
    for (;;) {
      try {
        await this.#models.activePolicies.replaceOne({ _id: key }, active as never, { upsert: true });
        return;
      } catch (error) {
        // Two first activations of a scope at the same moment: the later one replaces.
        if (!isDuplicateKey(error)) throw error;
      }
    }
  }

  /** Lets no version of a scope hold any more. Answers with what held, if something did. */
  async deactivate(scope: PolicyScope): Promise<ActivePolicyDocument | undefined> {
    const change = { $unset: { policy: 1 }, $set: { changedAt: new Date().toISOString() } };
    const found = await this.#models.activePolicies
      .findOneAndUpdate({ _id: scopeKey(scope), ...HOLDS } as never, change as never)
      .lean();
    return (found ?? undefined) as ActivePolicyDocument | undefined;
  }

  /** Whether anybody has decided since then which version of a scope holds. @param since ISO timestamp. */
  async hasChangedSince(key: string, since: string): Promise<boolean> {
    return (await this.#models.activePolicies.exists({ _id: key, changedAt: { $gte: since } })) !== null;
  }

  /** What holds, by the keys of scopes. */
  async activeOf(scopeKeys: readonly string[]): Promise<ReadonlyMap<string, ActivePolicyDocument>> {
    const found = (await this.#models.activePolicies
      .find({ _id: { $in: [...new Set(scopeKeys)] }, ...HOLDS } as never)
      .lean()) as unknown as ActivePolicyDocument[];
    return new Map(found.map((active) => [active._id, active]));
  }

  /** The policies that hold at a place, widest first. One read. */
  async holdingAt({ project, taskType, agentId }: PolicyPlace): Promise<readonly Policy[]> {
    const scopes: PolicyScope[] = [
      { kind: 'GLOBAL' },
      ...(project === undefined ? [] : [{ kind: 'PROJECT', project } as const]),
      ...(project === undefined || !taskType ? [] : [{ kind: 'TASK_TYPE', project, taskType } as const]),
      ...(project === undefined || !agentId ? [] : [{ kind: 'AGENT', project, agentId } as const]),
    ];
    const keys = scopes.map(scopeKey);
    const found = await this.activeOf(keys);
    return keys.flatMap((key) => found.get(key)?.policy ?? []);
  }

  async #activeIds(): Promise<string[]> {
    const found = await this.#models.activePolicies.find(HOLDS as never, { 'policy.version': 1 }).lean();
    return (found as unknown as ActivePolicyDocument[]).map(({ _id, policy }) => policyId(_id, policy.version));
  }
}

/** A scope whose policy was deactivated keeps its document, to know when. */
const HOLDS = { policy: { $exists: true } };

/** "PROJECT:mc@3" */
const policyId = (key: string, version: number): string => `${key}@${version}`;

function nextVersion(policy: Omit<Policy, 'version'>, version: number, request: string | undefined): PolicyDocument {
  const key = scopeKey(policy.scope);
  const _id = policyId(key, version);
  return {
    ...policy,
    _id,
    version,
    scopeKey: key,
    ...('project' in policy.scope && { projectId: policy.scope.project }),
    order: `${policy.publishedAt} ${_id}`,
    ...(request !== undefined && { request }),
  };
}
