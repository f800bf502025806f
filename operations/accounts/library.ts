import { APIError } from 'better-auth/api';
import { betterAuth } from 'better-auth/minimal';
import { ulid } from 'ulid';
import type { Logger } from '../../config/logger.ts';
import type { Store } from '../../store/store.ts';
import { PASSWORD_LENGTH } from '../schemas/people.ts';
import { SESSION_MS } from './sessions.ts';

export type Library = Awaited<ReturnType<typeof createLibrary>>;

/**
 * Passwords and sessions. Its own HTTP side is not mounted: our routes are the only ones, so that the matrix covers all.
 * @throws while MongoDB was never there yet
 */
export async function createLibrary(store: Store, secret: string, logger: Logger) {
  const auth = await createAuth(store, secret, logger);
  const { internalAdapter, password } = await auth.$context;
  return { api: auth.api, internalAdapter, password, isRefusal: (error: unknown) => error instanceof APIError };
}

async function createAuth(store: Store, secret: string, logger: Logger) {
  return betterAuth({
    appName: 'Mission Control',
    // Only its HTTP side would use it.
    baseURL: 'http://127.0.0.1',
    secret,
    database: await store.signIn.adapter(),
    advanced: { database: { generateId: () => ulid() } },
    telemetry: { enabled: false },
    // What it says beside the message may name a person.
    logger: { level: 'warn', log: (level, message) => logger[level](message) },
    emailAndPassword: {
      enabled: true,
      // People come by the set-up link or by an invitation.
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH.min,
      maxPasswordLength: PASSWORD_LENGTH.max,
    },
    user: { modelName: 'people' },
    account: { modelName: 'accounts' },
    session: {
      modelName: 'sessions',
      expiresIn: SESSION_MS / 1000,
      additionalFields: { apiKeyId: { type: 'string', required: false, input: false } },
    },
    verification: { modelName: 'verifications' },
    databaseHooks: {
      session: {
        create: {
          // To somebody who left, the answer is the one to a wrong password.
          before: async ({ userId }) => {
            const person = await store.people.byId(userId);
            return person !== undefined && person.disabledAt === undefined;
          },
        },
      },
    },
  });
}
