import { formatDollars } from '../../../domain/money.ts';
import { STATUS_LABELS, STATUS_WORDS, TYPE_LABELS } from '../../../domain/task/labels.ts';
import type { TaskStatus } from '../../../domain/task/vocabulary.ts';
import { OperationError } from '../../../operations/errors.ts';
import { TEXT_LIMITS } from '../../../operations/schemas/common.ts';
import { createTaskSchema, type TaskCard } from '../../../operations/schemas/task.ts';
import type { TelegramButton } from '../../../store/documents/telegram.ts';
import { bold, code, escapeHtml, link, shortened } from '../html.ts';
import { taskUrl, type BotParts } from '../parts.ts';
import { cardButtons, cardText, STATUS_MARKS } from '../words/card.ts';
import { executionButtons } from '../words/execution.ts';
import { guessType } from './guess-type.ts';
import { clean, pageAfter, titleAndDescription } from './parse.ts';
import { pageButton, plural, requireProject } from './projects.ts';
import type { PersonTurn } from './turn.ts';

const TASKS_SHOWN = 8;
/** More open tasks of one person than this in one state are not listed. */
const WORK_LOOKED_AT = 50;

const PRIORITY_MARKS = { 1: '🔴', 2: '🟠', 3: '🔵', 4: '⚪' } as const;

/** /inbox: what nobody has taken yet, and below it what the person has to do. */
export async function showInbox(by: PersonTurn, given?: { project: string; cursor: string }): Promise<void> {
  const { turn, parts, caller } = by;
  const project = given?.project ?? (await requireProject(by));
  const page = { status: 'INBOX', project, limit: TASKS_SHOWN, cursor: given?.cursor } as const;
  const { items, nextCursor } = await parts.operations.tasks.list(caller, page);
  const head = items.length === 0 ? `The inbox of ${project} is empty.` : `Inbox of ${project}`;
  const lines = items.map((card) => cardLine(parts, card));
  const claims = rows(items.map(({ key }) => ({ text: `Claim ${key}`, action: { do: 'CLAIM', taskKey: key } })));
  const more = nextCursor === undefined ? [] : [pageButton('inbox', nextCursor, project)];
  const work = given ? { lines: [], buttons: [] } : await workOf(by, project);
  const manual = given ? { lines: [], buttons: [] } : await manualWork(by, project);
  const parted = [work, manual].flatMap((part) => (part.lines.length > 0 ? ['', ...part.lines] : []));
  await turn.say([bold(head), ...lines, ...parted], {
    buttons: [...claims, ...more, ...work.buttons, ...manual.buttons],
  });
}

/** More of what the person has to do. */
export async function showWork(by: PersonTurn, project: string, cursor: string): Promise<void> {
  const { lines, buttons } = await workOf(by, project, cursor);
  await by.turn.say(lines.length === 0 ? ['You have nothing else to do.'] : lines, { buttons });
}

const OPEN: readonly TaskStatus[] = ['IN_PROGRESS', 'ASSIGNED', 'REVIEW', 'NEEDS_APPROVAL', 'BLOCKED'];

async function workOf({ parts, caller }: PersonTurn, project: string, cursor?: string) {
  const query = { project, assignee: caller.actor.id, limit: WORK_LOOKED_AT };
  const lists = await Promise.all(OPEN.map((status) => parts.operations.tasks.list(caller, { ...query, status })));
  const all = lists.flatMap(({ items }) => items);
  const page = pageAfter(all, { size: TASKS_SHOWN, cursor, idOf: ({ key }) => key });
  const startable = page.items.filter(({ status }) => status === 'ASSIGNED');
  const starts = rows(startable.map(({ key }) => ({ text: `Start ${key}`, action: { do: 'START', taskKey: key } })));
  const lines = page.items.map(
    (card) => `${STATUS_MARKS[card.status]} ${cardLine(parts, card)} · ${STATUS_LABELS[card.status]}`,
  );
  return {
    lines: lines.length === 0 ? [] : [bold('Your work'), ...lines],
    buttons: [...starts, ...(page.next === undefined ? [] : [pageButton('work', page.next, project)])],
  };
}

