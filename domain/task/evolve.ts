import type { TaskEvent, TaskEventData } from './events.ts';
import { count } from '../loops/count.ts';
import { applyApproval } from './evolve-approval.ts';
import { applyReview, withContributors } from './evolve-review.ts';
import type { Execution, Spending, TaskFields, TaskState } from './state.ts';

const RECORDED_RUNS_KEPT = 50;
const NOTHING_SPENT: Spending = { costMicros: 0, inputTokens: 0, outputTokens: 0, runs: 0 };

type EventOf<Type extends TaskEvent['type']> = Extract<TaskEvent, { type: Type }>;

/**
 * The state after `event`. Total and pure: an event that was stored once is never refused.
 * @throws only for a log that does not begin with `task.created`.
 */
export function evolve(state: TaskState | undefined, event: TaskEvent): TaskState {
  if (event.type === 'task.created') return created(event);
  if (!state) throw new Error(`The log of task ${event.taskId} does not begin with task.created`);
  const loopCounters = count(state.loopCounters, event);
  return { ...apply(state, event), loopCounters, seq: event.seq, updatedAt: event.at };
}

/** The state that a whole log leads to. */
export const fold = (events: readonly TaskEvent[]): TaskState | undefined =>
  events.reduce<TaskState | undefined>(evolve, undefined);

function created({ data, seq, at, actor }: EventOf<'task.created'>): TaskState {
  return {
    ...data,
    schemaVersion: 1,
    seq,
    status: 'INBOX',
    assignees: [],
    submissionPending: false,
    reviewCycles: 0,
    feedback: [],
    openApprovals: [],
    closedApprovals: [],
    approvalCount: 0,
    activeExecutions: [],
    executionCount: 0,
    messageCount: 0,
    spending: NOTHING_SPENT,
    links: [],
    createdBy: actor,
    createdAt: at,
    updatedAt: at,
  };
}

function apply(state: TaskState, event: Exclude<TaskEvent, { type: 'task.created' }>): TaskState {
  switch (event.type) {
    case 'task.edited':
      return edited(state, event.data);
    case 'task.assigned':
    case 'task.unassigned':
      return { ...state, assignees: event.data.assignees };
    case 'task.planned':
      return { ...state, workPlan: event.data.plan };
    case 'task.transitioned':
      return transitioned(state, event);
    case 'task.commented':
      return { ...state, messageCount: state.messageCount + 1 };
    case 'task.comment_edited':
      return state;
    case 'task.thread_opened':
      return { ...state, threadRef: event.data.threadRef };
    case 'task.linked':
      return { ...state, links: [...state.links, event.data.link] };
    case 'task.command_refused':
      return state;
    case 'deliverable.submitted':
      return withContributors(
        { ...state, deliverable: event.data.deliverable, checklist: event.data.checklist },
        event.actor,
      );
    case 'approval.requested':
    case 'approval.decided':
    case 'approval.escalated':
    case 'approval.delegated':
    case 'approval.expired':
    case 'approval.canceled':
    case 'grant.given':
    case 'grant.used':
      return applyApproval(state, event);
    case 'review.given':
    case 'review.superseded':
    case 'review.responded':
      return applyReview(state, event);
    case 'loop.detected':
      return { ...state, loop: event.data.summary };
    case 'task.governed':
      return { ...state, governance: event.data.governance };
    case 'task.queued':
      return { ...state, queuedStart: { route: event.data.route, by: event.actor } };
    case 'task.released':
      return { ...state, released: true };
    case 'dependency.canceled':
    case 'loop.acknowledged':
    case 'subtask.approved':
      return state;
    case 'execution.requested':
      return {
        ...state,
        executionCount: state.executionCount + 1,
        activeExecutions: [...state.activeExecutions, event.data.execution],
      };
    case 'execution.assigned': {
      const { executionId, leaseId, attempt, worker } = event.data;
      return withExecution(state, executionId, { status: 'ASSIGNED', leaseId, attempt, worker, assignedAt: event.at });
    }
    case 'execution.started':
      return withExecution(state, event.data.executionId, { status: 'IN_PROGRESS', startedAt: event.at });
    case 'execution.retried':
      return retried(state, event.data);
    case 'execution.completed':
      return completed(state, event.data);
    case 'execution.failed':
    case 'execution.canceled':
      return withoutExecution(state, event.data.executionId);
    case 'run.recorded':
      return {
        ...state,
        spending: addUsage(state.spending, event.data),
        recordedRuns: [...(state.recordedRuns ?? []), event.data.runId].slice(-RECORDED_RUNS_KEPT),
      };
  }
}

