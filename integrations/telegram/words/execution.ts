import { EXECUTOR_LABELS } from '../../../domain/task/labels.ts';
import type { TelegramButton } from '../../../store/documents/telegram.ts';
import type { ExecutionDocument } from '../../../store/models.ts';
import { bold, code, escapeHtml, italic, shortened } from '../html.ts';

type Shown = Pick<ExecutionDocument, '_id' | 'executor' | 'status' | 'attempt'> &
  Pick<Partial<ExecutionDocument>, 'worker' | 'progress' | 'route'>;

const MARKS: Readonly<Record<ExecutionDocument['status'], string>> = {
  PENDING: '⏳',
  ASSIGNED: '⚙️',
  IN_PROGRESS: '⚙️',
  COMPLETED: '✅',
  FAILED: '❌',
  CANCELED: '✖️',
};

const WORDS: Readonly<Record<ExecutionDocument['status'], string>> = {
  PENDING: 'waits for an executor',
  ASSIGNED: 'was taken',
  IN_PROGRESS: 'is under way',
  COMPLETED: 'is completed',
  FAILED: 'has failed',
  CANCELED: 'was canceled',
};

/** What people can do about an execution under way: work that waits for one of them is theirs to take. */
export function executionButtons({
  _id: executionId,
  executor,
  status,
}: Pick<Shown, '_id' | 'executor' | 'status'>): TelegramButton[][] | undefined {
  const reroute: TelegramButton = { text: '🔀 Re-route', action: { do: 'REROUTE', executionId } };
  if (status === 'PENDING') {
    const take: TelegramButton = { text: '🖐 Take', action: { do: 'TAKE', executionId } };
    return [executor === 'MANUAL' ? [take, reroute] : [reroute]];
  }
  if (status !== 'ASSIGNED' && status !== 'IN_PROGRESS') return undefined;
  if (executor !== 'MANUAL') return [[reroute]];
  const handIn: TelegramButton = { text: '📦 Hand in', action: { do: 'HAND_IN', executionId } };
  return [[handIn, { text: '❌ It failed', action: { do: 'GIVE_UP', executionId } }], [reroute]];
}

/** How an execution gets on: one message, which is edited. */
export function executionText({ _id: id, executor, status, attempt, worker, progress, route }: Shown): string {
  const by = worker ? ` by ${escapeHtml(worker.name)}` : '';
  const again = attempt > 1 ? `, attempt ${attempt}` : '';
  const isOver = ['COMPLETED', 'FAILED', 'CANCELED'].includes(status);
  const percent = progress?.percent === undefined ? '' : `${Math.round(progress.percent)} % `;
  const said = `${percent}${progress?.message === undefined ? '' : escapeHtml(shortened(progress.message, 200))}`;
  return [
    `${MARKS[status]} ${code(id)} ${bold(EXECUTOR_LABELS[executor])} ${WORDS[status]}${by}${again}`,
    ...(route && status === 'PENDING' ? [italic(shortened(route.reason, 200))] : []),
    ...(progress && !isOver && said !== '' ? [said] : []),
  ].join('\n');
}
