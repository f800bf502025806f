import { LRUCache } from 'lru-cache';
import { ulid } from 'ulid';
import type { HumanRole } from '../domain/actor.ts';
import { DEFAULT_ROUTING_RULES } from '../domain/routing/route.ts';
import type { ProjectMode } from '../domain/task/vocabulary.ts';
import { isDuplicateKey, isUnavailable } from '../store/connection.ts';
import type { AgentDocument, ProjectDocument } from '../store/models.ts';
import type { Store } from '../store/store.ts';
import { requireOperator, type Caller } from './caller.ts';
import { humanId } from './credentials.ts';
import { notFound, OperationError } from './errors.ts';
import type { AgentView, CreateAgent, CreateProject, MemberView, ProjectView } from './schemas/project.ts';
import { withoutUndefined } from './without-undefined.ts';

/** Projects, who works in them, and how they run. */
export class Projects {
  readonly #store: Store;
  /** The last known version of each project, for when the database is away. */
  readonly #known = new LRUCache<string, ProjectDocument>({ max: 1_000 });
  readonly #knownMembers = new LRUCache<string, MemberView[]>({ max: 1_000 });

  constructor(store: Store) {
    this.#store = store;
  }

  async list(): Promise<ProjectView[]> {
    return (await this.#store.projects.list(undefined)).map(view);
  }

  async get(slug: string): Promise<ProjectView> {
    return view(await this.require(slug));
  }

  async create(caller: Caller, { slug, name, keyPrefix, routingRules }: CreateProject): Promise<ProjectView> {
    requireOperator(caller);
    const project: ProjectDocument = {
      _id: slug,
      name,
      keyPrefix,
      mode: 'NORMAL',
      routingRules: withoutUndefined(routingRules ?? [...DEFAULT_ROUTING_RULES]) as ProjectDocument['routingRules'],
      lastTaskNumber: 0,
      createdAt: new Date().toISOString(),
    };
    try {
      await this.#store.projects.create(project);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      throw new OperationError('CONFLICT', `a project with the slug ${slug} or the key prefix ${keyPrefix} exists`);
    }
    return view(project);
  }

  async edit(caller: Caller, slug: string, changes: { name?: string; routingRules?: ProjectDocument['routingRules'] }) {
    requireOperator(caller);
    return this.#changed(slug, await this.#store.projects.update(slug, changes));
  }

  async setMode(caller: Caller, slug: string, mode: ProjectMode, reason: string): Promise<ProjectView> {
    requireOperator(caller);
    return this.#changed(slug, await this.#store.projects.update(slug, { mode, modeReason: reason }));
  }

  async createAgent(caller: Caller, { project, name, role, allowedTypes }: CreateAgent): Promise<AgentView> {
    requireOperator(caller);
    await this.require(project);
    const createdAt = new Date().toISOString();
    const agent: AgentDocument = {
      _id: ulid(),
      projectId: project,
      name,
      role,
      status: 'ACTIVE',
      allowedTypes: [...allowedTypes],
      createdAt,
    };
    try {
      await this.#store.projects.createAgent(agent);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      throw new OperationError('CONFLICT', `${project} already has an agent named ${name}`);
    }
    return agentView(agent);
  }

  async agents(project: string): Promise<AgentView[]> {
    await this.require(project);
    return (await this.#store.projects.agents(project)).map(agentView);
  }

  /** Everybody who can be given work in a project: people first. */
  async members(project: string): Promise<MemberView[]> {
    try {
      const members = await this.#members(project);
      this.#knownMembers.set(project, members);
      return members;
    } catch (error) {
      const known = this.#knownMembers.get(project);
      if (known && isUnavailable(error)) return known;
      throw error;
    }
  }

  async #members(project: string): Promise<MemberView[]> {
    const [agents, owners] = await Promise.all([this.agents(project), this.#store.credentials.owners()]);
    const role: HumanRole = 'ADMIN';
    const people = owners.map((key) => ({ id: humanId(key), name: key.name }));
    return [
      ...people.map((person) => ({
        ...person,
        kind: 'HUMAN' as const,
        role,
        status: 'ACTIVE' as const,
        allowedTypes: [],
      })),
      ...agents.map(({ id, name, role: agentRole, status, allowedTypes }) => ({
        kind: 'AGENT' as const,
        id,
        name,
        role: agentRole,
        status,
        allowedTypes,
      })),
    ];
  }

  /** The project as it is, or as it was last seen when the database is away. @throws NOT_FOUND */
  async require(slug: string): Promise<ProjectDocument> {
    try {
      const project = await this.#store.projects.bySlug(slug);
      if (!project) throw notFound(`the project ${slug}`);
      this.#known.set(slug, project);
      return project;
    } catch (error) {
      const known = this.#known.get(slug);
      if (known && isUnavailable(error)) return known;
      throw error;
    }
  }

  #changed(slug: string, project: ProjectDocument | undefined): ProjectView {
    if (!project) throw notFound(`the project ${slug}`);
    this.#known.set(slug, project);
    return view(project);
  }
}

function view({ _id, name, keyPrefix, mode, modeReason, routingRules, createdAt }: ProjectDocument): ProjectView {
  const reason = modeReason !== undefined && { modeReason };
  return {
    slug: _id,
    name,
    keyPrefix,
    mode,
    ...reason,
    routingRules: routingRules as ProjectView['routingRules'],
    createdAt,
  };
}

const agentView = ({ _id, projectId, name, role, status, allowedTypes, createdAt }: AgentDocument): AgentView => ({
  id: _id,
  projectId,
  name,
  role,
  status,
  allowedTypes,
  createdAt,
});
