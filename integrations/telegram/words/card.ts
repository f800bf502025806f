import { formatDollars } from '../../../domain/money.ts';
import {
  EXECUTOR_LABELS,
  PRIORITY_LABELS,
  STATUS_LABELS,
  STATUS_WORDS,
  TYPE_LABELS,
} from '../../../domain/task/labels.ts';
import type { TaskState } from '../../../domain/task/state.ts';
import type { TaskStatus } from '../../../domain/task/vocabulary.ts';
import type { TelegramButton } from '../../../store/documents/telegram.ts';
import { bold, code, escapeHtml, italic, link, quote, shortened } from '../html.ts';

export const STATUS_MARKS: Readonly<Record<TaskStatus, string>> = {
  INBOX: '⚪',
  ASSIGNED: '⚪',
  IN_PROGRESS: '🔵',
  REVIEW: '🟣',
  NEEDS_APPROVAL: '🟡',
  BLOCKED: '🔴',
  DONE: '✅',
  CANCELED: '✖️',
};

const TOPIC_NAME_LENGTH = 120;

/** "🔵 MC-42 · Write the guide" */
export const topicName = ({ status, key, title }: Pick<TaskState, 'status' | 'key' | 'title'>): string =>
  shortened(`${STATUS_MARKS[status]} ${key} · ${title.replaceAll(/\s+/g, ' ')}`, TOPIC_NAME_LENGTH);

/** The opening message of a thread, which shows how the task is now. */
export function cardText(task: TaskState, url: string): string {
  const { key, title, status, type, priority, assignees, spending, budgetMicros, blockedReason, description } = task;
  const [execution] = task.activeExecutions;
  const done = task.checklist.filter(({ checked }) => checked).length;
  const lines = [
    `${bold(key)} ${escapeHtml(title)}`,
    `${STATUS_MARKS[status]} ${bold(STATUS_LABELS[status])} · ${TYPE_LABELS[type]} · ${PRIORITY_LABELS[priority]}`,
    `👤 ${assignees.length === 0 ? italic('nobody yet') : escapeHtml(assignees.map(({ name }) => name).join(', '))}`,
    `💰 ${formatDollars(spending.costMicros)} of ${formatDollars(budgetMicros)}`,
    ...(task.checklist.length > 0 ? [`☑️ ${done} of ${task.checklist.length}`] : []),
    ...(execution ? [`⚙️ ${code(execution.id)} ${EXECUTOR_LABELS[execution.executor]}`] : []),
    ...(task.openApprovals.length > 0
      ? [`⚖️ waits for ${task.openApprovals.map(({ id }) => code(id)).join(', ')}`]
      : []),
    ...(blockedReason === undefined ? [] : [`🔴 ${escapeHtml(shortened(blockedReason, 300))}`]),
    ...(description.trim() === '' ? [] : [quote(shortened(description, 600))]),
    link('Open in Mission Control', url),
  ];
  return lines.join('\n');
}

export function cardButtons({
  key,
  status,
  activeExecutions = [],
}: Pick<TaskState, 'key' | 'status'> & { activeExecutions?: readonly unknown[] }): TelegramButton[][] | undefined {
  if (status === 'INBOX') return [[{ text: '✋ Claim', action: { do: 'CLAIM', taskKey: key } }]];
  if (status === 'ASSIGNED') return [[{ text: '▶️ Start', action: { do: 'START', taskKey: key } }]];
  if (status === 'IN_PROGRESS' && activeExecutions.length === 0) {
    return [[{ text: '📦 Hand in', action: { do: 'SUBMIT', taskKey: key } }]];
  }
  return undefined;
}

/** The last message of a thread: what came of the task. */
export function closingText(task: TaskState, url: string): string {
  const { key, status, spending, deliverable, createdAt, startedAt, completedAt, assignees, executionCount } = task;
  const worked = startedAt && completedAt ? ` · worked on for ${span(startedAt, completedAt)}` : '';
  const lines = [
    `${STATUS_MARKS[status]} ${bold(`${key} is ${STATUS_WORDS[status]}`)}`,
    ...(deliverable ? [quote(shortened(deliverable.summary, 1500))] : []),
    `👤 ${assignees.length === 0 ? 'nobody' : escapeHtml(assignees.map(({ name }) => name).join(', '))}`,
    `💰 ${formatDollars(spending.costMicros)} in ${spending.runs} runs · ${executionCount} executions`,
    `⏱ ${span(createdAt, completedAt ?? createdAt)} from beginning to end${worked}`,
    link('Open in Mission Control', url),
  ];
  return lines.join('\n');
}

/** "2 d 3 h", "4 h 5 min", "12 min" */
function span(from: string, to: string): string {
  const minutes = Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 60_000));
  const hours = Math.floor(minutes / 60);
  if (hours >= 24) return `${Math.floor(hours / 24)} d ${hours % 24} h`;
  return hours > 0 ? `${hours} h ${minutes % 60} min` : `${minutes} min`;
}
