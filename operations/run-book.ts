import { MISSION_CONTROL } from '../domain/actor.ts';
import { priceUnknownKey } from '../domain/alert/keys.ts';
import { addAmounts, exceeds, NOTHING, type Amounts } from '../domain/budget/amounts.ts';
import { dayIn } from '../domain/budget/day.ts';
import { reservationFor } from '../domain/budget/limits.ts';
import { amountsOf } from '../domain/budget/usage.ts';
import { agentDayAccountId, taskAccountId } from '../domain/ids.ts';
import { NO_FACTS } from '../domain/task/commands.ts';
import type { Usage } from '../domain/task/state.ts';
import type { ExecutorType } from '../domain/task/vocabulary.ts';
import type { AgentDocument } from '../store/documents/agent.ts';
import type { RunDocument } from '../store/documents/budget.ts';
import { limitOf, UNLIMITED, type RunAccount } from '../store/runs.ts';
import { BudgetGuard } from './budget-guard.ts';
import { BudgetOverrides, type Shortfall } from './budget-overrides.ts';
import type { Dependencies } from './dependencies.ts';
import { notFound, OperationError } from './errors.ts';
import { payingParents } from './family.ts';
import { limitsFor, type RunLimits, type RunParties } from './run-limits.ts';
import type { UsageInput } from './schemas/run.ts';
import type { TaskLookup } from './task-lookup.ts';
import { isUnpriced, usageFrom } from './usage.ts';
import { withoutUndefined } from './without-undefined.ts';

/** A run that somebody wants to start. */
export interface RunOrder extends RunParties {
  readonly id: string;
  readonly projectId: string;
  readonly executionId?: string;
  readonly executor?: ExecutorType;
  readonly model?: string | undefined;
  /** What it will use at most, as far as whoever starts it knows. */
  readonly estimate?: Partial<Amounts>;
  readonly requestHash?: string;
}

const USED_NOTHING: UsageInput = { inputTokens: 0, outputTokens: 0, seconds: 0 };

/** Runs within their budgets: money, tokens and time are set aside before a run starts, and settled when it reports. */
export class RunBook {
  readonly overrides: BudgetOverrides;
  readonly #deps: Dependencies;
  readonly #lookup: TaskLookup;
  readonly #guard: BudgetGuard;

  constructor(deps: Dependencies, lookup: TaskLookup) {
    this.#deps = deps;
    this.#lookup = lookup;
    this.overrides = new BudgetOverrides(deps, lookup);
    this.#guard = new BudgetGuard(deps, this.overrides);
  }

  /** Starts a run; the same one again gets the same answer. @throws GATE_NOT_MET when a budget has not enough left. */
  async open(order: RunOrder): Promise<RunDocument> {
    const parties = await this.#withParents(order);
    const limits = limitsFor(parties);
    const row = await this.#row(parties, limits);
    const { run, accounts } = await this.#deps.store.runs.start(row, limits);
    await this.#guard.look(accounts, run, limits, parties);
    if (run.status !== 'REFUSED') return run;
    throw overBudget(await this.#guard.contain(await this.#shortfall(run, parties), parties));
  }

  /** Asks, for the sake of a run that waits, about its agent's used up budget. Answers why it cannot start, in words. */
  async askFor(order: RunOrder & { readonly agent: AgentDocument }): Promise<string> {
    const row = await this.#row(order, limitsFor(order));
    const account = agentDayAccountId(order.agent._id, row.day);
    return this.#guard.askFor(await this.#shortfall({ ...row, refusal: { account } }, order));
  }

  /** Settles a run with its first report. Answers the run as it is kept. @throws NOT_FOUND */
  async close(run: RunDocument, report: UsageInput = USED_NOTHING): Promise<RunDocument> {
    const now = new Date();
    const usage = usageFrom(report, run, now);
    const entry = await this.#deps.store.runs.finish(run._id, usage, amountsOf(usage), now.toISOString());
    if (!entry) throw notFound(`the run ${run._id}`);
    if (isUnpriced(report, run)) await this.#alertUnpriced(run, usage);
    if (entry.accounts.length > 0) await this.#lookAfter(entry.run, entry.accounts);
    return entry.run;
  }

  /** Writes down what cost something without having been held to a budget. */
  async record(order: RunOrder, report: UsageInput): Promise<RunDocument> {
    const parties = await this.#withParents(order);
    const row = await this.#row(parties, limitsFor(parties));
    const { run } = await this.#deps.store.runs.start({ ...row, reserved: NOTHING }, UNLIMITED);
    return this.close(run, report);
  }

  /** Tells the task what a run has cost, unless it knows or has ended. */
  async tellTask({ _id: runId, taskId, executionId, usage }: RunDocument): Promise<void> {
    if (taskId === undefined || usage === undefined) return;
    const command = { name: 'recordRun', runId, ...(executionId !== undefined && { executionId }), usage } as const;
    try {
      await this.#deps.gateway.send(taskId, { command, actor: MISSION_CONTROL, facts: NO_FACTS });
      this.#deps.live.poke();
    } catch (error) {
      // Nothing changes a task that has ended; the ledger knows.
      if (!(error instanceof OperationError) || error.code !== 'CONFLICT') throw error;
    }
  }

  /** Takes back the start of a run for which nothing was done. */
  discard(id: string): Promise<void> {
    return this.#deps.store.runs.discard(id);
  }

  async #withParents(order: RunOrder): Promise<RunOrder> {
    const { task } = order;
    return { ...order, parents: task ? await payingParents(this.#deps.store, task) : [] };
  }

  async #lookAfter(run: RunDocument, accounts: readonly RunAccount[]): Promise<void> {
    const agent = run.agentId === undefined ? undefined : await this.#deps.agents.find(run.agentId);
    const task = run.taskKey === undefined ? undefined : await this.#lookup.state(run.taskKey);
    const above = await this.#deps.store.family.byKeys(
      run.projectId,
      (run.parents ?? []).map(({ taskKey }) => taskKey),
    );
    const parties = { agent, task, parents: [...above.values()] };
    await this.#guard.look(accounts, run, limitsFor(parties), parties);
  }

