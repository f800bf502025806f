import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ApiKeyDocument } from '../../store/documents/identity.ts';
import type { Store } from '../../store/store.ts';
import { OperationError } from '../errors.ts';
import { sessionSecret, type Auth } from './auth.ts';

const DAY_MS = 24 * 3600 * 1000;
/** How long a session lasts after its last use, in milliseconds. */
export const SESSION_MS = 30 * DAY_MS;
/** A session's end is moved by its use, this often at most, in milliseconds. */
const RENEWED_EVERY_MS = DAY_MS;

export interface OpenedSession {
  /** Value of the cookie: the token of the session and our signature. */
  readonly cookie: string;
  readonly expiresAt: Date;
}

/** The key that a session was opened with: the session ends with it. */
type OpeningKey = Pick<ApiKeyDocument, 'id' | 'expiresAt' | 'revokedAt'>;

/** Who is signed in in which browser. */
export class Sessions {
  readonly #auth: Auth;
  readonly #store: Store;
  readonly #secret: string;

  /** @param secret the one that everything is signed with. */
  constructor(auth: Auth, store: Store, secret: string) {
    this.#auth = auth;
    this.#store = store;
    this.#secret = sessionSecret(secret);
  }

  /** @throws UNAUTHENTICATED for somebody who is disabled. */
  async open(personId: string, key: OpeningKey): Promise<OpenedSession> {
    const { internalAdapter } = await this.#auth();
    const expiresAt = endOf(key);
    const session = await internalAdapter.createSession(personId, false, { apiKeyId: key.id, expiresAt }, true);
    if (!session) throw new OperationError('UNAUTHENTICATED', 'this credential is not known or no longer valid');
    return { cookie: this.cookieOf(session.token), expiresAt };
  }

  /** What a browser holds for the session with this token. */
  cookieOf(token: string): string {
    return `${token}.${this.#signature(token)}`;
  }

  /** Who is signed in, by id; using a session keeps it alive. */
  async personOf(cookie: string): Promise<string | undefined> {
    const token = this.#tokenIn(cookie);
    if (token === undefined) return undefined;
    const { internalAdapter } = await this.#auth();
    const found = await internalAdapter.findSession(token);
    if (!found || found.session.expiresAt.getTime() <= Date.now()) return undefined;
    const { session, user } = found;
    const key = await this.#openingKey((session as { apiKeyId?: string | null }).apiKeyId ?? undefined);
    if (key?.revokedAt !== undefined) return undefined;
    if (session.updatedAt.getTime() < Date.now() - RENEWED_EVERY_MS) {
      await internalAdapter.updateSession(token, { expiresAt: endOf(key), updatedAt: new Date() });
    }
    return user.id;
  }

  async end(cookie: string): Promise<void> {
    const token = this.#tokenIn(cookie);
    if (token !== undefined) await (await this.#auth()).internalAdapter.deleteSession(token);
  }

  /** @param except the cookie of a session that stays. */
  async endAllOf(personId: string, except?: string): Promise<void> {
    await this.#store.signIn.endSessions({ personId }, except === undefined ? undefined : this.#tokenIn(except));
  }

  /** Ends what was opened with a key. */
  async endAllOpenedWith(apiKeyId: string): Promise<void> {
    await this.#store.signIn.endSessions({ apiKeyId });
  }

  /** The key that a session was opened with; one that there is no more counts as revoked. */
  async #openingKey(id: string | undefined): Promise<OpeningKey | undefined> {
    if (id === undefined) return undefined;
    return (await this.#store.credentials.byId(id)) ?? { id, revokedAt: '' };
  }

  #tokenIn(cookie: string): string | undefined {
    const [token = '', signature = ''] = cookie.split('.');
    const given = Buffer.from(signature);
    const expected = Buffer.from(this.#signature(token));
    return given.length === expected.length && timingSafeEqual(given, expected) ? token : undefined;
  }

  #signature(token: string): string {
    return createHmac('sha256', this.#secret).update(`session:${token}`).digest('base64url');
  }
}

/** The end of a session that is used now. */
function endOf(key: OpeningKey | undefined): Date {
  const end = Date.now() + SESSION_MS;
  return new Date(key?.expiresAt === undefined ? end : Math.min(end, Date.parse(key.expiresAt)));
}
