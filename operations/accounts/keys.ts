import { randomBytes } from 'node:crypto';
import { actorRef } from '../../domain/actor.ts';
import type { ApiKeyDocument, ApiKeyKind } from '../../store/documents/identity.ts';
import type { Store } from '../../store/store.ts';
import type { Activity } from '../activity.ts';
import { projectsWith, roleIn, type Access } from '../authorization/access.ts';
import { authorize, authorizeKind } from '../authorization/authorize.ts';
import { requireScopes } from '../authorization/scopes.ts';
import type { Caller, CallerOf } from '../caller.ts';
import type { Credentials } from '../credentials.ts';
import { notFound, OperationError } from '../errors.ts';
import type { Projects } from '../projects.ts';
import type { ApiKeyView, CreateApiKey, CreatedApiKey } from '../schemas/api-key.ts';
import { hashToken } from '../tokens.ts';
import { keyViews } from './key-view.ts';
import type { Sessions } from './sessions.ts';

const PREFIXES: Readonly<Record<ApiKeyKind, string>> = {
  PERSONAL: 'mc_pers_',
  SERVICE: 'mc_serv_',
  AGENT: 'mc_agent_',
  EXECUTOR: 'mc_exec_',
};
const DAY_MS = 24 * 3_600_000;

/** Keys of people and machines: shown once, kept as a hash. */
export class ApiKeys {
  readonly #store: Store;
  readonly #credentials: Credentials;
  readonly #sessions: Sessions;
  readonly #projects: Projects;
  readonly #activity: Activity;

  constructor(parts: {
    store: Store;
    credentials: Credentials;
    sessions: Sessions;
    projects: Projects;
    activity: Activity;
  }) {
    this.#store = parts.store;
    this.#credentials = parts.credentials;
    this.#sessions = parts.sessions;
    this.#projects = parts.projects;
    this.#activity = parts.activity;
  }

