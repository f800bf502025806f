import { createHmac } from 'node:crypto';
import type { Logger } from '../../config/logger.ts';
import type { Store } from '../../store/store.ts';
import type { Library } from './library.ts';

/** The library for sign-in. @throws while MongoDB was never there yet */
export type Auth = () => Promise<Library>;

/**
 * Loads the library when it is first needed: that takes time, and MongoDB may be away at the start.
 * @param secret the one that everything is signed with; sessions get a key of their own from it.
 */
export function lazyAuth(store: Store, secret: string, logger: Logger): Auth {
  let library: Promise<Library> | undefined;
  const load = async () => (await import('./library.ts')).createLibrary(store, sessionSecret(secret), logger);
  return () =>
    (library ??= load().catch((error: unknown) => {
      library = undefined;
      throw error;
    }));
}

/** Leaking one signature must not help with another kind: each has its own key. */
export const sessionSecret = (secret: string): string =>
  createHmac('sha256', secret).update('mission-control:sessions').digest('base64url');
