import type { TaskEvent, TaskEventType } from './events.ts';
import type { Approval, ApprovalGrant, TaskState } from './state.ts';
import type { ApprovalStatus } from './vocabulary.ts';

const CLOSED_APPROVALS_KEPT = 20;

export type ApprovalEvent = Extract<
  TaskEvent,
  { type: Extract<TaskEventType, `approval.${string}` | `grant.${string}`> }
>;

/** The state after something happened to an approval, or to what people have allowed besides. */
export function applyApproval(state: TaskState, event: ApprovalEvent): TaskState {
  switch (event.type) {
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
    case 'approval.escalated': {
      const { approvalId, level, nextEscalationAt } = event.data;
      return escalated(state, approvalId, level, nextEscalationAt);
    }
    case 'approval.delegated':
      return withApproval(state, event.data.approvalId, { deciderRole: event.data.role });
    case 'approval.expired':
      return closeApproval(state, event.data.approvalId, 'EXPIRED', event);
    case 'approval.canceled':
      return closeApproval(state, event.data.approvalId, 'CANCELED', event);
    case 'grant.given':
      return { ...state, grants: [...(state.grants ?? []), event.data.grant] };
    case 'grant.used':
      return { ...state, grants: usedOf(state.grants ?? [], event.data) };
  }
}

function withApproval(state: TaskState, id: string, changes: Partial<Approval>): TaskState {
  const openApprovals = state.openApprovals.map((approval) =>
    approval.id === id ? { ...approval, ...changes } : approval,
  );
  return { ...state, openApprovals };
}

function escalated(state: TaskState, id: string, level: number | undefined, next: string | undefined): TaskState {
  const openApprovals = state.openApprovals.map((approval) => {
    if (approval.id !== id) return approval;
    const { nextEscalationAt: _passed, ...rest } = approval;
    return {
      ...rest,
      escalated: true,
      ...(level !== undefined && { level }),
      ...(next !== undefined && { nextEscalationAt: next }),
    };
  });
  return { ...state, openApprovals };
}

function closeApproval(state: TaskState, id: string, status: ApprovalStatus, { at, actor }: TaskEvent): TaskState {
  return {
    ...state,
    openApprovals: state.openApprovals.filter((approval) => approval.id !== id),
    closedApprovals: [...state.closedApprovals, { id, status, at, by: actor }].slice(-CLOSED_APPROVALS_KEPT),
  };
}

/** What is used up is forgotten. */
const usedOf = (
  grants: readonly ApprovalGrant[],
  { approvalId, usesLeft }: { approvalId: string; usesLeft: number },
): readonly ApprovalGrant[] =>
  grants
    .map((grant) => (grant.approvalId === approvalId ? { ...grant, usesLeft } : grant))
    .filter((grant) => grant.usesLeft > 0);
