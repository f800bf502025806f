import { randomBytes } from 'node:crypto';
import { ulid } from 'ulid';
import { actorRef } from '../../domain/actor.ts';
import { isDuplicateKey } from '../../store/connection.ts';
import type { InvitationDocument, PersonDocument } from '../../store/documents/identity.ts';
import type { Store } from '../../store/store.ts';
import type { Activity } from '../activity.ts';
import { authorizeKind } from '../authorization/authorize.ts';
import type { Caller } from '../caller.ts';
import { notFound, OperationError } from '../errors.ts';
import type { AcceptInvitation, CreatedInvitation, InvitationView, Invite, PersonView } from '../schemas/people.ts';
import { hashToken } from '../tokens.ts';
import { requireMemberships } from './memberships.ts';
import type { Passwords } from './passwords.ts';
import { personView } from './person-view.ts';
import { addressTaken } from './setup.ts';

const HOUR_MS = 3_600_000;

/** How people come after the first one: by a link that works once. */
export class Invitations {
  readonly #store: Store;
  readonly #passwords: Passwords;
  readonly #activity: Activity;

  constructor({ store, passwords, activity }: { store: Store; passwords: Passwords; activity: Activity }) {
    this.#store = store;
    this.#passwords = passwords;
    this.#activity = activity;
  }

  /** Takes the place of an earlier invitation to the same address. @throws CONFLICT for somebody who is here */
  async create(caller: Caller, { email, role, memberships, expiresInHours }: Invite): Promise<CreatedInvitation> {
    authorizeKind(caller, 'invitations.create');
    await requireMemberships(this.#store, memberships);
    if (await this.#store.people.byEmail(email)) throw addressTaken(email);
    const token = `mc_invite_${randomBytes(32).toString('base64url')}`;
    const createdAt = new Date();
    const expiresAt = new Date(createdAt.getTime() + expiresInHours * HOUR_MS);
    const invitedBy = actorRef(caller.actor);
    const dates = { createdAt, expiresAt };
    const invitation = { _id: hashToken(token), id: ulid(), email, role, memberships, invitedBy, ...dates };
    await this.#store.invitations.create(invitation);
    await this.#note(caller, 'person.invited', `invited ${email} as ${role}`);
    return { invitation: view(invitation), token, path: `/invitation#token=${token}` };
  }

  async list(caller: Caller): Promise<InvitationView[]> {
    authorizeKind(caller, 'invitations.list');
    return (await this.#store.invitations.list()).map(view);
  }

  async revoke(caller: Caller, id: string): Promise<void> {
    authorizeKind(caller, 'invitations.revoke');
    const removed = await this.#store.invitations.remove(id);
    if (!removed) throw notFound(`the invitation ${id}`);
    await this.#note(caller, 'person.uninvited', `took back the invitation to ${removed.email}`);
  }

  /** What the holder of a link needs to know. @throws NOT_FOUND */
  async read(token: string): Promise<{ email: string; invitedBy: string; expiresAt: string }> {
    const { email, invitedBy, expiresAt } = await this.#require(token);
    return { email, invitedBy: invitedBy.name, expiresAt: expiresAt.toISOString() };
  }

  /**
   * Makes the person, once. Each step may be repeated after a crash: the invitation names the person's id, and the
   * first password that is set stays. @throws NOT_FOUND, CONFLICT
   */
  async accept({ token, name, password }: AcceptInvitation): Promise<PersonView> {
    const invitation = await this.#require(token);
    const passwordHash = await this.#passwords.hash(password);
    const person = await this.#ensurePerson(invitation, name);
    if (!(await this.#passwords.setFirst(person._id, passwordHash))) throw notHolding();
    // Of two at the same moment, the one whose password holds also has the name.
    const named = await this.#store.people.update(person._id, { name });
    await this.#store.invitations.remove(invitation.id);
    const actor = { kind: 'HUMAN', id: person._id, name, role: 'VIEWER' } as const;
    const by = invitation.invitedBy.name;
    await this.#activity.note({ actor, type: 'person.joined', summary: `accepted the invitation of ${by}` });
    return personView(named ?? person);
  }

  async #ensurePerson({ id, email, role, memberships }: InvitationDocument, name: string): Promise<PersonDocument> {
    const now = new Date();
    const person = { _id: id, name, email, emailVerified: false, role, memberships, createdAt: now, updatedAt: now };
    try {
      await this.#store.people.create(person);
      return person;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      const existing = await this.#store.people.byId(id);
      if (!existing) throw addressTaken(email);
      return existing;
    }
  }

  async #require(token: string): Promise<InvitationDocument> {
    const invitation = await this.#store.invitations.byHash(hashToken(token));
    if (!invitation) throw notHolding();
    return invitation;
  }

  #note({ actor }: Caller, type: string, summary: string): Promise<void> {
    return this.#activity.note({ actor, type, summary });
  }
}

const notHolding = (): OperationError =>
  new OperationError('NOT_FOUND', 'this invitation is not valid, was used or taken back, or has run out');

function view({ id, email, role, memberships, invitedBy, createdAt, expiresAt }: InvitationDocument): InvitationView {
  const dates = { createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString() };
  return { id, email, role, memberships, invitedBy: { id: invitedBy.id, name: invitedBy.name }, ...dates };
}
