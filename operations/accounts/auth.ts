import { createHmac } from 'node:crypto';
import { betterAuth } from 'better-auth/minimal';
import { ulid } from 'ulid';
import type { Logger } from '../../config/logger.ts';
import type { Store } from '../../store/store.ts';
import { PASSWORD_LENGTH } from '../schemas/people.ts';

/** How long a session lasts after its last use, in days. */
export const SESSION_DAYS = 30;
const SESSION_SECONDS = SESSION_DAYS * 24 * 3600;

/** The library for sign-in; made when it is first needed, since MongoDB may be away at the start. */
export type Auth = () => ReturnType<typeof createAuth>;

/** @param secret the one that everything is signed with; sessions get a key of their own from it. */
export function lazyAuth(store: Store, secret: string, logger: Logger): Auth {
  let auth: ReturnType<typeof createAuth> | undefined;
  return () => (auth ??= createAuth(store, sessionSecret(secret), logger));
}

/** Leaking one signature must not help with another kind: each has its own key. */
export const sessionSecret = (secret: string): string =>
  createHmac('sha256', secret).update('mission-control:sessions').digest('base64url');

/**
 * Passwords and sessions. Its own HTTP side is not mounted: our routes are the only ones, so that the matrix covers all.
 * @throws when MongoDB has never been there yet
 */
function createAuth(store: Store, secret: string, logger: Logger) {
  return betterAuth({
    appName: 'Mission Control',
    // Only its HTTP side would use it.
    baseURL: 'http://127.0.0.1',
    secret,
    database: store.signIn.adapter(),
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
      expiresIn: SESSION_SECONDS,
      additionalFields: {
        apiKeyId: { type: 'string', required: false, input: false },
        latestEnd: { type: 'date', required: false, input: false },
      },
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
