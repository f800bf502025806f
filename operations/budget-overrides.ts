import { MISSION_CONTROL } from '../domain/actor.ts';
import type { Amounts, Unit } from '../domain/budget/amounts.ts';
import { BUDGET_OVERRIDE, grantFor, grantOf } from '../domain/budget/override.ts';
import { excessInWords, grantInWords, shortageInWords } from '../domain/budget/words.ts';
import { NO_FACTS, type CommandOf } from '../domain/task/commands.ts';
import type { RunDocument } from '../store/documents/budget.ts';
import type { RunAccount } from '../store/runs.ts';
import type { Dependencies } from './dependencies.ts';
import { OperationError } from './errors.ts';
import type { TaskLookup } from './task-lookup.ts';

/** A run that an account cannot pay for. */
export interface Shortfall {
  readonly run: Pick<RunDocument, '_id' | 'projectId' | 'agentId' | 'day' | 'taskId' | 'taskKey'>;
  readonly account: { readonly id: string; readonly kind: RunAccount['kind']; readonly name: string };
  readonly over: readonly Unit[];
  readonly limit: Partial<Amounts>;
  /** What counts against the limit already. */
  readonly charged: Amounts;
  readonly asked: Amounts;
  readonly perRun: Partial<Amounts>;
}

type Question = Omit<CommandOf<'requestApproval'>, 'name' | 'kind' | 'action' | 'risk' | 'blocking'>;

const OVERRIDE = {
  name: 'requestApproval',
  kind: 'BUDGET_OVERRIDE',
  action: BUDGET_OVERRIDE,
  risk: 'YELLOW',
  blocking: true,
} as const;

/** Asks people whether work may go beyond its budget, as approvals of the task that waits for it. */
export class BudgetOverrides {
  readonly #deps: Dependencies;
  readonly #lookup: TaskLookup;

  constructor(deps: Dependencies, lookup: TaskLookup) {
    this.#deps = deps;
    this.#lookup = lookup;
  }

  /** Does now what was approved already and is about to be done. Answers whether there was anything. */
  async applyApproved({ run: { projectId, taskKey }, account }: Shortfall): Promise<boolean> {
    const asked = taskKey === undefined ? [] : await this.#deps.store.parts.overrides(taskKey, account.id);
    let isAny = false;
    for (const approval of asked.filter(({ status }) => status === 'APPROVED')) {
      const grant = grantOf(approval);
      if (grant && (await this.#deps.store.budgets.applyOverride(projectId, approval._id, grant))) isAny = true;
    }
    return isAny;
  }

  /** Asks to raise what an account may come to. Whoever asks again while nobody has decided asks nothing. */
  async ask(shortfall: Shortfall): Promise<void> {
    const { run, account, over, limit, charged, asked } = shortfall;
    if (run.taskId === undefined || run.taskKey === undefined) return;
    const grant = grantFor(shortfall, account.kind);
    const micros = limit.micros ?? 0;
    const question: Question = {
      summary: over.length > 0 ? asksForMore(shortfall, grant) : asksToResume(shortfall),
      ...(grant.micros > 0 && { estimatedCostMicros: grant.micros }),
      payload: {
        account: account.id,
        day: run.day,
        runId: run._id,
        ...(account.kind === 'AGENT_DAY' && run.agentId !== undefined && { agentId: run.agentId }),
        over,
        askedMicros: asked.micros,
        leftMicros: micros - charged.micros,
        asked,
        grant,
      },
    };
    const closed = (await this.#deps.store.parts.overrides(run.taskKey, account.id)).filter(
      ({ status }) => status !== 'PENDING',
    );
    await this.#request(run.taskId, run.taskKey, question, `${account.id}/${run.day}/${closed.length}`);
  }

  /** Asks whether work may go on whose run was stopped at its cap: that grants nothing, another run has a cap again. */
  async askToGoOn(run: RunDocument, over: readonly Unit[], used: Amounts): Promise<void> {
    if (run.taskId === undefined || run.taskKey === undefined) return;
    const { activeExecutions } = await this.#lookup.state(run.taskKey);
    const route = activeExecutions.find(({ id }) => id === run.executionId)?.route;
    const question: Question = {
      ...(route && { held: { name: 'dispatch', route } }),
      summary: `A run of ${run.taskKey} was stopped over its cap (${excessInWords(over, used, run.reserved)}). Approve to let work on it go on with another run, deny to block it.`,
      payload: { runId: run._id, over, cap: run.reserved, used },
    };
    await this.#request(run.taskId, run.taskKey, question, `cap/${run._id}`);
  }

  async #request(taskId: string, taskKey: string, question: Question, key: string): Promise<void> {
    const { openApprovals } = await this.#lookup.state(taskKey);
    const { account } = question.payload ?? {};
    const isAsked = openApprovals.some(
      ({ action, payload }) => action === BUDGET_OVERRIDE && account !== undefined && payload?.['account'] === account,
    );
    if (isAsked) return;
    try {
      await this.#deps.gateway.send(taskId, {
        command: { ...OVERRIDE, ...question },
        actor: MISSION_CONTROL,
        facts: NO_FACTS,
        idempotencyKey: `budget-override/${key}`,
      });
      this.#deps.live.poke();
    } catch (error) {
      // A task that has ended or has not begun has nothing that could wait; the refusal and its alert stand.
      if (!(error instanceof OperationError) || error.code !== 'CONFLICT') throw error;
      this.#deps.logger.info({ task: taskKey, reason: error.message }, 'nobody is asked about the budget');
    }
  }
}

const asksForMore = (shortfall: Shortfall, grant: Amounts): string =>
  `${shortfall.account.name} lacks the budget for a run of ${shortfall.run.taskKey}: ${shortageInWords(shortfall.over, shortfall)}. Approving adds ${grantInWords(grant)}.`;

const asksToResume = ({ account, run }: Shortfall): string =>
  `${account.name} is paused since its budget of ${run.day} was used up, and ${run.taskKey} waits for it. There is enough left for this run: approving lets it go on.`;
