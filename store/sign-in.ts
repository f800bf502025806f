import type { Connection } from 'mongoose';
import { RateLimiterMongo } from 'rate-limiter-flexible';
import { databaseOf } from './connection.ts';
import type { Models } from './models.ts';

/** Accounts, sessions and counted attempts: libraries read and write them, and say how they are made. */
export class SignInStore {
  readonly #models: Models;
  readonly #connection: Connection;

  constructor(models: Models, connection: Connection) {
    this.#models = models;
    this.#connection = connection;
  }

  /** Where the library for sign-in keeps people, accounts and sessions. @throws while the database was never there */
  async adapter() {
    const database = databaseOf(this.#connection);
    // Most processes never need it.
    const { mongodbAdapter } = await import('better-auth/adapters/mongodb');
    // The engine has no transactions.
    return mongodbAdapter(database, { transaction: false });
  }

  /** Counts to `points` within `duration` seconds, in all processes together. @throws as `adapter` does */
  counter(limits: { points: number; duration: number; keyPrefix: string }): RateLimiterMongo {
    const tableName = this.#models.signInAttempts.collection.collectionName;
    // Indexes are made with those of all other collections.
    return new RateLimiterMongo({
      ...limits,
      storeClient: databaseOf(this.#connection),
      tableName,
      disableIndexesCreation: true,
    });
  }

  /** Those of some people who have a password. */
  async withPassword(ids: readonly string[]): Promise<string[]> {
    const query = { userId: { $in: [...ids] }, providerId: 'credential' };
    const accounts = await this.#models.accounts.find(query).select({ userId: 1 }).lean();
    return accounts.map(({ userId }) => userId);
  }

  /** Signs somebody out, or ends what was opened with a key. @param except the token of a session that stays. */
  async endSessions(of: { personId: string } | { apiKeyId: string }, except?: string): Promise<void> {
    const whose = 'personId' in of ? { userId: of.personId } : of;
    await this.#models.sessions.deleteMany({ ...whose, ...(except !== undefined && { token: { $ne: except } }) });
  }
}
