import { notifyManager, type InfiniteData, type QueryClient } from '@tanstack/react-query';
import type { ExecutionView } from '../../../operations/schemas/execution.ts';
import type { ExecutionProgress, TaskChanged } from '../../../operations/schemas/stream.ts';
import type { TaskView } from '../../../operations/schemas/task.ts';
import { liveBoards } from '../board/live-boards.ts';
import type { StreamMessage } from './event-stream.ts';
import { gathered } from './gathered.ts';
import type { Page } from './queries.ts';

/** A burst is painted soon, and then a few times a second: people see no more, and the page stays quick. */
const PAINT_SOON_MS = 30;
const PAINT_APART_MS = 150;
/** Between two times that the same is fetched again, in milliseconds. */
const APART_MS = 500;
const LOG_TAIL = 32_768;

/** What on screen may be out of date after each event that is not about a task. */
const STALE_AFTER = {
  'agent.changed': ['agents', 'agent', 'members', 'budgets', 'standup'],
  'alert.changed': ['alerts', 'standup'],
  'policy.changed': ['policies', 'task-part'],
  'project.changed': [
    'projects',
    'project',
    'installation',
    'session',
    'members',
    'mode-history',
    'task',
    'approvals',
    'routing',
    'standup',
    'project-telegram',
  ],
  'notification.created': ['notifications'],
  'activity.created': ['activity'],
  'standup.created': ['standups'],
  'recurring-task.changed': ['recurring-tasks'],
  'view.changed': ['views'],
} as const;
type News = keyof typeof STALE_AFTER;

/** What adds up over many tasks; whoever looks at a sum can wait a second for it. */
const FIGURES = [
  'subtasks',
  'agents',
  'agent',
  'budgets',
  'costs',
  'forecast',
  'lanes',
  'flow',
  'performance',
  'activity',
  'standup',
  'review-statistics',
] as const;

/** The names of what the stream tells. */
export const EVENTS: readonly string[] = ['task.changed', 'execution.progress', ...Object.keys(STALE_AFTER)];

/** Carries the stream's events into what is on screen. Many events in a row lead to one repaint and one refetch. */
export function liveUpdates(client: QueryClient) {
  const refetchTasks = gathered<string>(
    (keys) => new Set(keys).forEach((key) => refetchTask(client, key)),
    80,
    APART_MS,
  );
  const refetch = gathered<string>((keys) => invalidate(client, new Set(keys)), 80, APART_MS);
  const refetchFigures = gathered<true>(() => invalidate(client, FIGURES), 1_000, 1_000);
  const boards = liveBoards(client);

  /** All that happened in one burst. */
  function tasksChanged(changes: readonly TaskChanged[]): void {
    for (const change of changes) boards.changed(change);
    for (const { taskKey } of changes) refetchTasks(taskKey);
    // Every end of an approval, also a withdrawal with its execution, is an event of this name.
    if (changes.some(({ type }) => type.startsWith('approval.'))) refetch('approvals');
    if (changes.some(({ type }) => type.startsWith('execution.'))) refetch('manual-work');
    if (changes.length > 0) refetchFigures(true);
  }

  const take = gathered<StreamMessage>(
    (messages) =>
      notifyManager.batch(() => {
        tasksChanged(
          messages.filter(({ event }) => event === 'task.changed').map((message) => parsed(message) as TaskChanged),
        );
        for (const message of messages) {
          if (message.event === 'execution.progress') showProgress(client, parsed(message) as ExecutionProgress);
          for (const family of STALE_AFTER[message.event as News] ?? []) refetch(family);
        }
      }),
    PAINT_SOON_MS,
    PAINT_APART_MS,
  );

  return {
    heard: take,
    /** After a gap nothing on screen can be trusted. */
    missed: (): void => void client.invalidateQueries(),
  };
}

const parsed = ({ data }: StreamMessage): unknown => JSON.parse(data);

function invalidate(client: QueryClient, keys: Iterable<string>): void {
  for (const key of keys) void client.invalidateQueries({ queryKey: [key] });
}

function showProgress(client: QueryClient, { executionId, taskKey, progress, log }: ExecutionProgress): void {
  client.setQueryData<InfiniteData<Page<ExecutionView>>>(
    ['task-part', taskKey, 'executions'],
    (shown) =>
      shown && {
        ...shown,
        pages: shown.pages.map((page) => ({
          ...page,
          items: page.items.map((item) =>
            item.id === executionId
              ? {
                  ...item,
                  ...(progress && { progress: { ...item.progress, ...progress, at: new Date().toISOString() } }),
                  ...(log !== undefined && { logTail: `${item.logTail ?? ''}${log}`.slice(-LOG_TAIL) }),
                }
              : item,
          ),
        })),
      },
  );
}

function refetchTask(client: QueryClient, key: string): void {
  if (client.getQueryData<TaskView>(['task', key])) void client.invalidateQueries({ queryKey: ['task', key] });
  void client.invalidateQueries({ queryKey: ['task-part', key] });
}
