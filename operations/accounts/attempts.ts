import { RateLimiterRes, type RateLimiterMongo } from 'rate-limiter-flexible';
import type { Store } from '../../store/store.ts';
import { OperationError } from '../errors.ts';
import { hashToken } from '../tokens.ts';

const FAILURES = 10;
const WINDOW_SECONDS = 15 * 60;

/** Counts attempts at the password of an address, in all processes together: guessing must be slow. */
export class Attempts {
  readonly #store: Store;
  #limiter: RateLimiterMongo | undefined;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Counts an attempt before it is made, so that many at once count as many. @throws TOO_MANY_ATTEMPTS */
  async count(email: string): Promise<void> {
    try {
      await this.#limiterOf().consume(keyOf(email));
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      const retryAfterSeconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
      const message = `too many failed attempts: wait ${Math.ceil(retryAfterSeconds / 60)} minutes`;
      throw new OperationError('TOO_MANY_ATTEMPTS', message, { retryAfterSeconds });
    }
  }

  /** The right password was given: earlier attempts are forgiven. */
  async forgive(email: string): Promise<void> {
    await this.#limiterOf().delete(keyOf(email));
  }

  #limiterOf(): RateLimiterMongo {
    const limits = { keyPrefix: 'password', points: FAILURES, duration: WINDOW_SECONDS };
    return (this.#limiter ??= this.#store.signIn.counter(limits));
  }
}

/** Addresses that people tried are nobody's business. */
const keyOf = (email: string): string => hashToken(email);
