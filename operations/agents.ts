import { stringify } from 'safe-stable-stringify';
import { ulid } from 'ulid';
import type { Actor } from '../domain/actor.ts';
import { NOTHING } from '../domain/budget/amounts.ts';
import { dayIn } from '../domain/budget/day.ts';
import { agentDayAccountId } from '../domain/ids.ts';
import type { AgentFields } from '../store/agents.ts';
import { isDuplicateKey } from '../store/connection.ts';
import type { AgentDocument } from '../store/documents/agent.ts';
import type { Store } from '../store/store.ts';
import type { Activity } from './activity.ts';
import { agentView } from './agent-view.ts';
import { authorize, authorizeMany } from './authorization/authorize.ts';
import type { Operation } from './authorization/matrix.ts';
import type { Caller } from './caller.ts';
import { notFound, OperationError } from './errors.ts';
import type { Projects } from './projects.ts';
import type { AgentDetailView, AgentView, EditAgent, RegisterAgent } from './schemas/agent.ts';
import { withoutUndefined } from './without-undefined.ts';

const CONCURRENCY_LIMIT = 3;
const HEARTBEAT_TIMEOUT_SECONDS = 300;

/** What somebody did with an agent. */
interface AgentDeed {
  readonly actor: Actor;
  readonly type: string;
  readonly summary: string;
}

/** The registry of agents. */
export class Agents {
  readonly #store: Store;
  readonly #projects: Projects;
  readonly #activity: Activity;

  constructor(store: Store, projects: Projects, activity: Activity) {
    this.#store = store;
    this.#projects = projects;
    this.#activity = activity;
  }

  /** Those of one project by name, or of all that the caller sees. @throws NOT_FOUND, FORBIDDEN */
  async list(caller: Caller, project: string | undefined): Promise<AgentView[]> {
    const slugs = authorizeMany(caller, 'agents.read', project);
    const projects =
      project === undefined ? await this.#store.projects.list(slugs) : [await this.#projects.require(project)];
    const timeZones = new Map(projects.map(({ _id, timeZone }) => [_id, timeZone]));
    const agents = await this.#store.agents.ofProjects([...timeZones.keys()]);
    const ids = agents.map(({ _id }) => _id);
    const [openTasks, activeExecutions] = await Promise.all([
      this.#store.agentWork.openTaskCounts(ids),
      this.#store.agentWork.activeExecutionCounts(ids),
    ]);
    return agents.map((agent) => ({
      ...agentView(agent, timeZones.get(agent.projectId) ?? 'UTC'),
      openTaskCount: openTasks.get(agent._id) ?? 0,
      activeExecutionCount: activeExecutions.get(agent._id) ?? 0,
    }));
  }

  /** An agent with what it is doing now and what today has cost. */
  async get(caller: Caller, id: string): Promise<AgentDetailView> {
    const { agent } = await this.authorized(caller, 'agents.read', id);
    const { timeZone } = await this.#projects.require(agent.projectId);
    const { agentWork } = this.#store;
    const account = agentDayAccountId(id, dayIn(timeZone, new Date()));
    const [balances, openTasks, activeExecutions] = await Promise.all([
      this.#store.budgets.balances([account]),
      agentWork.openTasks(id),
      agentWork.activeExecutions(id),
    ]);
    const { settled = NOTHING, reserved = NOTHING } = balances.get(account) ?? {};
    return { ...agentView(agent, timeZone), spentToday: settled, reservedToday: reserved, openTasks, activeExecutions };
  }

