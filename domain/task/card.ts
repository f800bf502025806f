import type { Assignee } from '../actor.ts';
import type { Execution, TaskState } from './state.ts';
import type { ExecutionStatus, ExecutorType, Priority, TaskStatus, TaskType } from './vocabulary.ts';

/** What a list or a board shows of a task, ready to send. */
export interface TaskCard {
  readonly key: string;
  readonly projectId: string;
  readonly seq: number;
  readonly status: TaskStatus;
  readonly title: string;
  readonly type: TaskType;
  readonly priority: Priority;
  readonly labels: readonly string[];
  readonly assignees: readonly Assignee[];
  readonly costMicros: number;
  readonly budgetMicros: number;
  readonly openApprovals: number;
  readonly checklistDone: number;
  readonly checklistTotal: number;
  readonly activeExecution?: { readonly id: string; readonly executor: ExecutorType; readonly status: ExecutionStatus };
  readonly blockedReason?: string;
  readonly dueAt?: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** What a card is made from: a task's state, or what the API says of a task. */
type CardSource = Pick<TaskState, 'key' | 'projectId' | 'seq' | 'status' | 'title' | 'type' | 'priority' | 'labels'> &
  Pick<TaskState, 'assignees' | 'budgetMicros' | 'createdAt' | 'updatedAt'> & {
    readonly spending: Pick<TaskState['spending'], 'costMicros'>;
    readonly checklist: readonly { readonly checked: boolean }[];
    readonly openApprovals: readonly unknown[];
    readonly activeExecutions: readonly Pick<Execution, 'id' | 'executor' | 'status'>[];
    readonly blockedReason?: string | undefined;
    readonly dueAt?: string | undefined;
  };

export function cardOf(state: CardSource): TaskCard {
  const { key, projectId, seq, status, title, type, priority, labels, assignees, budgetMicros } = state;
  const { checklist, openApprovals, activeExecutions, blockedReason, dueAt, createdAt, updatedAt } = state;
  const execution = activeExecutions[0];
  return {
    key,
    projectId,
    seq,
    status,
    title,
    type,
    priority,
    labels,
    assignees,
    costMicros: state.spending.costMicros,
    budgetMicros,
    openApprovals: openApprovals.length,
    checklistDone: checklist.filter(({ checked }) => checked).length,
    checklistTotal: checklist.length,
    ...(execution && {
      activeExecution: { id: execution.id, executor: execution.executor, status: execution.status },
    }),
    ...(blockedReason !== undefined && { blockedReason }),
    ...(dueAt !== undefined && { dueAt }),
    createdAt,
    updatedAt,
  };
}