  async #row(order: RunOrder, { perRun }: RunLimits): Promise<Omit<RunDocument, 'status'>> {
    const { id, projectId, agent, task, parents = [], executionId, executor, model, estimate, requestHash } = order;
    const { timeZone } = await this.#deps.projects.require(projectId);
    const now = new Date();
    return {
      _id: id,
      projectId,
      ...(agent && { agentId: agent._id, agentName: agent.name }),
      ...(task && { taskId: task.id, taskKey: task.key, taskType: task.type }),
      ...(parents.length > 0 && { parents: parents.map(({ id: taskId, key }) => ({ taskId, taskKey: key })) }),
      ...withoutUndefined({ executionId, executor, model, requestHash }),
      day: dayIn(timeZone, now),
      reserved: reservationFor({ perRun, perDay: {} }, estimate),
      startedAt: now.toISOString(),
    };
  }

  /** What the account that refused (or would refuse) a run lacks. */
  async #shortfall(run: Asking, parties: RunParties): Promise<Shortfall> {
    const { agent, task, parents = [] } = parties;
    const id = run.refusal?.account ?? '';
    const payer = [task, ...parents].find((one) => one && taskAccountId(one.id) === id);
    const kind = payer ? 'TASK' : 'AGENT_DAY';
    const name = payer?.key ?? agent?.name ?? id;
    const limits = limitsFor(parties);
    const limit = limitOf({ id, kind, projectId: run.projectId, isParent: payer !== task }, limits);
    const charged = (await this.#deps.store.budgets.byId(id))?.net ?? NOTHING;
    const over = run.refusal?.over ?? exceeds(addAmounts(charged, run.reserved), limit);
    return { run, account: { id, kind, name }, over, limit, charged, asked: run.reserved, perRun: limits.perRun };
  }

  #alertUnpriced({ projectId, model = 'an unnamed model' }: RunDocument, usage: Usage): Promise<void> {
    const name = usage.model ?? model;
    return this.#deps.alerts.raise({
      key: priceUnknownKey(projectId, name),
      once: true,
      severity: 'WARNING',
      kind: 'PRICE_UNKNOWN',
      title: `No price is known for ${name}`,
      description: 'Its runs count as free. Tokens and time hold it; let whoever reports say what they cost.',
      projectId,
    });
  }
}

type Asking = Omit<RunDocument, 'status' | 'refusal'> & {
  readonly refusal?: Omit<NonNullable<RunDocument['refusal']>, 'over'> & Partial<NonNullable<RunDocument['refusal']>>;
};

export const overBudget = (words: string): OperationError =>
  new OperationError('GATE_NOT_MET', words, { errors: [{ path: 'budget', message: words }] });