  /** One's own, those bound to projects that one is ADMIN of, and to an ADMIN of the installation all; newest first. */
  async list(caller: Caller): Promise<ApiKeyView[]> {
    return keyViews(this.#store, await this.#visible(asPerson(caller, 'apiKeys.list')));
  }

  /** @throws FORBIDDEN for a key that would reach further than its maker, INVALID for scopes that there are not */
  async create(caller: Caller, input: CreateApiKey): Promise<CreatedApiKey> {
    const maker = asPerson(caller, 'apiKeys.create');
    if (maker.scopes.length > 0) {
      throw new OperationError('FORBIDDEN', 'a key that is limited to some operations makes no keys');
    }
    requireScopes(input.kind, input.scopes);
    const reach = await this.#reachOf(maker, input);
    const token = `${PREFIXES[input.kind]}${randomBytes(32).toString('base64url')}`;
    const key = documentOf(token, maker, input, reach);
    await this.#store.credentials.create(key);
    await this.#note(maker, 'api_key.created', `made the ${key.kind} key "${key.name}"`, key);
    const [view] = await keyViews(this.#store, [key]);
    return { key: view as ApiKeyView, token };
  }

  /** For good, and with the sessions that were opened with it; the record of it stays. @throws NOT_FOUND, FORBIDDEN */
  async revoke(caller: Caller, id: string): Promise<void> {
    const person = asPerson(caller, 'apiKeys.revoke');
    const key = await this.#store.credentials.byId(id);
    const isVisible = key && (await this.#visible(person)).some((visible) => visible.id === id);
    if (!isVisible) throw notFound(`the API key ${id}`);
    const isOwn = key.kind === 'PERSONAL' && key.personId === person.actor.id;
    if (!isOwn) await this.#requireAdminOf(person, key);
    await this.#store.credentials.revoke(id, new Date().toISOString());
    await this.#sessions.endAllOpenedWith(id);
    this.#credentials.forget();
    await this.#note(person, 'api_key.revoked', `revoked the ${key.kind} key "${key.name}"`, key);
  }

  async #visible({ actor, access }: CallerOf<'PERSON'>): Promise<ApiKeyDocument[]> {
    if (access.isInstallationAdmin) return this.#store.credentials.list('ALL');
    const projects = administered(access);
    const agents = await Promise.all(projects.map((project) => this.#store.agents.ofProject(project)));
    const agentIds = agents.flat().map(({ _id }) => _id);
    return this.#store.credentials.list({ personId: actor.id, agentIds, projects });
  }

  /** What the key is bound to, if its maker may bind one to it. */
  async #reachOf(maker: CallerOf<'PERSON'>, input: CreateApiKey): Promise<Reach> {
    switch (input.kind) {
      case 'PERSONAL':
        return { personId: maker.actor.id };
      case 'AGENT': {
        const agent = await this.#store.agents.byId(input.agentId);
        if (!agent) throw notFound(`the agent ${input.agentId}`);
        authorize(maker, 'agents.edit', agent.projectId, `the agent ${input.agentId}`);
        return { agentId: agent._id };
      }
      case 'SERVICE':
        return { role: input.role, ...(await this.#within(maker, input.projects)) };
      case 'EXECUTOR':
        return { executorTypes: input.executorTypes, ...(await this.#within(maker, input.projects)) };
    }
  }

  async #within(maker: CallerOf<'PERSON'>, projects: string[] | undefined): Promise<Reach> {
    requireAdmin(maker, projects);
    for (const project of projects ?? []) await this.#projects.require(project);
    return projects ? { projects } : {};
  }

  async #requireAdminOf(person: CallerOf<'PERSON'>, { kind, agentId, projects }: ApiKeyDocument): Promise<void> {
    const agent = agentId === undefined ? undefined : await this.#store.agents.byId(agentId);
    const reached = kind === 'PERSONAL' ? undefined : agent ? [agent.projectId] : projects;
    const isAdmin = reached?.every((project) => roleIn(person.access, project) === 'ADMIN');
    if (isAdmin || person.access.isInstallationAdmin) return;
    throw new OperationError(
      'FORBIDDEN',
      'this key reaches further than you: it takes an ADMIN of all that it reaches',
    );
  }

  #note({ actor }: Caller, type: string, summary: string, { agentId, projects }: ApiKeyDocument): Promise<void> {
    const [projectId, ...others] = projects ?? [];
    return this.#activity.note({
      actor,
      type,
      summary,
      ...(agentId !== undefined && { agentId }),
      ...(projectId !== undefined && others.length === 0 && { projectId }),
    });
  }
}

type Reach = Pick<Partial<ApiKeyDocument>, 'personId' | 'agentId' | 'role' | 'projects' | 'executorTypes'>;

/** Keys are made and seen by people alone. @throws FORBIDDEN */
function asPerson(caller: Caller, operation: 'apiKeys.list' | 'apiKeys.create' | 'apiKeys.revoke') {
  authorizeKind(caller, operation);
  return caller as CallerOf<'PERSON'>;
}

/** ADMIN of each of the projects, or, without projects, of the installation. @throws FORBIDDEN, NOT_FOUND */
function requireAdmin(person: CallerOf<'PERSON'>, projects: readonly string[] | undefined): void {
  for (const project of projects ?? []) authorize(person, 'projects.edit', project);
  if (projects === undefined && !person.access.isInstallationAdmin) {
    throw new OperationError('FORBIDDEN', 'a key without projects of its own takes an ADMIN of the installation');
  }
}

const administered = (access: Access): readonly string[] => projectsWith(access, 'ADMIN') ?? [];

function documentOf(token: string, { actor }: Caller, input: CreateApiKey, reach: Reach): ApiKeyDocument {
  const hash = hashToken(token);
  const { expiresInDays } = input;
  const now = Date.now();
  return {
    _id: hash,
    id: hash.slice(0, 12),
    kind: input.kind,
    name: input.name,
    hint: token.slice(-4),
    executorTypes: [],
    ...reach,
    scopes: [...new Set(input.scopes)],
    createdBy: actorRef(actor),
    createdAt: new Date(now).toISOString(),
    ...(expiresInDays !== undefined && { expiresAt: new Date(now + expiresInDays * DAY_MS).toISOString() }),
  };
}