function edited(state: TaskState, { changes, cleared }: TaskEventData['task.edited']): TaskState {
  const next: TaskState & Partial<TaskFields> = { ...state, ...changes };
  // Other dependencies are another reason to wait.
  const clearedFields: ReadonlySet<string> = new Set([...cleared, ...(changes.dependsOn ? ['released'] : [])]);
  return Object.fromEntries(
    Object.entries(next).filter(([field]) => !clearedFields.has(field)),
  ) as unknown as TaskState;
}

function transitioned(state: TaskState, { data, at, actor }: EventOf<'task.transitioned'>): TaskState {
  const { blockedReason: _blocked, returnTo: _returnTo, approvedHeld: _held, loop, ...others } = state;
  // Whatever moves a task settles what it was waiting for, but for an approval that holds it.
  const { queuedStart, ...rest } = others;
  const isHeld = data.to === 'NEEDS_APPROVAL' || data.from === 'NEEDS_APPROVAL';
  return {
    ...rest,
    status: data.to,
    lastTransition: { from: data.from, to: data.to, at, by: actor },
    ...(data.to === 'INBOX' && { assignees: [] }),
    ...(data.to === 'NEEDS_APPROVAL' && { returnTo: data.from }),
    ...(data.to === 'BLOCKED' && loop && { loop }),
    ...(isHeld && queuedStart && { queuedStart }),
    ...(data.to === 'BLOCKED' && data.reason !== undefined && { blockedReason: data.reason }),
    ...(data.to === 'IN_PROGRESS' && { startedAt: state.startedAt ?? at }),
    ...(data.to === 'REVIEW' && { submittedAt: at }),
    // Waiting for an approval is the one state that keeps a finished execution's submission pending.
    ...(data.to !== 'NEEDS_APPROVAL' && data.from !== 'NEEDS_APPROVAL' && { submissionPending: false }),
    ...(data.feedback !== undefined && {
      feedback: [...state.feedback, data.feedback],
      reviewCycles: state.reviewCycles + 1,
    }),
    ...((data.to === 'DONE' || data.to === 'CANCELED') && { completedAt: at }),
  };
}

function completed(state: TaskState, { executionId, deliverable }: TaskEventData['execution.completed']): TaskState {
  const execution = state.activeExecutions.find(({ id }) => id === executionId);
  const next = { ...withoutExecution(state, executionId), deliverable, submissionPending: true };
  return withContributors(next, execution?.agent, execution?.worker);
}

function withExecution(state: TaskState, id: string, changes: Partial<Execution>): TaskState {
  const activeExecutions = state.activeExecutions.map((execution) =>
    execution.id === id ? { ...execution, ...changes } : execution,
  );
  return { ...state, activeExecutions };
}

const withoutExecution = (state: TaskState, id: string): TaskState => ({
  ...state,
  activeExecutions: state.activeExecutions.filter((execution) => execution.id !== id),
});

/** The work is on offer again: whoever held the lease holds it no longer. */
function retried(state: TaskState, data: TaskEventData['execution.retried']): TaskState {
  const { executionId, attempt, error, failures } = data;
  const activeExecutions = state.activeExecutions.map((execution) => {
    if (execution.id !== executionId) return execution;
    const { leaseId: _lease, worker: _worker, assignedAt: _assigned, ...offered } = execution;
    return { ...offered, status: 'PENDING' as const, attempt, error, ...(failures && { failures }) };
  });
  return { ...state, activeExecutions };
}

const addUsage = (spending: Spending, { usage }: TaskEventData['run.recorded']): Spending => ({
  costMicros: spending.costMicros + usage.costMicros,
  inputTokens: spending.inputTokens + usage.inputTokens,
  outputTokens: spending.outputTokens + usage.outputTokens,
  runs: spending.runs + 1,
});
