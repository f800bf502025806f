import { Readable } from 'node:stream';
import { taskKeyOfPart } from '../../../domain/ids.ts';
import { OperationError } from '../../../operations/errors.ts';
import { TEXT_LIMITS } from '../../../operations/schemas/common.ts';
import { isFailure } from '../failure.ts';
import { escapeHtml } from '../html.ts';
import type { BotParts } from '../parts.ts';
import { clean, quoted } from './parse.ts';
import type { PersonTurn } from './turn.ts';
import { answered, fileIn, placeOf, type Said, type SentFile } from './update.ts';

/** Larger files are not given to bots. */
const LARGEST_FILE = 20 * 1024 * 1024;

interface TalkedAbout {
  readonly taskId: string;
  readonly taskKey: string;
  /** The message that opened the thread. */
  readonly cardMessageId: number | undefined;
}

/** The task that a message is about: it is in its topic, or answers something that was said about it, by us or a person. */
export async function taskOf({ store }: BotParts, said: Said): Promise<TalkedAbout | undefined> {
  const { chatId, topicId } = placeOf(said);
  const { threads, messages } = store.telegram;
  if (topicId !== undefined) return shown(await threads.at(chatId, { topicId }));
  const reply = said.reply_to_message;
  if (!reply) return undefined;
  const opened = await threads.at(chatId, { cardMessageId: reply.message_id });
  if (opened) return shown(opened);
  const theirs = await store.parts.messageWrittenAt(`telegram:${chatId}:${reply.message_id}`);
  if (theirs) return shown(await threads.byTask(theirs.taskId));
  const ours = await messages.at(chatId, reply.message_id);
  const [, taskId] = /^(?:thread|closing|report):([^:]+):/.exec(ours?._id ?? '') ?? [];
  if (taskId !== undefined) return shown(await threads.byTask(taskId));
  const [, execution] = /^execution:([^:]+):/.exec(ours?._id ?? '') ?? [];
  const taskKey = taskKeyOfPart(ours?.approvalId ?? execution ?? '');
  const task = taskKey === undefined ? undefined : await store.tasks.locate(taskKey);
  return task && taskKey !== undefined ? { taskId: task.id, taskKey, cardMessageId: undefined } : undefined;
}

const shown = (thread: { _id: string; taskKey: string; cardMessageId?: number } | undefined): TalkedAbout | undefined =>
  thread && { taskId: thread._id, taskKey: thread.taskKey, cardMessageId: thread.cardMessageId };

/** What somebody says about a task becomes a comment on it. */
export async function comment(by: PersonTurn, said: Said, about: TalkedAbout): Promise<void> {
  const { turn, parts, caller } = by;
  const file = fileIn(said);
  const attached = file && (await upload(by, file, about.taskKey)).link;
  const body = bodyOf(said, about, attached);
  if (body === '') return;
  const command = { body: await cut(by, body) };
  await parts.operations.tasks.command(caller, about.taskKey, 'comment', command, turn.key);
}

/** An edited message changes the comment that it became; what never became one stays unsaid. */
export async function editComment(by: PersonTurn, said: Said, about: TalkedAbout): Promise<void> {
  const { turn, parts, caller } = by;
  const via = `telegram:${said.chat.id}:${said.message_id}`;
  const message = await parts.store.parts.messageWrittenAt(via);
  if (message?.taskId !== about.taskId) return;
  const body = await cut(by, bodyOf(said, about, attachedTo(message.body)?.link));
  if (body === '' || body === message.body) return;
  const command = { messageId: message._id, body };
  await parts.operations.tasks.command(caller, about.taskKey, 'editComment', command, turn.key);
}

/** The file that a comment ends with. */
export function attachedTo(body: string): { link: string; id: string } | undefined {
  const [whole, id] = /\[[^\n]*\]\(\/api\/v1\/artifacts\/([^)\s]+)\)$/.exec(body) ?? [];
  return whole === undefined || id === undefined ? undefined : { link: whole, id };
}

function bodyOf(said: Said, { cardMessageId }: TalkedAbout, attached: string | undefined): string {
  const reply = answered(said);
  const before = reply && reply.message_id !== cardMessageId ? (reply.text ?? reply.caption) : undefined;
  const parts = [before === undefined ? '' : quoted(before), said.text ?? said.caption ?? '', attached ?? ''];
  return clean(parts.filter((part) => part.trim() !== '').join('\n\n'), Infinity);
}

/** As much as the API takes; whoever wrote more is told. */
async function cut({ turn }: PersonTurn, body: string): Promise<string> {
  if (body.length <= TEXT_LIMITS.body) return body;
  await turn.say(`A comment has at most ${TEXT_LIMITS.body} characters: the rest was left out.`);
  return clean(body, TEXT_LIMITS.body);
}

/** Keeps a file that somebody has sent. Answers its id, and how a comment refers to it. */
export async function upload({ turn, parts, caller }: PersonTurn, file: SentFile, taskKey: string) {
  const name = clean((file.file_name ?? '').replaceAll(/[/\\\r\n\t]/g, '_'), 200) || `file-${turn.place.messageId}`;
  if ((file.file_size ?? 0) > LARGEST_FILE) throw tooLarge(name);
  const stream = await parts.api.file(file.file_id).catch((error: unknown) => {
    if (isFailure(error, 'REFUSED') && /too big/i.test(error.message)) throw tooLarge(name);
    throw error;
  });
  const bytes = Readable.fromWeb(stream as Parameters<typeof Readable.fromWeb>[0]);
  const type = file.mime_type ?? 'application/octet-stream';
  const { id } = await parts.operations.artifacts.uploadForTask(caller, taskKey, { name, type, bytes });
  return { id, link: `[${name.replaceAll(/[[\]]/g, '_')}](/api/v1/artifacts/${id})` };
}

const tooLarge = (name: string): OperationError =>
  new OperationError(
    'TOO_LARGE',
    `${name} is too large: Telegram gives me files of up to 20 MB. Upload it in Mission Control`,
  );

/** Said in private that is neither a command nor about a task. */
export const notUnderstood = (text: string): string =>
  `I do not know what to do with "${escapeHtml(text.slice(0, 50))}": /help lists what I can do.`;
