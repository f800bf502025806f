import { randomBytes } from 'node:crypto';
import { ulid } from 'ulid';
import { isDuplicateKey } from '../../store/connection.ts';
import type { PersonDocument } from '../../store/documents/identity.ts';
import { createStore, type Store } from '../../store/store.ts';
import type { Activity } from '../activity.ts';
import type { Credentials } from '../credentials.ts';
import { OperationError } from '../errors.ts';
import type { CompleteSetup, PersonView } from '../schemas/people.ts';
import { hashToken } from '../tokens.ts';
import type { Passwords } from './passwords.ts';
import { personView } from './person-view.ts';

/** Path of the web app with the token; what follows # is not sent to servers. */
const setupPath = (token: string): string => `/setup#token=${token}`;

/** Whether an ADMIN can sign in with a password. */
async function isSetUp(store: Store): Promise<boolean> {
  const admins = await store.people.admins();
  return (await store.signIn.withPassword(admins.map(({ _id }) => _id))).length > 0;
}

/**
 * Makes a link that works once, on a machine with access to the database; earlier links work no more.
 * @returns its path, or undefined when an ADMIN has a password already.
 */
export async function offerSetup(mongodbUri: string): Promise<string | undefined> {
  const store = createStore(mongodbUri, 'mission-control-setup');
  await store.connect();
  try {
    if (await isSetUp(store)) return undefined;
    const token = `mc_setup_${randomBytes(32).toString('base64url')}`;
    await store.setup.offer(hashToken(token));
    return setupPath(token);
  } finally {
    await store.close();
  }
}

/** Makes the first ADMIN with a password. */
export class Setup {
  readonly #store: Store;
  readonly #credentials: Credentials;
  readonly #passwords: Passwords;
  readonly #activity: Activity;

  constructor(parts: { store: Store; credentials: Credentials; passwords: Passwords; activity: Activity }) {
    this.#store = parts.store;
    this.#credentials = parts.credentials;
    this.#passwords = parts.passwords;
    this.#activity = parts.activity;
  }

  isSetUp(): Promise<boolean> {
    return isSetUp(this.#store);
  }

  /** Of several at the same moment, one wins. @throws FORBIDDEN for a link that does not hold, CONFLICT */
  async complete({ token, name, email, password }: CompleteSetup): Promise<PersonView> {
    const hash = hashToken(token);
    if ((await this.isSetUp()) || !(await this.#store.setup.take(hash, new Date().toISOString()))) {
      throw new OperationError('FORBIDDEN', 'this set-up link is not valid, or was used already');
    }
    let person: PersonDocument;
    try {
      const passwordHash = await this.#passwords.hash(password);
      person = await this.#firstAdmin(name, email);
      await this.#passwords.setFirst(person._id, passwordHash);
    } catch (error) {
      await this.#store.setup.giveBack(hash);
      throw isDuplicateKey(error) ? addressTaken(email) : error;
    }
    this.#credentials.forget();
    const actor = { kind: 'HUMAN', id: person._id, name, role: 'ADMIN' } as const;
    await this.#activity.note({ actor, type: 'installation.set_up', summary: 'set up the installation' });
    return personView(person);
  }

  /** The owner who has had only a key so far, so that key and password are the same person; else somebody new. */
  async #firstAdmin(name: string, email: string): Promise<PersonDocument> {
    const admins = await this.#store.people.admins();
    const withPassword = new Set(await this.#store.signIn.withPassword(admins.map(({ _id }) => _id)));
    const [owner, ...others] = admins.filter(({ _id }) => !withPassword.has(_id));
    const adopted =
      owner && others.length === 0 ? await this.#store.people.update(owner._id, { name, email }) : undefined;
    return adopted ?? this.#newAdmin(name, email);
  }

  async #newAdmin(name: string, email: string): Promise<PersonDocument> {
    const now = new Date();
    const dates = { createdAt: now, updatedAt: now };
    const rights = { role: 'ADMIN' as const, memberships: [] };
    const person = { _id: ulid(), name, email, emailVerified: false, ...rights, ...dates };
    await this.#store.people.create(person);
    return person;
  }
}

export const addressTaken = (email: string): OperationError =>
  new OperationError('CONFLICT', `somebody here has the address ${email} already`, {
    errors: [{ path: 'email', message: 'is taken' }],
  });
