import type { ApiKeyDocument } from './documents/identity.ts';
import type { Models } from './models.ts';

/** API keys, by the hash of what the caller holds. */
export class CredentialStore {
  readonly #models: Models;

  constructor(models: Models) {
    this.#models = models;
  }

  /** Makes sure that a key exists; one that is there already stays as it is. */
  async ensureApiKey({ _id, ...key }: ApiKeyDocument): Promise<void> {
    await this.#models.apiKeys.updateOne({ _id }, { $setOnInsert: key }, { upsert: true });
  }

  async apiKey(hash: string): Promise<ApiKeyDocument | undefined> {
    return ((await this.#models.apiKeys.findOne({ _id: hash }).lean()) as ApiKeyDocument | null) ?? undefined;
  }

  async noteUse(hash: string, at: string): Promise<void> {
    await this.#models.apiKeys.updateOne({ _id: hash }, { $set: { lastUsedAt: at } });
  }
}
