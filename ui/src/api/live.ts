import type { InfiniteData, QueryClient, QueryKey } from '@tanstack/react-query';
import type { ExecutionView } from '../../../operations/schemas/execution.ts';
import type { ExecutionProgress, TaskChanged } from '../../../operations/schemas/stream.ts';
import type { TaskView } from '../../../operations/schemas/task.ts';
import { patchBoards } from '../board/board-query.ts';
import type { Page } from './queries.ts';

const SETTLE_MS = 80;
const BOARD_SETTLE_MS = 400;
const LOG_TAIL = 32_768;
const FIGURES_SETTLE_MS = 1_000;

/** What on screen may be out of date after each event that is not about a task. */
const STALE_AFTER = {
  'agent.changed': ['agents', 'agent', 'members', 'budgets'],
  'alert.changed': ['alerts'],
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
  ],
  'notification.created': ['notifications'],
  'activity.created': ['activity'],
} as const;
export type News = keyof typeof STALE_AFTER;
export const NEWS = Object.keys(STALE_AFTER) as readonly News[];

/** What adds up over many tasks; whoever looks at a sum can wait a second for it. */
const FIGURES = [
  'subtasks',
  'agents',
  'agent',
  'budgets',
  'costs',
  'forecast',
  'flow',
  'performance',
  'activity',
  'review-statistics',
] as const;

/** Carries the stream's events into what is on screen. Many events in a row lead to one refetch of the open task. */
export function liveUpdates(client: QueryClient) {
  const stale = new Set<string>();
  const uncertainBoards = new Map<string, QueryKey>();
  const families = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let boardTimer: ReturnType<typeof setTimeout> | undefined;
  let figuresTimer: ReturnType<typeof setTimeout> | undefined;

  function settle(): void {
    timer = undefined;
    for (const key of stale) refetchTask(client, key);
    stale.clear();
    refetch(families);
    families.clear();
  }

  function refetch(keys: Iterable<string>): void {
    for (const key of keys) void client.invalidateQueries({ queryKey: [key] });
  }

  function settleFigures(): void {
    figuresTimer = undefined;
    refetch(FIGURES);
  }

  function settleBoards(): void {
    boardTimer = undefined;
    for (const queryKey of uncertainBoards.values()) void client.invalidateQueries({ queryKey, exact: true });
    uncertainBoards.clear();
  }

  return {
    taskChanged(change: TaskChanged): void {
      const isNew = change.type === 'task.created';
      for (const key of patchBoards(client, change.card, change.projectId, isNew)) {
        uncertainBoards.set(JSON.stringify(key), key);
        boardTimer ??= setTimeout(settleBoards, BOARD_SETTLE_MS);
      }
      stale.add(change.taskKey);
      // Every end of an approval, also a withdrawal with its execution, is an event of this name.
      if (change.type.startsWith('approval.')) families.add('approvals');
      if (change.type.startsWith('execution.')) families.add('manual-work');
      timer ??= setTimeout(settle, SETTLE_MS);
      figuresTimer ??= setTimeout(settleFigures, FIGURES_SETTLE_MS);
    },

    heard(news: News): void {
      for (const family of STALE_AFTER[news]) families.add(family);
      timer ??= setTimeout(settle, SETTLE_MS);
    },

    executionProgress({ executionId, taskKey, progress, log }: ExecutionProgress): void {
      const queryKey = ['task-part', taskKey, 'executions'];
      client.setQueryData<InfiniteData<Page<ExecutionView>>>(
        queryKey,
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
    },

    /** After a gap nothing on screen can be trusted. */
    reconnected: (): void => void client.invalidateQueries(),
  };
}

function refetchTask(client: QueryClient, key: string): void {
  if (client.getQueryData<TaskView>(['task', key])) void client.invalidateQueries({ queryKey: ['task', key] });
  void client.invalidateQueries({ queryKey: ['task-part', key] });
}
