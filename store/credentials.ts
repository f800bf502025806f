import type { ApiKeyDocument } from './documents/identity.ts';
import type { Models } from './models.ts';

/** API keys, by the hash of what the caller holds. */
export class CredentialStore {
  readonly #models: Models;

  constructor(models: Models) {
    this.#models = models;
  }

  /** Makes sure that a key exists; one that is there already stays as it is, but for executor types it lacks. */
  async ensureApiKey({ _id, executorTypes, ...key }: ApiKeyDocument): Promise<void> {
    const types = executorTypes && { $addToSet: { executorTypes: { $each: [...executorTypes] } } };
    await this.#models.apiKeys.updateOne({ _id }, { $setOnInsert: key, ...types }, { upsert: true });
  }

  async apiKey(hash: string): Promise<ApiKeyDocument | undefined> {
    return ((await this.#models.apiKeys.findOne({ _id: hash }).lean()) as ApiKeyDocument | null) ?? undefined;
  }

  async create(key: ApiKeyDocument): Promise<void> {
    await this.#models.apiKeys.collection.insertOne(key as never);
  }

  /** By what people refer to it by. */
  async byId(id: string): Promise<ApiKeyDocument | undefined> {
    return ((await this.#models.apiKeys.findOne({ id }).lean()) as ApiKeyDocument | null) ?? undefined;
  }

  /** Newest first, also those that work no more. @param within all there are, or those of a person, agents, projects. */
  async list(
    within: 'ALL' | { personId: string; agentIds: readonly string[]; projects: readonly string[] },
  ): Promise<ApiKeyDocument[]> {
    const query = within === 'ALL' ? {} : { $or: ownedBy(within) };
    return (await this.#models.apiKeys
      .find(query as never)
      .sort({ createdAt: -1 })
      .lean()) as ApiKeyDocument[];
  }

  /** One that is revoked already stays as it is. */
  async revoke(id: string, revokedAt: string): Promise<void> {
    await this.#models.apiKeys.updateOne({ id, revokedAt: { $exists: false } }, { $set: { revokedAt } });
  }

  async noteUse(hash: string, at: string): Promise<void> {
    await this.#models.apiKeys.updateOne({ _id: hash }, { $set: { lastUsedAt: at } });
  }
}

const ownedBy = (of: { personId: string; agentIds: readonly string[]; projects: readonly string[] }): object[] => [
  { personId: of.personId },
  { agentId: { $in: [...of.agentIds] } },
  { projects: { $in: [...of.projects] } },
];
