import { randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { taskKeyOfPart } from '../domain/ids.ts';
import { isUnavailable } from '../store/connection.ts';
import type { ApiKeyDocument } from '../store/models.ts';
import type { Store } from '../store/store.ts';
import type { Caller } from './caller.ts';
import { OperationError, unavailable } from './errors.ts';
import { executionToken, hashToken, readExecutionToken } from './tokens.ts';

const SESSION_DAYS = 30;
/** How long a key is believed without asking, in milliseconds: a revoked one stops working after that. */
const BELIEVED_FOR_MS = 10_000;

interface Believed {
  readonly key: ApiKeyDocument;
  readonly checkedAt: number;
}

/** Turns credentials into callers. Known ones go on working while the database is away. */
export class Credentials {
  readonly #store: Store;
  readonly #secret: string;
  readonly #known = new LRUCache<string, Believed>({ max: 10_000 });

  constructor(store: Store, secret: string) {
    this.#store = store;
    this.#secret = secret;
  }

  /** @throws UNAUTHENTICATED for a token that is not known. */
  async ofBearer(token: string): Promise<Caller> {
    const lease = readExecutionToken(token, this.#secret);
    if (lease) return executionCaller(lease);
    const id = hashToken(token);
    return callerOf(await this.#lookUp(id, () => this.#store.credentials.apiKey(id)));
  }

  /** @throws UNAUTHENTICATED for a session that is unknown or over. */
  async ofSession(cookie: string): Promise<Caller> {
    const id = hashToken(cookie);
    return callerOf(
      await this.#lookUp(id, async () => {
        const session = await this.#store.credentials.session(id);
        const isOpen = session !== undefined && session.expiresAt > new Date();
        return isOpen ? this.#store.credentials.apiKey(session.apiKeyId) : undefined;
      }),
    );
  }

  /** Exchanges a person's token for a browser session; the cookie's value is returned once. */
  async signIn(token: string): Promise<{ caller: Caller; cookie: string; expiresAt: Date }> {
    const caller = await this.ofBearer(token);
    if (caller.kind !== 'OWNER') throw new OperationError('FORBIDDEN', 'only a person signs in to a browser');
    const cookie = randomBytes(32).toString('base64url');
    const createdAt = new Date();
    const expiresAt = new Date(createdAt.getTime() + SESSION_DAYS * 24 * 3600 * 1000);
    const session = { _id: hashToken(cookie), apiKeyId: hashToken(token), createdAt, expiresAt };
    await this.#store.credentials.createSession(session);
    return { caller, cookie, expiresAt };
  }

  async signOut(cookie: string): Promise<void> {
    const id = hashToken(cookie);
    this.#known.delete(id);
    await this.#store.credentials.deleteSession(id);
  }

  leaseToken(leaseId: string): string {
    return executionToken(leaseId, this.#secret);
  }

  async #lookUp(id: string, find: () => Promise<ApiKeyDocument | undefined>): Promise<ApiKeyDocument> {
    const believed = this.#known.get(id);
    if (believed && Date.now() - believed.checkedAt < BELIEVED_FOR_MS) return believed.key;
    try {
      const key = await find();
      if (!key) throw new OperationError('UNAUTHENTICATED', 'this credential is not known or no longer valid');
      this.#known.set(id, { key, checkedAt: Date.now() });
      return key;
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      if (believed) return believed.key;
      throw unavailable('the history database', error);
    }
  }
}

function callerOf({ _id, kind, name, executorTypes }: ApiKeyDocument): Caller {
  const id = `${kind.toLowerCase()}-${_id.slice(0, 12)}`;
  return kind === 'OWNER'
    ? { kind, actor: { kind: 'HUMAN', id, name, role: 'ADMIN' } }
    : { kind, actor: { kind: 'AGENT', id, name, role: 'INTERN' }, executorTypes };
}

function executionCaller({ leaseId, executionId }: { leaseId: string; executionId: string }): Caller {
  const name = `executor of ${taskKeyOfPart(executionId) ?? executionId}`;
  return { kind: 'EXECUTION', actor: { kind: 'AGENT', id: executionId, name, role: 'INTERN' }, executionId, leaseId };
}

/** The person behind an OWNER key, as somebody who can be given work. */
export const humanId = (key: ApiKeyDocument): string => callerOf(key).actor.id;
