import type { AssignmentCandidate, Recommendations } from '../domain/assignment/recommend.ts';
import { recommend } from '../domain/assignment/recommend.ts';
import { crossed } from '../domain/budget/thresholds.ts';
import { dayIn } from '../domain/budget/day.ts';
import { limitsOf } from '../domain/budget/limits.ts';
import { agentDayAccountId } from '../domain/ids.ts';
import type { TaskState } from '../domain/task/state.ts';
import type { AgentDocument } from '../store/documents/agent.ts';
import type { Balance } from '../store/budgets.ts';
import { isOverBudget, statusOf } from './agent-view.ts';
import type { Performance } from './analytics/performance.ts';
import type { Caller } from './caller.ts';
import type { Dependencies } from './dependencies.ts';
import { OperationError } from './errors.ts';
import type { RecommendationsView } from './schemas/agent.ts';
import type { CommandResult } from './schemas/commands.ts';
import type { Tasks } from './tasks.ts';

const SHOWN = 5;

/** Finds out who should take a task. */
export class Assignment {
  readonly #deps: Dependencies;
  readonly #tasks: Tasks;
  readonly #performance: Performance;

  constructor(deps: Dependencies, tasks: Tasks, performance: Performance) {
    this.#deps = deps;
    this.#tasks = tasks;
    this.#performance = performance;
  }

  /** The five best of the project's agents for a task, each with why, and who cannot take it. */
  async recommend(caller: Caller, key: string): Promise<RecommendationsView> {
    await this.#tasks.lookup.authorized(caller, 'tasks.read', key);
    const { recommendations, excluded } = await this.#forTask(key);
    return { recommendations: recommendations.slice(0, SHOWN), excluded } as unknown as RecommendationsView;
  }

  /** Assigns the best agent. Repeating it with the same key gives the first answer. @throws GATE_NOT_MET when nobody fits */
  async assign(caller: Caller, key: string, idempotencyKey: string): Promise<CommandResult> {
    await this.#tasks.lookup.authorized(caller, 'tasks.assign', key);
    const { recommendations, excluded } = await this.#forTask(key);
    const [best] = recommendations;
    if (!best) throw nobodyFits(key, excluded);
    const body = { assignees: [{ kind: 'AGENT' as const, id: best.id }] };
    // Who is best may be somebody else when the request is repeated: what was asked for is the same.
    return this.#tasks.command(caller, key, 'assign', body, idempotencyKey, { best: true });
  }

  async #forTask(key: string): Promise<Recommendations> {
    const state = await this.#tasks.lookup.state(key);
    return recommend(state.type, await this.#candidates(state), new Date().toISOString());
  }

  async #candidates(task: TaskState): Promise<AssignmentCandidate[]> {
    const { projectId } = task;
    const { store, projects } = this.#deps;
    const [{ timeZone }, agents] = await Promise.all([projects.require(projectId), store.agents.ofProject(projectId)]);
    const ids = agents.map(({ _id }) => _id);
    const today = dayIn(timeZone, new Date());
    const [openTasks, balances, likenesses] = await Promise.all([
      store.agentWork.openTaskCounts(ids),
      store.budgets.balances(ids.map((id) => agentDayAccountId(id, today))),
      this.#performance.likenesses(ids, task),
    ]);
    return agents.map((agent) => {
      const { _id: id, name, role, allowedTypes, concurrencyLimit, lastHeartbeatAt } = agent;
      const learned = likenesses.get(id);
      return {
        id,
        name,
        role,
        allowedTypes,
        concurrencyLimit,
        status: statusOf(agent, timeZone),
        openTasks: openTasks.get(id) ?? 0,
        budgetLeft: !isOverBudget(agent, timeZone) && hasBudgetLeft(agent, balances.get(agentDayAccountId(id, today))),
        ...(lastHeartbeatAt !== undefined && { lastHeartbeatAt }),
        ...(learned && { learned }),
      };
    });
  }
}

/** Something is left of the day in every limited unit. */
const hasBudgetLeft = ({ role, limits }: AgentDocument, balance: Balance | undefined): boolean =>
  !balance || crossed(balance.net, limitsOf(role, limits).perDay).every(({ percent }) => percent < 100);

function nobodyFits(key: string, excluded: Recommendations['excluded']): OperationError {
  const errors = excluded.flatMap(({ name, reasons }) => reasons.map((message) => ({ path: name, message })));
  const message = excluded.length === 0 ? 'the project has no agents' : `none of the project's agents can take ${key}`;
  return new OperationError('GATE_NOT_MET', message, { errors });
}