  /** A name that is there already is updated with what is given; what people ordered of that agent stays. */
  async register(
    caller: Caller,
    { project, ...given }: RegisterAgent,
  ): Promise<{ readonly agent: AgentView; readonly isNew: boolean }> {
    const actor = authorize(caller, 'agents.register', project);
    await this.#projects.require(project);
    const fields = { ...withoutUndefined(given), nameKey: given.name.toLowerCase() } as NewAgent;
    const created = await this.#create(project, fields);
    if (created) {
      const deed = { actor, type: 'agent.registered', summary: `registered the agent ${created.name}` };
      return { agent: await this.tell(created, deed), isNew: true };
    }
    const existing = await this.#store.agents.byName(project, fields.nameKey);
    if (!existing) throw new OperationError('CONFLICT', `${given.name} was renamed just now: try again`);
    return { agent: await this.#change(existing, actor, fields), isNew: false };
  }

  async edit(caller: Caller, id: string, { executor, ...changes }: EditAgent): Promise<AgentView> {
    const { agent, actor } = await this.authorized(caller, 'agents.edit', id);
    const fields = {
      ...withoutUndefined(changes),
      ...(executor != null && { executor }),
      ...(changes.name !== undefined && { nameKey: changes.name.toLowerCase() }),
    } as AgentFields;
    // With other limits the day is worked out anew: the next run that is refused uses it up again.
    const cleared = [executor === null && 'executor', changes.limits && 'overBudgetOn'] as const;
    return this.#change(
      agent,
      actor,
      fields,
      cleared.filter((field) => typeof field === 'string'),
    );
  }

  /** An agent that the caller may do this with, and as whom. For other operations. @throws NOT_FOUND, FORBIDDEN */
  async authorized(
    caller: Caller,
    operation: Operation,
    id: string,
  ): Promise<{ readonly agent: AgentDocument; readonly actor: Actor }> {
    const agent = await this.#store.agents.byId(id);
    if (!agent) throw notFound(`the agent ${id}`);
    return { agent, actor: authorize(caller, operation, agent.projectId, `the agent ${id}`) };
  }

  /** For other operations: who may see it is not checked. */
  find(id: string): Promise<AgentDocument | undefined> {
    return this.#store.agents.byId(id);
  }

  /** Writes down what was done with an agent and tells live streams. Answers with the agent. For other operations. */
  async tell(agent: AgentDocument, deed: AgentDeed): Promise<AgentView> {
    await this.#activity.note({ ...deed, projectId: agent.projectId, agentId: agent._id });
    return this.show(agent);
  }

  /** Tells live streams how an agent is now. Answers with the agent. For other operations. */
  async show(agent: AgentDocument): Promise<AgentView> {
    const { timeZone } = await this.#projects.require(agent.projectId);
    const view = agentView(agent, timeZone);
    const { id, projectId, name, status } = view;
    await this.#store.changes.add({ event: 'agent.changed', projectId, data: { id, projectId, name, status } });
    return view;
  }

  /** Undefined when the project has an agent of that name. */
  async #create(projectId: string, fields: NewAgent): Promise<AgentDocument | undefined> {
    const createdAt = new Date().toISOString();
    const agent: AgentDocument = {
      _id: ulid(),
      projectId,
      allowedTypes: [],
      allowedTools: [],
      concurrencyLimit: CONCURRENCY_LIMIT,
      heartbeatTimeoutSeconds: HEARTBEAT_TIMEOUT_SECONDS,
      control: { status: 'ACTIVE', at: createdAt },
      createdAt,
      ...fields,
    };
    try {
      await this.#store.agents.create(agent);
      return agent;
    } catch (error) {
      if (isDuplicateKey(error)) return undefined;
      throw error;
    }
  }

  /** Writes what differs; nothing is noted when nothing does. */
  async #change(
    agent: AgentDocument,
    actor: Actor,
    fields: AgentFields,
    cleared: readonly (keyof AgentFields | 'overBudgetOn')[] = [],
  ): Promise<AgentView> {
    const names = Object.keys(fields) as (keyof AgentFields)[];
    const changed = names.filter((name) => stringify(fields[name]) !== stringify(agent[name]));
    const gone = cleared.filter((name) => agent[name] !== undefined);
    if (changed.length + gone.length === 0) {
      return agentView(agent, (await this.#projects.require(agent.projectId)).timeZone);
    }
    const set = Object.fromEntries(changed.map((name) => [name, fields[name]]));
    const edited = await this.#store.agents.edit(agent._id, set, gone).catch((error: unknown) => {
      if (!isDuplicateKey(error)) throw error;
      throw new OperationError('CONFLICT', `${agent.projectId} already has an agent named ${fields.name}`);
    });
    const what = [...changed, ...gone].filter((name) => name !== 'nameKey').join(', ');
    const deed = { actor, type: 'agent.edited', summary: `edited the agent ${agent.name}: ${what}` };
    return this.tell(edited ?? agent, deed);
  }
}

type NewAgent = AgentFields & Pick<AgentDocument, 'name' | 'nameKey' | 'role'>;
