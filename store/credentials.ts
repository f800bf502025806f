import type { ApiKeyDocument, Models, SessionDocument } from './models.ts';

/** API keys and browser sessions, by the hash of what the caller holds. */
export class CredentialStore {
  readonly #models: Models;

  constructor(models: Models) {
    this.#models = models;
  }

  async upsertApiKey({ _id, ...key }: ApiKeyDocument): Promise<void> {
    await this.#models.apiKeys.updateOne({ _id }, { $set: key }, { upsert: true });
  }

  async apiKey(id: string): Promise<ApiKeyDocument | undefined> {
    return (await this.#models.apiKeys.findOne({ _id: id }).lean()) ?? undefined;
  }

  async owners(): Promise<ApiKeyDocument[]> {
    return await this.#models.apiKeys.find({ kind: 'OWNER' }).lean();
  }

  async createSession(session: SessionDocument): Promise<void> {
    await this.#models.sessions.collection.insertOne(session as never);
  }

  async session(id: string): Promise<SessionDocument | undefined> {
    return (await this.#models.sessions.findOne({ _id: id }).lean()) ?? undefined;
  }

  async deleteSession(id: string): Promise<void> {
    await this.#models.sessions.deleteOne({ _id: id });
  }
}
