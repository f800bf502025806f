import { LRUCache } from 'lru-cache';
import { isUnavailable } from '../store/connection.ts';
import type { AgentDocument } from '../store/documents/agent.ts';
import type { PersonDocument } from '../store/documents/identity.ts';
import type { Store } from '../store/store.ts';
import { statusOf } from './agent-view.ts';
import { authorize } from './authorization/authorize.ts';
import type { Caller } from './caller.ts';
import type { Projects } from './projects.ts';
import type { MemberView } from './schemas/project.ts';

/** Who can be given work in a project. */
export class Members {
  readonly #store: Store;
  readonly #projects: Projects;
  /** The last known members of each project, for when the database is away. */
  readonly #known = new LRUCache<string, MemberView[]>({ max: 1_000 });

  constructor(store: Store, projects: Projects) {
    this.#store = store;
    this.#projects = projects;
  }

  async list(caller: Caller, project: string): Promise<MemberView[]> {
    const actor = authorize(caller, 'members.list', project);
    const members = await this.of(project);
    if (actor.kind === 'HUMAN' && actor.role === 'ADMIN') return members;
    return members.map(({ email: _email, ...member }) => member);
  }

  /** People first. For other operations: who may see it is not checked. */
  async of(project: string): Promise<MemberView[]> {
    try {
      const { timeZone } = await this.#projects.require(project);
      const [people, agents] = await Promise.all([
        this.#store.people.ofProject(project),
        this.#store.agents.ofProject(project),
      ]);
      const members = [
        ...people.map((person) => personMember(person, project)),
        ...agents.map((agent) => agentMember(agent, timeZone)),
      ];
      this.#known.set(project, members);
      return members;
    } catch (error) {
      const known = this.#known.get(project);
      if (known && isUnavailable(error)) return known;
      throw error;
    }
  }
}

function personMember({ _id: id, name, email, role, memberships }: PersonDocument, project: string): MemberView {
  const isAdministrator = role === 'ADMIN';
  const roleHere = isAdministrator ? role : memberships.find((one) => one.project === project)?.role;
  const seat = { id, name, email, role: roleHere ?? 'VIEWER', isAdministrator } as const;
  return { kind: 'HUMAN', ...seat, status: 'ACTIVE', allowedTypes: [] };
}

function agentMember(agent: AgentDocument, timeZone: string): MemberView {
  const { _id: id, name, role, allowedTypes } = agent;
  return { kind: 'AGENT', id, name, role, status: statusOf(agent, timeZone), allowedTypes };
}
