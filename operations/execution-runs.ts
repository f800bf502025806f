import { MISSION_CONTROL } from '../domain/actor.ts';
import { runOverCapKey } from '../domain/alert/keys.ts';
import { exceeds, type Amounts, type Unit } from '../domain/budget/amounts.ts';
import { amountsOf } from '../domain/budget/usage.ts';
import { excessInWords } from '../domain/budget/words.ts';
import { runIdOfLease } from '../domain/ids.ts';
import { NO_FACTS } from '../domain/task/commands.ts';
import type { TaskState, Usage } from '../domain/task/state.ts';
import type { AgentDocument } from '../store/documents/agent.ts';
import type { RunDocument } from '../store/documents/budget.ts';
import type { ExecutionDocument } from '../store/models.ts';
import type { Dependencies } from './dependencies.ts';
import { OperationError } from './errors.ts';
import type { RunBook, RunOrder } from './run-book.ts';
import type { RunParties } from './run-limits.ts';
import type { UsageInput } from './schemas/run.ts';
import type { TaskLookup } from './task-lookup.ts';
import { usageFrom } from './usage.ts';

/** What a lease that ended without a report has used: nothing, or the time that somebody worked under it. */
export const NOTHING_USED: UsageInput = { inputTokens: 0, outputTokens: 0, seconds: 0 };
export const TIME_USED: UsageInput = { inputTokens: 0, outputTokens: 0 };

/** Each lease on work for a model is a run, under an id made from the lease's. */
export class ExecutionRuns {
  readonly #deps: Dependencies;
  readonly #book: RunBook;
  readonly #lookup: TaskLookup;

  constructor(deps: Dependencies, book: RunBook, lookup: TaskLookup) {
    this.#deps = deps;
    this.#book = book;
    this.#lookup = lookup;
  }

  /** Sets aside what the attempt may use. @throws GATE_NOT_MET when a budget has not enough left. */
  async open(execution: ExecutionDocument, lease: string, parties: RunParties): Promise<void> {
    if (usesModel(execution)) await this.#book.open(orderOf(execution, lease, parties));
  }

  /** Asks about the used up budget of the agent, for the sake of an attempt that waits. */
  async askFor(execution: ExecutionDocument, lease: string, agent: AgentDocument, task: TaskState): Promise<void> {
    await this.#book.askFor({ ...orderOf(execution, lease, { agent, task }), agent });
  }

  async discard(execution: ExecutionDocument, lease: string): Promise<void> {
    if (usesModel(execution)) await this.#book.discard(runIdOfLease(lease));
  }

  /**
   * Settles the run of a lease: with the report, else with what its last heartbeat said, else with `otherwise`.
   * Answers what the task should hear of it: the first report, which counts.
   */
  async close(
    execution: ExecutionDocument,
    lease: string,
    report: UsageInput | undefined,
    otherwise: UsageInput,
  ): Promise<Usage | undefined> {
    const run = await this.#deps.store.ledger.byId(runIdOfLease(lease));
    if (!run) return report && this.#record(execution, lease, report);
    const known = report ?? run.usageSoFar;
    const { usage } = await this.#book.close(run, known ?? otherwise);
    return known && usage;
  }

  /** Tells the task of a run that no report to it will tell of. */
  async tellTask(lease: string): Promise<void> {
    const run = await this.#deps.store.ledger.byId(runIdOfLease(lease));
    if (run) await this.#book.tellTask(run);
  }

  /** Remembers what an attempt has used so far. Answers why it has to stop, when it is over its cap. */
  async note(execution: ExecutionDocument, lease: string, report: UsageInput): Promise<string | undefined> {
    const run = await this.#deps.store.ledger.byId(runIdOfLease(lease));
    if (run?.status !== 'RUNNING') return undefined;
    const usageSoFar = usageFrom(report, run, new Date());
    await this.#deps.store.ledger.noteUsage(run._id, usageSoFar);
    const used = amountsOf(usageSoFar);
    const over = exceeds(used, run.reserved);
    return over.length > 0 ? this.#stop(execution, run, over, used) : undefined;
  }

  /** The question comes first: who is cut off after it asks again with the next heartbeat. */
  async #stop(execution: ExecutionDocument, run: RunDocument, over: readonly Unit[], used: Amounts): Promise<string> {
    const { _id: executionId, taskId, taskKey, projectId } = execution;
    const reason = `over the cap of its run: ${excessInWords(over, used, run.reserved)}`;
    await this.#book.overrides.askToGoOn(run, over, used);
    await this.#deps.alerts.raise({
      key: runOverCapKey(run._id),
      once: true,
      severity: 'ERROR',
      kind: 'RUN_OVER_CAP',
      title: `${executionId} was stopped over the cap of its run`,
      description: reason,
      projectId,
      taskKey,
      ...(run.agentId !== undefined && { agentId: run.agentId }),
    });
    await this.#cancel(taskId, executionId, reason);
    return reason;
  }

  async #cancel(taskId: string, executionId: string, reason: string): Promise<void> {
    const command = { name: 'cancelExecution', executionId, reason } as const;
    try {
      await this.#deps.gateway.send(taskId, { command, actor: MISSION_CONTROL, facts: NO_FACTS });
      this.#deps.live.poke();
    } catch (error) {
      // Canceled already.
      if (!(error instanceof OperationError) || error.code !== 'CONFLICT') throw error;
    }
  }

  /** Work without a model sets nothing aside; what it says that it has cost counts all the same. */
  async #record(execution: ExecutionDocument, lease: string, report: UsageInput): Promise<Usage | undefined> {
    const task = await this.#lookup.state(execution.taskKey);
    const isAgents = execution.agent !== undefined && execution.executor !== 'MANUAL';
    const agent = isAgents ? await this.#deps.agents.find(execution.agent.id) : undefined;
    return (await this.#book.record(orderOf(execution, lease, { agent, task }), report)).usage;
  }
}

const usesModel = ({ executor }: ExecutionDocument): boolean => executor !== 'CODEMOD' && executor !== 'MANUAL';

function orderOf(execution: ExecutionDocument, lease: string, parties: RunParties): RunOrder {
  const { _id: executionId, projectId, executor, brief } = execution;
  const { maxCostMicros: micros, maxMinutes } = brief.limits;
  const estimate = { micros, seconds: Math.floor(maxMinutes * 60) };
  return { ...parties, id: runIdOfLease(lease), projectId, executionId, executor, estimate };
}
