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

/** Published policies, and which of them hold. */
export class PolicyStore {
  readonly #models: Models;

  constructor(models: Models) {
    this.#models = models;
  }

  /** Keeps a policy as the next version of its scope. */
  async publish(policy: Omit<Policy, 'version'>): Promise<PolicyDocument> {
    const key = scopeKey(policy.scope);
    for (;;) {
      const latest = await this.#models.policies.findOne({ scopeKey: key }).sort({ version: -1 }).lean();
      const version = (latest?.version ?? 0) + 1;
      const project = 'project' in policy.scope && { projectId: policy.scope.project };
      const document: PolicyDocument = { ...policy, _id: `${key}@${version}`, version, scopeKey: key, ...project };
      try {
        await this.#models.policies.create([document as never]);
        return document;
      } catch (error) {
        // Somebody else has published this version meanwhile: ours is the one after it.
        if (!isDuplicateKey(error)) throw error;
      }
    }
  }

  async byId(id: string): Promise<PolicyDocument | undefined> {
    return ((await this.#models.policies.findOne({ _id: id }).lean()) ?? undefined) as PolicyDocument | undefined;
  }

  /** Lets a version hold for its scope from now on, instead of the one before. */
  async activate(
    { _id: _id, scopeKey: key, projectId: _project, ...policy }: PolicyDocument,
    by: ActorRef,
    reason: string,
  ) {
    const active = { policy, activatedBy: by, activatedAt: new Date().toISOString(), reason };
    await this.#models.activePolicies.replaceOne({ _id: key }, active as never, { upsert: true });
  }

  /** Lets no version of a scope hold any more. Answers whether one did. */
  async deactivate(scope: PolicyScope): Promise<boolean> {
    const { deletedCount } = await this.#models.activePolicies.deleteOne({ _id: scopeKey(scope) });
    return deletedCount > 0;
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
    const found = (await this.#models.activePolicies
      .find({ _id: { $in: keys } })
      .lean()) as unknown as ActivePolicyDocument[];
    return keys.flatMap((key) => found.filter(({ _id }) => _id === key).map(({ policy }) => policy));
  }
}
