import { LRUCache } from 'lru-cache';
import type { ActorRef, HumanRole } from '../domain/actor.ts';
import { taskKeyOfPart } from '../domain/ids.ts';
import { isUnavailable } from '../store/connection.ts';
import type { AgentDocument } from '../store/documents/agent.ts';
import type { ApiKeyDocument, PersonDocument } from '../store/documents/identity.ts';
import type { Store } from '../store/store.ts';
import type { Access } from './authorization/access.ts';
import type { Caller, CallerOf } from './caller.ts';
import { OperationError, unavailable } from './errors.ts';
import { executionToken, hashToken, readExecutionToken } from './tokens.ts';

/** How long a credential is believed without asking, in milliseconds: a revoked one stops working after that. */
const BELIEVED_FOR_MS = 3_000;
/** How long one is believed while the database is away, in milliseconds. */
const BELIEVED_AWAY_MS = 15 * 60_000;
/** A key's last use is written this often at most, in milliseconds. */
const USE_NOTED_EVERY_MS = 60_000;

interface Believed {
  readonly caller: Caller;
  readonly checkedAt: number;
}

/** Turns credentials into callers. Known ones go on working for a while when the database is away. */
export class Credentials {
  readonly #store: Store;
  readonly #secret: string;
  readonly #personOfSession: (cookie: string) => Promise<string | undefined>;
  readonly #known = new LRUCache<string, Believed>({ max: 10_000 });
  #timesForgotten = 0;
  readonly #usesNoted = new LRUCache<string, true>({ max: 10_000, ttl: USE_NOTED_EVERY_MS });

  /** @param personOfSession who is signed in with a session cookie, by id. */
  constructor(store: Store, secret: string, personOfSession: (cookie: string) => Promise<string | undefined>) {
    this.#store = store;
    this.#secret = secret;
    this.#personOfSession = personOfSession;
  }

  /** @throws UNAUTHENTICATED for a token that is not known, FORBIDDEN for an agent that is QUARANTINED. */
  async ofBearer(token: string): Promise<Caller> {
    const lease = readExecutionToken(token, this.#secret);
    if (lease) return executionCaller(lease);
    const hash = hashToken(token);
    return this.#believe(hash, () => this.#callerOfKey(hash));
  }

  /** @throws UNAUTHENTICATED for a session that is unknown or over. */
  ofSession(cookie: string): Promise<Caller> {
    return this.#believe(hashToken(cookie), async () => {
      const personId = await this.#personOfSession(cookie);
      const person = personId === undefined ? undefined : await this.#store.people.byId(personId);
      return person && personCaller(person, []);
    });
  }

  /** Somebody whom another service has recognized, as the person they are here. @throws UNAUTHENTICATED */
  async ofPerson(personId: string, via: string): Promise<CallerOf<'PERSON'>> {
    const person = await this.#store.people.byId(personId);
    const caller = person && personCaller(person, []);
    if (!caller) throw new OperationError('UNAUTHENTICATED', 'this account belongs to nobody who works here any more');
    return { ...caller, via };
  }

  /** Somebody in whose name something is done while they are away, with what they may now. @throws UNAUTHENTICATED */
  async actingFor({ kind, id }: ActorRef, via: string): Promise<Caller> {
    if (kind === 'HUMAN') return this.ofPerson(id, via);
    const key = await this.#store.credentials.byId(keyIdOf(id) ?? '');
    if (!key || key.kind !== 'SERVICE' || !isValid(key, new Date().toISOString())) {
      throw new OperationError('UNAUTHENTICATED', 'the key does not exist any more, or is not valid any more');
    }
    return { ...serviceCaller(key), via };
  }

  /** Forgets what was believed: of a credential that has just been ended, or, without one, of all. */
  forget(credential?: string): void {
    this.#timesForgotten += 1;
    if (credential === undefined) this.#known.clear();
    else this.#known.delete(hashToken(credential));
  }

  leaseToken(leaseId: string): string {
    return executionToken(leaseId, this.#secret);
  }

  async #believe(hash: string, find: () => Promise<Caller | undefined>): Promise<Caller> {
    const believed = this.#known.get(hash);
    const age = believed ? Date.now() - believed.checkedAt : Infinity;
    if (believed && age < BELIEVED_FOR_MS) return believed.caller;
    const timesForgotten = this.#timesForgotten;
    try {
      const caller = await find();
      if (!caller) throw new OperationError('UNAUTHENTICATED', 'this credential is not known or no longer valid');
      // What was looked up before something was forgotten may be out of date already.
      if (timesForgotten === this.#timesForgotten) this.#known.set(hash, { caller, checkedAt: Date.now() });
      return caller;
    } catch (error) {
      if (!isUnavailable(error)) {
        // Whoever was refused is not believed again while the database is away.
        this.#known.delete(hash);
        throw error;
      }
      if (believed && age < BELIEVED_AWAY_MS) return believed.caller;
      throw unavailable('the history database', error);
    }
  }

  async #callerOfKey(hash: string): Promise<Caller | undefined> {
    const key = await this.#store.credentials.apiKey(hash);
    const now = new Date().toISOString();
    if (!key || !isValid(key, now)) return undefined;
    if (!this.#usesNoted.has(hash)) {
      this.#usesNoted.set(hash, true);
      await this.#store.credentials.noteUse(hash, now);
    }
    switch (key.kind) {
      case 'PERSONAL': {
        const person = key.personId === undefined ? undefined : await this.#store.people.byId(key.personId);
        return person && personCaller(person, key.scopes);
      }
      case 'SERVICE':
        return serviceCaller(key);
      case 'AGENT': {
        const agent = key.agentId === undefined ? undefined : await this.#store.agents.byId(key.agentId);
        return agent && (await this.#agentCaller(agent, key));
      }
      case 'EXECUTOR':
        return executorCaller(key);
    }
  }

  async #agentCaller(agent: AgentDocument, { scopes }: ApiKeyDocument): Promise<CallerOf<'AGENT'>> {
    const { _id: id, name, role, projectId, control } = agent;
    if (control.status === 'QUARANTINED') {
      throw new OperationError('FORBIDDEN', `${name} is QUARANTINED: ${control.reason ?? 'its key does not work'}`);
    }
    const [project, { emergencyStop }] = await Promise.all([
      this.#store.projects.bySlug(projectId),
      this.#store.installation.read(),
    ]);
    if (emergencyStop) throw new OperationError('FORBIDDEN', `emergency stop: ${emergencyStop.reason}`);
    if (project?.mode === 'QUARANTINED') {
      throw new OperationError('FORBIDDEN', `the project ${projectId} is QUARANTINED: agents' keys do not work`);
    }
    return { kind: 'AGENT', actor: { kind: 'AGENT', id, name, role }, agentId: id, projectId, scopes };
  }
}

