import { EXECUTOR_LABELS } from '../../../domain/task/labels.ts';
import { EXECUTOR_TYPES, type ExecutorType } from '../../../domain/task/vocabulary.ts';
import { OperationError } from '../../../operations/errors.ts';
import type { TelegramButton } from '../../../store/documents/telegram.ts';
import { code } from '../html.ts';
import { rows } from './work.ts';
import type { PersonTurn } from './turn.ts';

const UNDER_WAY = new Set(['PENDING', 'ASSIGNED', 'IN_PROGRESS']);

/** The button: asks which executor is to carry the work out instead. @throws CONFLICT when it is over */
export async function askWhereTo({ turn, parts, caller }: PersonTurn, executionId: string): Promise<void> {
  const { executor: current, status } = await parts.operations.executions.get(caller, executionId);
  if (!UNDER_WAY.has(status)) throw new OperationError('CONFLICT', `${executionId} is ${status.toLowerCase()}`);
  const others = EXECUTOR_TYPES.filter((type) => type !== current);
  const buttons = others.map((executor): TelegramButton => ({
    text: EXECUTOR_LABELS[executor],
    action: { do: 'REROUTE_TO', executionId, executor },
  }));
  const words = `Who is to carry out ${code(executionId)} instead of ${EXECUTOR_LABELS[current]}? It is canceled then.`;
  await turn.say(words, { buttons: rows(buttons) });
}

/** Takes the work away from one executor and gives it to another. Answers in words what has happened. */
export async function reroute(
  { turn, parts, caller }: PersonTurn,
  executionId: string,
  executor: ExecutorType,
): Promise<string> {
  const { tasks, executions } = parts.operations;
  const { taskKey, executor: current, status } = await executions.get(caller, executionId);
  if (status === 'COMPLETED') throw new OperationError('CONFLICT', `${executionId} is completed`);
  const name = EXECUTOR_LABELS[executor];
  const cancel = { executionId, reason: `Re-routed from ${EXECUTOR_LABELS[current]} to ${name}` };
  // A repetition finds the first half done.
  if (UNDER_WAY.has(status)) await tasks.command(caller, taskKey, 'cancelExecution', cancel, `${turn.key}-cancel`);
  const dispatch = { executor, whenReady: false };
  const { approvalId, executionId: next } = await tasks.command(caller, taskKey, 'dispatch', dispatch, turn.key);
  if (approvalId !== undefined) return `${approvalId} has to be approved first.`;
  return `${taskKey} was given to ${name}${next === undefined ? '' : ` (${next})`}.`;
}
