import { LRUCache } from 'lru-cache';
import { isUnavailable } from '../../store/connection.ts';
import type { PersonDocument } from '../../store/documents/identity.ts';
import type { Store } from '../../store/store.ts';
import type { Activity } from '../activity.ts';
import { roleIn } from '../authorization/access.ts';
import { authorizeKind } from '../authorization/authorize.ts';
import type { Caller } from '../caller.ts';
import { accessOf, type Credentials } from '../credentials.ts';
import { notFound, OperationError } from '../errors.ts';
import type { ChangePassword, SessionView, SignIn } from '../schemas/people.ts';
import { hashToken } from '../tokens.ts';
import type { Passwords } from './passwords.ts';
import type { OpenedSession, Sessions } from './sessions.ts';
import { SESSION_MS } from './sessions.ts';

export interface SignedIn extends OpenedSession {
  readonly view: SessionView;
}

/** What people do with their own account. */
export class Accounts {
  readonly #store: Store;
  readonly #credentials: Credentials;
  readonly #sessions: Sessions;
  readonly #passwords: Passwords;
  readonly #activity: Activity;
  /** The last known answers, for when the database is away. */
  readonly #known = new LRUCache<string, SessionView>({ max: 10_000 });

  constructor(parts: {
    store: Store;
    credentials: Credentials;
    sessions: Sessions;
    passwords: Passwords;
    activity: Activity;
  }) {
    this.#store = parts.store;
    this.#credentials = parts.credentials;
    this.#sessions = parts.sessions;
    this.#passwords = parts.passwords;
    this.#activity = parts.activity;
  }

  /** @throws UNAUTHENTICATED, FORBIDDEN for a key that is not a whole person's, TOO_MANY_ATTEMPTS */
  async signIn(given: SignIn): Promise<SignedIn> {
    return 'token' in given ? this.#signInWithKey(given.token) : this.#signInWithPassword(given);
  }

  async session(caller: Caller): Promise<SessionView> {
    authorizeKind(caller, 'session.read');
    return this.#view(caller.actor.id);
  }

  async signOut(caller: Caller, cookie: string | undefined): Promise<void> {
    authorizeKind(caller, 'session.signOut');
    if (cookie === undefined) return;
    await this.#sessions.end(cookie);
    this.#credentials.forget(cookie);
  }

  async signOutEverywhere(caller: Caller): Promise<void> {
    authorizeKind(caller, 'session.signOutEverywhere');
    await this.#sessions.endAllOf(caller.actor.id);
    this.#credentials.forget();
    await this.#note(caller, 'account.signed_out_everywhere', 'signed out everywhere');
  }

  async edit(caller: Caller, { name }: { name: string }): Promise<SessionView> {
    authorizeKind(caller, 'account.edit');
    await this.#store.people.update(caller.actor.id, { name });
    this.#credentials.forget();
    await this.#note(caller, 'account.renamed', `is now called ${name}`);
    return this.#view(caller.actor.id);
  }

  /** Ends the person's other sessions. @param cookie the session that stays. */
  async changePassword(caller: Caller, change: ChangePassword, cookie: string | undefined): Promise<void> {
    authorizeKind(caller, 'account.changePassword');
    const { id } = caller.actor;
    const { email } = await this.#person(id);
    await this.#passwords.change(id, email, { from: change.currentPassword, to: change.newPassword });
    await this.#sessions.endAllOf(id, cookie);
    this.#credentials.forget();
    await this.#note(caller, 'account.password_changed', 'changed their password');
  }

  async #signInWithPassword({ email, password }: { email: string; password: string }): Promise<SignedIn> {
    const { token, personId } = await this.#passwords.signIn(email, password);
    const expiresAt = new Date(Date.now() + SESSION_MS);
    return { cookie: this.#sessions.cookieOf(token), expiresAt, view: await this.#view(personId) };
  }

  async #signInWithKey(token: string): Promise<SignedIn> {
    const caller = await this.#credentials.ofBearer(token);
    if (caller.kind !== 'PERSON') throw new OperationError('FORBIDDEN', 'only the key of a person signs a browser in');
    if (caller.scopes.length > 0) {
      throw new OperationError('FORBIDDEN', 'a key that is limited to some operations does not sign a browser in');
    }
    const key = await this.#store.credentials.apiKey(hashToken(token));
    if (!key) throw new OperationError('UNAUTHENTICATED', 'this credential is not known or no longer valid');
    const opened = await this.#sessions.open(caller.actor.id, key);
    return { ...opened, view: await this.#view(caller.actor.id) };
  }

  async #view(personId: string): Promise<SessionView> {
    try {
      const person = await this.#person(personId);
      const { _id: id, name, email, role } = person;
      const [projects, hasPassword] = await Promise.all([this.#projectsOf(person), this.#passwords.has(id)]);
      const view = { person: { id, name, email, role }, projects, hasPassword };
      this.#known.set(personId, view);
      return view;
    } catch (error) {
      const known = this.#known.get(personId);
      if (known && isUnavailable(error)) return known;
      throw error;
    }
  }

  async #projectsOf(person: PersonDocument): Promise<SessionView['projects']> {
    const access = accessOf(person);
    const projects = await this.#store.projects.list(
      access.isInstallationAdmin ? undefined : Object.keys(access.projects),
    );
    return projects.map(({ _id: project }) => ({ project, role: roleIn(access, project) ?? 'VIEWER' }));
  }

  async #person(id: string): Promise<PersonDocument> {
    const person = await this.#store.people.byId(id);
    if (!person) throw notFound(`the person ${id}`);
    return person;
  }

  #note({ actor }: Caller, type: string, summary: string): Promise<void> {
    return this.#activity.note({ actor, type, summary });
  }
}