const isValid = ({ revokedAt, expiresAt }: ApiKeyDocument, now: string): boolean =>
  revokedAt === undefined && (expiresAt ?? '9') > now;

/** Actors of service keys are named after them. */
const serviceActorId = (keyId: string): string => `service-${keyId}`;
const keyIdOf = (actorId: string): string | undefined =>
  actorId.startsWith(serviceActorId('')) ? actorId.slice(serviceActorId('').length) : undefined;

/** What a person may reach. */
export const accessOf = ({ role, memberships }: PersonDocument): Access => ({
  isInstallationAdmin: role === 'ADMIN',
  projects: Object.fromEntries(memberships.map((membership) => [membership.project, membership.role])),
});

function personCaller(person: PersonDocument, scopes: readonly string[]): CallerOf<'PERSON'> | undefined {
  if (person.disabledAt !== undefined) return undefined;
  const { _id: id, name } = person;
  const access = accessOf(person);
  const role: HumanRole = access.isInstallationAdmin ? 'ADMIN' : 'VIEWER';
  return { kind: 'PERSON', actor: { kind: 'HUMAN', id, name, role }, access, scopes };
}

function serviceCaller({ id, name, role = 'VIEWER', projects, scopes }: ApiKeyDocument): CallerOf<'SERVICE'> {
  const access: Access = {
    isInstallationAdmin: role === 'ADMIN' && projects === undefined,
    projects: Object.fromEntries((projects ?? []).map((project) => [project, role])),
    ...(projects === undefined && { everywhere: role }),
  };
  return { kind: 'SERVICE', actor: { kind: 'SYSTEM', id: serviceActorId(id), name }, access, scopes };
}

function executorCaller({ id, name, executorTypes, projects, scopes }: ApiKeyDocument): CallerOf<'EXECUTOR'> {
  const actor = { kind: 'AGENT', id: `executor-${id}`, name, role: 'INTERN' } as const;
  return { kind: 'EXECUTOR', actor, executorTypes, projects, scopes };
}

function executionCaller({ leaseId, executionId }: { leaseId: string; executionId: string }): CallerOf<'EXECUTION'> {
  const name = `executor of ${taskKeyOfPart(executionId) ?? executionId}`;
  const actor = { kind: 'AGENT', id: executionId, name, role: 'INTERN' } as const;
  return { kind: 'EXECUTION', actor, executionId, leaseId, scopes: [] };
}
