import { addAmounts, byUnit, NOTHING, UNITS, type Amounts } from '../domain/budget/amounts.ts';
import { dayIn } from '../domain/budget/day.ts';
import { limitsOf } from '../domain/budget/limits.ts';
import { usedShare } from '../domain/budget/thresholds.ts';
import { agentDayAccountId, taskAccountId } from '../domain/ids.ts';
import type { Balance } from '../store/budgets.ts';
import type { AgentDocument } from '../store/documents/agent.ts';
import { authorize } from './authorization/authorize.ts';
import type { Caller } from './caller.ts';
import type { Dependencies } from './dependencies.ts';
import { notFound } from './errors.ts';
import type { BudgetView } from './schemas/run.ts';

/** What may be spent, and what is left of it. */
export class Budgets {
  readonly #deps: Dependencies;

  constructor(deps: Dependencies) {
    this.#deps = deps;
  }

  /** Today of every agent of a project, by name. */
  async list(caller: Caller, project: string): Promise<BudgetView[]> {
    authorize(caller, 'budgets.read', project);
    const { timeZone } = await this.#deps.projects.require(project);
    const day = dayIn(timeZone, new Date());
    const agents = await this.#deps.store.agents.ofProject(project);
    const balances = await this.#deps.store.budgets.balances(agents.map(({ _id }) => agentDayAccountId(_id, day)));
    return agents.map((agent) => dayView(agent, day, balances.get(agentDayAccountId(agent._id, day))));
  }

  /** What all work on a task may cost together. @throws NOT_FOUND */
  async ofTask(caller: Caller, key: string): Promise<BudgetView> {
    const task = await this.#deps.store.tasks.byKey(key);
    if (!task) throw notFound(`the task ${key}`);
    const { id, projectId, budgetMicros } = task;
    authorize(caller, 'budgets.read', projectId, `the task ${key}`);
    const balances = await this.#deps.store.budgets.balances([taskAccountId(id)]);
    return budgetView({ kind: 'TASK', id, name: key }, { micros: budgetMicros }, balances.get(taskAccountId(id)));
  }
}

const dayView = ({ _id: id, name, role, limits }: AgentDocument, day: string, balance?: Balance): BudgetView =>
  budgetView({ kind: 'AGENT_DAY', id, name, day }, limitsOf(role, limits).perDay, balance);

type Whose = Pick<BudgetView, 'kind' | 'id' | 'name' | 'day'>;

function budgetView(whose: Whose, limit: Partial<Amounts>, balance?: Balance): BudgetView {
  const { settled = NOTHING, reserved = NOTHING, granted = NOTHING } = balance ?? {};
  return {
    ...whose,
    limit: limit as BudgetView['limit'],
    granted,
    settled,
    reserved,
    usedShare: highestShare(addAmounts(settled, reserved), limit, granted),
  };
}

/** A limit of 0 of which nothing is used is no budget that is used up. */
function highestShare(used: Amounts, limit: Partial<Amounts>, granted: Amounts): number {
  const raised = byUnit((unit) => (limit[unit] ?? Infinity) + granted[unit]);
  return Math.max(...UNITS.map((unit) => (used[unit] === 0 ? 0 : usedShare(used, raised, unit))));
}
