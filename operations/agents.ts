import { ulid } from 'ulid';
import type { AgentStatus } from '../domain/actor.ts';
import { effectiveStatus } from '../domain/agent/status.ts';
import { dayIn } from '../domain/budget/day.ts';
import { limitsOf } from '../domain/budget/limits.ts';
import { isDuplicateKey } from '../store/connection.ts';
import type { AgentDocument } from '../store/documents/agent.ts';
import type { Store } from '../store/store.ts';
import type { Activity } from './activity.ts';
import { authorize } from './authorization/authorize.ts';
import type { Caller } from './caller.ts';
import { OperationError } from './errors.ts';
import type { Projects } from './projects.ts';
import type { AgentView, RegisterAgent } from './schemas/agent.ts';
import { withoutUndefined } from './without-undefined.ts';

const CONCURRENCY_LIMIT = 3;
const HEARTBEAT_TIMEOUT_SECONDS = 300;

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

  async list(caller: Caller, project: string): Promise<AgentView[]> {
    authorize(caller, 'agents.read', project);
    const { timeZone } = await this.#projects.require(project);
    const agents = await this.#store.agents.ofProject(project);
    return agents.map((agent) => agentView(agent, timeZone));
  }

  async register(caller: Caller, { project, ...fields }: RegisterAgent): Promise<AgentView> {
    const actor = authorize(caller, 'agents.register', project);
    const { timeZone } = await this.#projects.require(project);
    const createdAt = new Date().toISOString();
    const agent: AgentDocument = {
      _id: ulid(),
      projectId: project,
      nameKey: fields.name.toLowerCase(),
      allowedTypes: [],
      allowedTools: [],
      concurrencyLimit: CONCURRENCY_LIMIT,
      heartbeatTimeoutSeconds: HEARTBEAT_TIMEOUT_SECONDS,
      control: { status: 'ACTIVE', at: createdAt },
      createdAt,
      ...(withoutUndefined(fields) as Pick<AgentDocument, 'name' | 'role'>),
    };
    try {
      await this.#store.agents.create(agent);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      throw new OperationError('CONFLICT', `${project} already has an agent named ${fields.name}`);
    }
    const summary = `registered the agent ${agent.name}`;
    await this.#activity.note({ actor, projectId: project, agentId: agent._id, type: 'agent.registered', summary });
    return agentView(agent, timeZone);
  }

  /** For other operations: who may see it is not checked. */
  find(id: string): Promise<AgentDocument | undefined> {
    return this.#store.agents.byId(id);
  }
}

/** What an agent may do now comes from what people ordered, its signs of life and today's money. */
export function statusOf(agent: AgentDocument, timeZone: string): AgentStatus {
  return effectiveStatus({
    control: agent.control.status,
    isOffline: agent.offlineSince !== undefined,
    isOverBudget: agent.overBudgetOn === dayIn(timeZone, new Date()),
  });
}

function agentView(agent: AgentDocument, timeZone: string): AgentView {
  const {
    _id: id,
    nameKey: _key,
    control,
    limits: ownLimits,
    offlineSince: _off,
    overBudgetOn: _over,
    ...shown
  } = agent;
  return {
    ...(shown as unknown as Omit<AgentView, 'id' | 'status' | 'limits'>),
    id,
    status: statusOf(agent, timeZone),
    ...(control.reason !== undefined && { statusReason: control.reason }),
    ...(control.by && { statusBy: control.by, statusAt: control.at }),
    limits: limitsOf(agent.role, ownLimits) as AgentView['limits'],
    ...(ownLimits && { ownLimits: ownLimits as AgentView['limits'] }),
  };
}
