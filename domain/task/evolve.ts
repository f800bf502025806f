import type { TaskEvent, TaskEventData } from './events.ts';
import type { Approval, Execution, Spending, TaskFields, TaskState } from './state.ts';
import type { ApprovalStatus } from './vocabulary.ts';

const CLOSED_APPROVALS_KEPT = 20;
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
  return { ...apply(state, event), seq: event.seq, updatedAt: event.at };
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
    case 'task.linked':
      return { ...state, links: [...state.links, event.data.link] };
    case 'task.command_refused':
      return state;
    case 'deliverable.submitted':
      return { ...state, deliverable: event.data.deliverable, checklist: event.data.checklist };
    case 'approval.requested':
      return {
        ...state,
        approvalCount: state.approvalCount + 1,
        openApprovals: [...state.openApprovals, event.data.approval],
      };
    case 'approval.decided':
      return event.data.status === 'PENDING'
        ? withApproval(state, event.data.approvalId, { decisions: event.data.decisions })
        : closeApproval(state, event.data.approvalId, event.data.status, event);
    case 'approval.escalated':
      return withApproval(state, event.data.approvalId, { escalated: true });
    case 'approval.expired':
      return closeApproval(state, event.data.approvalId, 'EXPIRED', event);
    case 'approval.canceled':
      return closeApproval(state, event.data.approvalId, 'CANCELED', event);
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
      return {
        ...withoutExecution(state, event.data.executionId),
        deliverable: event.data.deliverable,
        submissionPending: true,
      };
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
  const clearedFields: ReadonlySet<string> = new Set(cleared);
  return Object.fromEntries(
    Object.entries(next).filter(([field]) => !clearedFields.has(field)),
  ) as unknown as TaskState;
}

function transitioned(state: TaskState, { data, at, actor }: EventOf<'task.transitioned'>): TaskState {
  const { blockedReason: _blocked, returnTo: _returnTo, ...rest } = state;
  return {
    ...rest,
    status: data.to,
    lastTransition: { from: data.from, to: data.to, at, by: actor },
    ...(data.to === 'INBOX' && { assignees: [] }),
    ...(data.to === 'NEEDS_APPROVAL' && { returnTo: data.from }),
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

function withApproval(state: TaskState, id: string, changes: Partial<Approval>): TaskState {
  const openApprovals = state.openApprovals.map((approval) =>
    approval.id === id ? { ...approval, ...changes } : approval,
  );
  return { ...state, openApprovals };
}

function closeApproval(state: TaskState, id: string, status: ApprovalStatus, { at, actor }: TaskEvent): TaskState {
  return {
    ...state,
    openApprovals: state.openApprovals.filter((approval) => approval.id !== id),
    closedApprovals: [...state.closedApprovals, { id, status, at, by: actor }].slice(-CLOSED_APPROVALS_KEPT),
  };
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
function retried(state: TaskState, { executionId, attempt, error }: TaskEventData['execution.retried']): TaskState {
  const activeExecutions = state.activeExecutions.map((execution) => {
    if (execution.id !== executionId) return execution;
    const { leaseId: _lease, worker: _worker, assignedAt: _assigned, ...offered } = execution;
    return { ...offered, status: 'PENDING' as const, attempt, error };
  });
  return { ...state, activeExecutions };
}

const addUsage = (spending: Spending, { usage }: TaskEventData['run.recorded']): Spending => ({
  costMicros: spending.costMicros + usage.costMicros,
  inputTokens: spending.inputTokens + usage.inputTokens,
  outputTokens: spending.outputTokens + usage.outputTokens,
  runs: spending.runs + 1,
});