/** What was dispatched to people: what this one has taken, and what waits for somebody. */
async function manualWork({ parts, caller }: PersonTurn, project: string) {
  const query = { project, executor: 'MANUAL', limit: TASKS_SHOWN } as const;
  const [mine, open] = await Promise.all([
    parts.operations.executions.list(caller, { ...query, status: 'IN_PROGRESS', worker: caller.actor.id }),
    parts.operations.executions.list(caller, { ...query, status: 'PENDING' }),
  ]);
  const found = [...mine.items, ...open.items];
  const lines = found.map(
    ({ id, taskTitle, status }) =>
      `${status === 'PENDING' ? '⏳' : '🖐'} ${code(id)} ${escapeHtml(shortened(taskTitle, 120))}`,
  );
  const buttons = found.flatMap(({ id, executor, status }) => {
    const [row = []] = executionButtons({ _id: id, executor, status }) ?? [];
    return row.slice(0, 1).map((button) => ({ ...button, text: `${button.text} ${id}` }));
  });
  return { lines: lines.length === 0 ? [] : [bold('Work for people'), ...lines], buttons: rows(buttons) };
}

function cardLine(parts: BotParts, { key, projectId, title, type, priority, budgetMicros }: TaskCard): string {
  const shown = `${escapeHtml(shortened(title, 120))} · ${TYPE_LABELS[type]} · up to ${formatDollars(budgetMicros)}`;
  return `${PRIORITY_MARKS[priority]} ${link(key, taskUrl(parts, projectId, key))} ${shown}`;
}

/** Two buttons in a row. */
export function rows(buttons: readonly TelegramButton[]): TelegramButton[][] {
  const found: TelegramButton[][] = [];
  for (let at = 0; at < buttons.length; at += 2) found.push(buttons.slice(at, at + 2));
  return found;
}

/** /new <title>, and the description in the lines below it */
export async function newTask(by: PersonTurn, args: string): Promise<void> {
  if (args === '')
    throw new OperationError('INVALID', 'say what is to be done: /new and a title; more lines describe it');
  const { turn, parts, caller } = by;
  const project = await requireProject(by);
  const { title, description } = titleAndDescription(args, TEXT_LIMITS.title);
  const fields = { project, title, description: clean(description, TEXT_LIMITS.body), type: guessType(args) };
  const input = { ...createTaskSchema.parse(fields), source: 'TELEGRAM', sourceRef: caller.via } as const;
  const { task } = await parts.operations.tasks.create(caller, input, turn.key);
  const { key, type, budgetMicros } = task;
  const buttons = cardButtons(task);
  await turn.say(
    [
      `${link(key, taskUrl(parts, project, key))} ${bold(title)}`,
      `is in the inbox of ${escapeHtml(project)}: ${TYPE_LABELS[type]}, up to ${formatDollars(budgetMicros)}.`,
    ],
    { buttons },
  );
}

/** Answers in words what has happened. */
export async function claim({ turn, parts, caller }: PersonTurn, taskKey: string): Promise<string> {
  await parts.operations.tasks.command(caller, taskKey, 'claim', {}, turn.key);
  return `${taskKey} is yours.`;
}

/** Answers in words what has happened. @throws GATE_NOT_MET with what is missing */
export async function start({ turn, parts, caller }: PersonTurn, taskKey: string): Promise<string> {
  const body = { to: 'IN_PROGRESS' } as const;
  const { task } = await parts.operations.tasks.command(caller, taskKey, 'transition', body, turn.key);
  return `${taskKey} is ${STATUS_WORDS[task.status]}.`;
}

/** Posts what a task is like now. @throws NOT_FOUND */
export async function showTask({ turn, parts, caller }: PersonTurn, taskKey: string): Promise<void> {
  const { projectId, messageCount } = await parts.operations.tasks.get(caller, taskKey);
  const task = await parts.store.tasks.byKey(taskKey);
  if (!task) throw new OperationError('NOT_FOUND', `the task ${taskKey} does not exist`);
  const said = messageCount === 0 ? [] : [`💬 ${plural(messageCount, 'comment')}`];
  await turn.say([cardText(task, taskUrl(parts, projectId, taskKey)), ...said], { buttons: cardButtons(task) });
}
