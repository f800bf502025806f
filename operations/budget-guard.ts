import { MISSION_CONTROL } from '../domain/actor.ts';
import { budgetExceededKey, budgetThresholdKey } from '../domain/alert/keys.ts';
import { addAmounts, byUnit, exceeds, UNITS, type Amounts } from '../domain/budget/amounts.ts';
import { crossed, type Crossing } from '../domain/budget/thresholds.ts';
import { shortageInWords } from '../domain/budget/words.ts';
import { agentDayAccountId } from '../domain/ids.ts';
import type { Balance } from '../store/budgets.ts';
import type { AgentDocument } from '../store/documents/agent.ts';
import type { RunDocument } from '../store/documents/budget.ts';
import { limitOf, type RunAccount } from '../store/runs.ts';
import type { BudgetOverrides, Shortfall } from './budget-overrides.ts';
import type { Dependencies } from './dependencies.ts';
import type { RunLimits, RunParties } from './run-limits.ts';

/** What happens when budgets run out: agents are paused, people are alerted and asked. */
export class BudgetGuard {
  readonly #deps: Dependencies;
  readonly #overrides: BudgetOverrides;

  constructor(deps: Dependencies, overrides: BudgetOverrides) {
    this.#deps = deps;
    this.#overrides = overrides;
  }

  /** Makes sure that what was refused does not go on; may be repeated. Answers why it was refused, in words. */
  async contain(shortfall: Shortfall, { agent, task }: RunParties): Promise<string> {
    const { run, account, over } = shortfall;
    const words = `${account.name} lacks the budget for this run: ${shortageInWords(over, shortfall)}`;
    if (await this.#overrides.applyApproved(shortfall)) return words;
    const ofDay = account.kind === 'AGENT_DAY' ? agent : undefined;
    const paused = ofDay && (await this.#deps.store.budgets.closeDay(ofDay._id, run.day));
    if (await this.#hasRoomNow(shortfall)) {
      // Somebody has granted more, or a run has given back what it set aside, since the refusal.
      if (ofDay) await this.#deps.store.budgets.reopenDay(ofDay._id, run.day);
      return words;
    }
    if (paused) await this.#tellPaused(paused, run.day, words);
    if (!ofDay) await this.#alert(account.id, `The budget of ${account.name} is used up`, words, run);
    if (task) await this.#overrides.ask(shortfall);
    return words;
  }

  /** Looks at what the accounts of a run have come to. */
  async look(accounts: readonly RunAccount[], run: RunDocument, limits: RunLimits, parties: RunParties): Promise<void> {
    for (const account of accounts) {
      const limit = limitOf(account, limits);
      const { settled, reserved } = account.balance;
      const highest = highestOf(crossed(addAmounts(settled, reserved), raised(limit, account.balance)));
      if (highest) await this.#alertThreshold(account, highest, run, parties);
      const spent = highestOf(crossed(settled, raised(limit, account.balance, settled)));
      const isUsedUp = account.kind === 'AGENT_DAY' && spent?.percent === 100;
      // Runs under way that hold the last of the money may use it.
      if (isUsedUp && parties.agent) {
        const paused = await this.#deps.store.budgets.closeDay(parties.agent._id, run.day);
        if (paused) await this.#tellPaused(paused, run.day, 'what its runs have cost reaches the limit of the day');
      }
    }
  }

  /**
   * Asks about an agent that is paused over its budget, for the sake of a run that waits: unless somebody is being asked
   * about that day already. Answers why the run cannot start, in words.
   */
  async askFor(shortfall: Shortfall): Promise<string> {
    const { run, account } = shortfall;
    if (!(await this.#deps.store.parts.isAskedAbout(account.id))) await this.#overrides.ask(shortfall);
    return `${account.name} is PAUSED: its budget of ${run.day} is used up`;
  }

  async #tellPaused(agent: AgentDocument, day: string, reason: string): Promise<void> {
    const account = agentDayAccountId(agent._id, day);
    const run = { projectId: agent.projectId, agentId: agent._id };
    await this.#alert(account, `${agent.name} has used up its budget of ${day}`, reason, run);
    const deed = { actor: MISSION_CONTROL, type: 'agent.over_budget', summary: `paused ${agent.name}: ${reason}` };
    await this.#deps.agents.tell(agent, deed);
  }

  async #hasRoomNow({ account, limit, asked }: Shortfall): Promise<boolean> {
    const found = await this.#deps.store.budgets.byId(account.id);
    return found !== undefined && exceeds(addAmounts(found.net, asked), limit).length === 0;
  }

  #alert(
    account: string,
    title: string,
    description: string,
    { projectId, agentId, taskKey }: Pick<RunDocument, 'projectId' | 'agentId' | 'taskKey'>,
  ): Promise<void> {
    return this.#deps.alerts.raise({
      key: budgetExceededKey(account),
      severity: 'ERROR',
      kind: 'BUDGET_EXCEEDED',
      title,
      description,
      projectId,
      ...(agentId !== undefined && { agentId }),
      ...(taskKey !== undefined && { taskKey }),
    });
  }

  #alertThreshold(
    { id, kind, taskKey }: RunAccount,
    { percent, unit }: Crossing,
    { projectId, agentId, day }: RunDocument,
    { agent }: RunParties,
  ): Promise<void> {
    const passed = percent === 80 ? 80 : 95;
    const name = kind === 'TASK' ? (taskKey ?? id) : (agent?.name ?? id);
    const of = kind === 'TASK' ? 'its budget' : `its budget of ${day}`;
    return this.#deps.alerts.raise({
      key: budgetThresholdKey(id, day, passed),
      once: true,
      severity: passed === 80 ? 'WARNING' : 'ERROR',
      kind: 'BUDGET_THRESHOLD',
      title: `${name} has used ${passed} % of ${of}`,
      description: `Counted in ${UNIT_NAMES[unit]}, with what runs under way have set aside.`,
      projectId,
      ...(agentId !== undefined && kind === 'AGENT_DAY' && { agentId }),
      ...(taskKey !== undefined && kind === 'TASK' && { taskKey }),
    });
  }
}

const UNIT_NAMES = { micros: 'money', tokens: 'tokens', seconds: 'working time' } as const;

/** The limit with what was granted on top. A unit of which nothing is used cannot be used up, also where the limit is 0. */
function raised(
  limit: Partial<Amounts>,
  { settled, reserved, granted }: Balance,
  used: Amounts = addAmounts(settled, reserved),
): Partial<Amounts> {
  const sums = byUnit((unit) => (limit[unit] ?? 0) + granted[unit]);
  const counted = UNITS.filter((unit) => limit[unit] !== undefined && used[unit] > 0);
  return Object.fromEntries(counted.map((unit) => [unit, sums[unit]]));
}

const highestOf = (crossings: readonly Crossing[]): Crossing | undefined =>
  crossings.toSorted((one, other) => other.percent - one.percent)[0];
