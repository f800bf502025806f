import { isDuplicateKey } from '../../store/connection.ts';
import type { Store } from '../../store/store.ts';
import { OperationError } from '../errors.ts';
import type { Attempts } from './attempts.ts';
import type { Auth } from './auth.ts';

/** Passwords of people. What is kept of one is a scrypt hash. */
export class Passwords {
  readonly #auth: Auth;
  readonly #store: Store;
  readonly #attempts: Attempts;

  constructor(auth: Auth, store: Store, attempts: Attempts) {
    this.#auth = auth;
    this.#store = store;
    this.#attempts = attempts;
  }

  /**
   * Opens a session. The answer, and about the time it takes, are the same for an address that nobody has, a wrong
   * password and somebody who is disabled.
   * @returns the token of the session and whose it is. @throws UNAUTHENTICATED, TOO_MANY_ATTEMPTS
   */
  async signIn(email: string, password: string): Promise<{ token: string; personId: string }> {
    await this.#attempts.count(email);
    const { api, isRefusal } = await this.#auth();
    try {
      const { token, user } = await api.signInEmail({ body: { email, password } });
      await this.#attempts.forgive(email);
      return { token, personId: user.id };
    } catch (error) {
      if (!isRefusal(error)) throw error;
      throw new OperationError('UNAUTHENTICATED', 'the e-mail address or the password is wrong');
    }
  }

  /** @throws FORBIDDEN for a wrong password, CONFLICT for somebody without one, TOO_MANY_ATTEMPTS */
  async change(personId: string, email: string, { from, to }: { from: string; to: string }): Promise<void> {
    const { internalAdapter, password } = await this.#auth();
    const accounts = await internalAdapter.findAccounts(personId);
    const hash = accounts.find(({ providerId }) => providerId === 'credential')?.password;
    if (hash == null) {
      throw new OperationError('CONFLICT', 'there is no password to change: the set-up link or an invitation sets one');
    }
    await this.#attempts.count(email);
    if (!(await password.verify({ hash, password: from }))) {
      const errors = [{ path: 'currentPassword', message: 'is wrong' }];
      throw new OperationError('FORBIDDEN', 'the current password is wrong', { errors });
    }
    await this.#attempts.forgive(email);
    await internalAdapter.updatePassword(personId, await password.hash(to));
  }

  async hash(password: string): Promise<string> {
    return (await this.#auth()).password.hash(password);
  }

  /** Gives somebody their first password. @returns false when they have one already, which stays. */
  async setFirst(personId: string, hash: string): Promise<boolean> {
    const { internalAdapter } = await this.#auth();
    const account = { userId: personId, accountId: personId, providerId: 'credential', password: hash };
    try {
      await internalAdapter.linkAccount(account);
      return true;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      return false;
    }
  }

  async has(personId: string): Promise<boolean> {
    return (await this.#store.signIn.withPassword([personId])).length > 0;
  }
}
