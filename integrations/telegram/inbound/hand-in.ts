import { STATUS_WORDS } from '../../../domain/task/labels.ts';
import { OperationError } from '../../../operations/errors.ts';
import { TEXT_LIMITS } from '../../../operations/schemas/common.ts';
import type { TelegramQuestion } from '../../../store/documents/telegram.ts';
import { code, escapeHtml, link } from '../html.ts';
import { attachedTo, upload } from './comments.ts';
import { clean, resultIn } from './parse.ts';
import type { PersonTurn } from './turn.ts';
import { fileIn, type Said } from './update.ts';

/** Comments of a task that are searched for files which somebody has sent. */
const COMMENTS_SEARCHED = 1_000;

/** The button: work for people becomes theirs. Answers in words what has happened; a repetition the same. */
export async function take({ parts, caller }: PersonTurn, id: string): Promise<string> {
  const { status, worker } = await parts.operations.executions.get(caller, id);
  const isMine = status === 'IN_PROGRESS' && worker?.id === caller.actor.id;
  if (!isMine) await parts.operations.executions.take(caller, id);
  return `${id} is yours. Hand it in when it is done.`;
}

/** The button: asks what came of an execution. @throws CONFLICT when it is not theirs */
export async function askForResult(by: PersonTurn, id: string): Promise<() => Promise<void>> {
  await requireMine(by, id);
  return () => ask(by, `what came of ${code(id)}? ${HOW_TO_HAND_IN}`, { for: 'RESULT', executionId: id });
}

/** The button: asks what went wrong with an execution. @throws CONFLICT when it is not theirs */
export async function askForFailure(by: PersonTurn, id: string): Promise<() => Promise<void>> {
  await requireMine(by, id);
  return () => ask(by, `what went wrong with ${code(id)}?`, { for: 'FAILURE', executionId: id });
}

/** The button: asks what came of a task. @throws CONFLICT when nobody works on it */
export async function askForSubmission(by: PersonTurn, taskKey: string): Promise<() => Promise<void>> {
  const { status } = await by.parts.operations.tasks.get(by.caller, taskKey);
  if (status !== 'IN_PROGRESS') {
    throw new OperationError('CONFLICT', `${taskKey} is ${STATUS_WORDS[status]}`);
  }
  return () => ask(by, `what came of ${code(taskKey)}? ${SEND_FILES}`, { for: 'SUBMISSION', taskKey });
}

const SEND_FILES = 'Answer this message with a summary; files that you have sent to the task go along.';
const HOW_TO_HAND_IN = `${SEND_FILES} A line like "time 45" gives the minutes that it took, "cost 1.50" the dollars.`;

async function requireMine({ parts, caller }: PersonTurn, id: string): Promise<void> {
  const { status, worker } = await parts.operations.executions.get(caller, id);
  if (status !== 'IN_PROGRESS') throw new OperationError('CONFLICT', `${id} is ${status.toLowerCase()}`);
  if (worker?.id !== caller.actor.id) {
    throw new OperationError('CONFLICT', `${id} is done by ${worker?.name ?? 'somebody else'}`);
  }
}

/** A question that the person answers with their next reply to it. */
export async function ask({ turn, parts, user }: PersonTurn, question: string, asks: TelegramQuestion): Promise<void> {
  const who = link(user.first_name, `tg://user?id=${user.id}`);
  const posted = await turn.say(`${who}, ${question}`, { asksForReply: true, replyTo: turn.place.messageId });
  if (posted) await parts.store.telegram.messages.ask(posted.chatId, posted.messageId, { userId: user.id, asks });
}

/** The answer to the question what came of an execution. */
export async function handIn(by: PersonTurn, id: string, said: Said): Promise<void> {
  const { turn, parts, caller } = by;
  const { taskKey, startedAt } = await parts.operations.executions.get(caller, id);
  const { summary, seconds, costMicros } = resultIn(said.text ?? said.caption ?? '');
  const spent = { inputTokens: 0, outputTokens: 0, ...(seconds !== undefined && { seconds }) };
  const cost = costMicros === undefined ? {} : ({ costMicros, costSource: 'BILLED' } as const);
  const deliverable = await deliverableFrom(by, taskKey, said, { summary, since: startedAt });
  await parts.operations.executions.complete(caller, id, { ...deliverable, usage: { ...spent, ...cost } });
  const { status } = await parts.operations.tasks.get(caller, taskKey);
  await turn.say(`📦 ${code(id)} is handed in. ${escapeHtml(taskKey)} is ${STATUS_WORDS[status]}.`);
}

/** The answer to the question what went wrong. */
export async function giveUp({ turn, parts, caller }: PersonTurn, id: string, text: string): Promise<void> {
  const error = clean(text, TEXT_LIMITS.body);
  if (error === '') throw new OperationError('INVALID', 'say in words what went wrong');
  await parts.operations.executions.fail(caller, id, { error, retryable: false });
  await turn.say(`❌ ${code(id)} has failed.`);
}

/** The answer to the question what came of a task. */
export async function submit(by: PersonTurn, taskKey: string, said: Said): Promise<void> {
  const { turn, parts, caller } = by;
  const summary = clean(said.text ?? said.caption ?? '', TEXT_LIMITS.body);
  const deliverable = await deliverableFrom(by, taskKey, said, { summary });
  const { task } = await parts.operations.tasks.command(caller, taskKey, 'submit', deliverable, turn.key);
  await turn.say(`📦 ${code(taskKey)} is handed in: it is ${STATUS_WORDS[task.status]}.`);
}

async function deliverableFrom(
  by: PersonTurn,
  taskKey: string,
  said: Said,
  { summary, since }: { summary: string; since?: string | undefined },
) {
  if (summary === '') throw new OperationError('INVALID', 'say in words what came of it');
  const sent = await filesOf(by, taskKey, since);
  const file = fileIn(said);
  const added = file ? [(await upload(by, file, taskKey)).id] : [];
  return { summary, artifacts: [...new Set([...sent, ...added])] };
}

/** What the person has sent to the task since they began. */
async function filesOf({ parts, caller }: PersonTurn, taskKey: string, since = ''): Promise<string[]> {
  const task = await parts.store.tasks.locate(taskKey);
  const comments = task ? await parts.store.parts.messages(task.id, COMMENTS_SEARCHED, 0) : [];
  const mine = comments.filter(({ author, at }) => author.id === caller.actor.id && at >= since);
  return mine.flatMap(({ body }) => attachedTo(body)?.id ?? []);
}
