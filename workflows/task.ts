import {
  allHandlersFinished,
  CancellationScope,
  condition,
  isCancellation,
  makeContinueAsNewFunc,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { TaskState } from '../domain/task/state.ts';
import type {
  CommandAnswer,
  CommandEnvelope,
  CommandFamily,
  HistoryActivities,
  TaskWorkflowInfo,
  TaskWorkflowInput,
} from './contract.ts';
import { nextDeadline } from './deadlines.ts';
import { carryOut } from './effects.ts';
import { runErrand } from './errands.ts';
import { commandSignal, commandUpdates, infoQuery, stateQuery } from './messages.ts';
import { RETRIES } from './retries.ts';
import { RunAge } from './run-age.ts';
import { TaskShell } from './task-shell.ts';
import { Visibility } from './visibility.ts';

const EVENTS_PER_BATCH = 100;

/** One quick try. Not a local activity: that would write what the workflow could still forget with its task. */
const promptly = proxyActivities<HistoryActivities>(RETRIES.historyAtOnce.options);

/** As long as it takes, without spinning workflow tasks. */
const patiently = proxyActivities<HistoryActivities>(RETRIES.history.options);

/**
 * One task, from creation until DONE or CANCELED. A thin shell around `decide` and `evolve`: handlers decide and
 * queue, the loops below carry events to the history database and effects to other workflows.
 */
export async function taskWorkflow(input: TaskWorkflowInput): Promise<{ key: string; status: string } | undefined> {
  const shell = new TaskShell(input.carried);
  const visibility = new Visibility(input.carried?.state);
  const age = new RunAge(input.historyLimit);
  registerHandlers(shell, visibility, age);
  if (input.first) shell.applyOrNote(input.first);

  const loops = new CancellationScope();
  const running = loops.run(() =>
    Promise.all([
      keepHistory(shell, age),
      carryOutEffects(shell),
      keepDeadlines(shell, visibility),
      runErrands(shell, visibility, input),
    ]),
  );
  // The loops end by cancellation alone; anything else must fail the workflow task and be seen.
  const ended = running.then(() => undefined, ignoreCancellation);

  // One condition: a command that came between two would be lost with this run.
  await condition(() => (shell.isOver || mayContinueAsNew(shell, age)) && allHandlersFinished());
  loops.cancel();
  await ended;
  const { state, isOver } = shell;
  if (!isOver && state) await continueWith(shell, state, input);
  return state && { key: state.key, status: state.status };
}

function registerHandlers(shell: TaskShell, visibility: Visibility, age: RunAge): void {
  for (const [family, update] of Object.entries(commandUpdates)) {
    setHandler(update, (envelope: CommandEnvelope) => handle(shell, visibility, envelope).finally(() => age.look()), {
      validator: (envelope: CommandEnvelope) => shell.validate(family as CommandFamily, envelope),
      description: `Commands of the family "${family}"`,
    });
  }
  setHandler(commandSignal, (envelope) => {
    shell.applyOrNote(envelope);
    visibility.show(shell.state);
    age.look();
  });
  setHandler(stateQuery, () => shell.state);
  setHandler(infoQuery, () => describe(shell));
}

/** Decides at once and answers when the change is in the history database, or without it while that is away. */
async function handle(shell: TaskShell, visibility: Visibility, envelope: CommandEnvelope): Promise<CommandAnswer> {
  const answer = shell.apply(envelope);
  visibility.show(shell.state);
  await condition(() => shell.isStored(answer.seq) || shell.historyAway);
  return { ...answer, projected: shell.isStored(answer.seq) };
}

async function keepHistory(shell: TaskShell, age: RunAge): Promise<void> {
  for (;;) {
    await condition(() => shell.outbox.length > 0);
    await storeNextBatch(shell);
    age.look();
  }
}

async function storeNextBatch(shell: TaskShell): Promise<void> {
  const events = shell.outbox.slice(0, EVENTS_PER_BATCH);
  const { state, lastHash: previousHash } = shell;
  if (!state) return;
  const { id, key, projectId } = state;
  const batch = { events, task: { id, key, projectId }, previousHash };
  const stored = await (shell.historyAway ? patiently : promptly).appendHistory(batch).catch((error: unknown) => {
    if (isCancellation(error)) throw error;
    shell.historyAway = true;
    return patiently.appendHistory(batch);
  });
  shell.stored(events.length, stored);
}

async function carryOutEffects(shell: TaskShell): Promise<void> {
  for (;;) {
    await condition(() => shell.effects.length > 0);
    const [effect] = shell.effects;
    if (effect) await CancellationScope.nonCancellable(() => carryOut(effect));
    shell.effects.shift();
  }
}

/** Not in the way of effects: errands wait for the history database. */
async function runErrands(shell: TaskShell, visibility: Visibility, { historyLimit }: TaskWorkflowInput) {
  for (;;) {
    await condition(() => shell.nextErrand !== undefined);
    const envelope = shell.nextErrand && (await runErrand(shell.nextErrand, historyLimit));
    shell.errands.shift();
    if (!envelope) continue;
    shell.applyOrNote(envelope);
    visibility.show(shell.state);
  }
}

/** Keeps one timer, for the nearest deadline, and replaces it only when that changes. */
async function keepDeadlines(shell: TaskShell, visibility: Visibility): Promise<void> {
  for (;;) {
    await condition(() => nextDeadline(shell.state) !== undefined);
    const deadline = nextDeadline(shell.state);
    if (deadline === undefined) continue;
    const remainingMs = Math.max(1, Date.parse(deadline) - Date.now());
    const changed = await condition(() => nextDeadline(shell.state) !== deadline, remainingMs);
    if (changed) continue;
    shell.applyDue();
    visibility.show(shell.state);
  }
}

function ignoreCancellation(error: unknown): undefined {
  if (!isCancellation(error)) throw error;
  return undefined;
}

/** Effects are short; history may be away for long and is carried along with the errands that wait for it. */
const mayContinueAsNew = (shell: TaskShell, age: RunAge): boolean =>
  age.isReached &&
  shell.state !== undefined &&
  shell.effects.length === 0 &&
  ((shell.outbox.length === 0 && shell.errands.length === 0) || shell.historyAway);

async function continueWith(shell: TaskShell, state: TaskState, { historyLimit }: TaskWorkflowInput): Promise<never> {
  const next = makeContinueAsNewFunc<typeof taskWorkflow>({});
  return next({ ...(historyLimit !== undefined && { historyLimit }), carried: shell.carry(state) });
}

function describe(shell: TaskShell): TaskWorkflowInfo {
  const { historyLength, historySize } = workflowInfo();
  return {
    seq: shell.state?.seq ?? 0,
    status: shell.state?.status,
    outboxLength: shell.outbox.length,
    pendingEffects: shell.effects.length + shell.errands.length,
    historyAway: shell.historyAway,
    nextDeadline: nextDeadline(shell.state),
    historyEvents: historyLength,
    historyBytes: historySize,
    continuedAsNew: shell.continuedAsNew,
    lastHash: shell.lastHash,
  };
}
