import type { InfiniteData, QueryClient, QueryKey } from '@tanstack/react-query';
import type { ExecutionView } from '../../../operations/schemas/execution.ts';
import type { ExecutionProgress, TaskChanged } from '../../../operations/schemas/stream.ts';
import type { TaskView } from '../../../operations/schemas/task.ts';
import { patchBoards } from '../board/board-query.ts';
import type { Page } from './queries.ts';

const SETTLE_MS = 80;
const BOARD_SETTLE_MS = 400;
const LOG_TAIL = 32_768;

/** Carries the stream's events into what is on screen. Many events in a row lead to one refetch of the open task. */
export function liveUpdates(client: QueryClient) {
  const stale = new Set<string>();
  const uncertainBoards = new Map<string, QueryKey>();
  let approvalsAreStale = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let boardTimer: ReturnType<typeof setTimeout> | undefined;

  function settle(): void {
    timer = undefined;
    for (const key of stale) refetchTask(client, key);
    stale.clear();
    if (approvalsAreStale) void client.invalidateQueries({ queryKey: ['approvals'] });
    approvalsAreStale = false;
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
      if (change.type.startsWith('approval.')) approvalsAreStale = true;
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
