import type { TaskEvent, TaskEventData, TaskEventType } from './events.ts';
import { deciderRoleOf } from './approval-decision.ts';
import type { Approval, ApprovalGrant, TaskState } from './state.ts';
import type { ApprovalStatus } from './vocabulary.ts';

const CLOSED_APPROVALS_KEPT = 20;
const GRANTS_KEPT = 20;
const HELD_KEPT = 20;

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
        : closeApproval(withHeld(state, event.data), event.data.approvalId, event.data.status, event);
    case 'approval.escalated': {
      const { approvalId, level, nextEscalationAt } = event.data;
      return escalated(state, approvalId, level, nextEscalationAt);
    }
    case 'approval.delegated':
      return delegated(state, event.data);
    case 'approval.expired':
      return closeApproval(state, event.data.approvalId, 'EXPIRED', event);
    case 'approval.canceled':
      return closeApproval(state, event.data.approvalId, 'CANCELED', event);
    case 'grant.given':
      return { ...state, grants: [...holding(state.grants, event.at), event.data.grant].slice(-GRANTS_KEPT) };
    case 'grant.used':
      return { ...state, grants: usedOf(holding(state.grants, event.at), event.data) };
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

function delegated(state: TaskState, { approvalId: id, role }: TaskEventData['approval.delegated']): TaskState {
  const approval = state.openApprovals.find((one) => one.id === id);
  if (!approval) return state;
  return withApproval(state, id, { deciderRole: role, leastRole: approval.leastRole ?? deciderRoleOf(approval) });
}

/** What is approved while other approvals hold the task is remembered until they are settled. */
function withHeld(state: TaskState, { approvalId, status }: TaskEventData['approval.decided']): TaskState {
  const approval = state.openApprovals.find(({ id }) => id === approvalId);
  if (status !== 'APPROVED' || !approval?.held || approval.held.name === 'spawn') return state;
  if (!state.openApprovals.some(({ id, blocking }) => blocking && id !== approvalId)) return state;
  const { held, requester } = approval;
  const approvedHeld = [...(state.approvedHeld ?? []), { approvalId, held, requester }];
  return { ...state, approvedHeld: approvedHeld.slice(-HELD_KEPT) };
}

function closeApproval(state: TaskState, id: string, status: ApprovalStatus, { at, actor }: TaskEvent): TaskState {
  return {
    ...state,
    openApprovals: state.openApprovals.filter((approval) => approval.id !== id),
    closedApprovals: [...state.closedApprovals, { id, status, at, by: actor }].slice(-CLOSED_APPROVALS_KEPT),
  };
}

const holding = (grants: readonly ApprovalGrant[] = [], now: string): readonly ApprovalGrant[] =>
  grants.filter(({ until }) => until > now);

/** What is used up is forgotten. */
const usedOf = (
  grants: readonly ApprovalGrant[],
  { approvalId, usesLeft }: { approvalId: string; usesLeft: number },
): readonly ApprovalGrant[] =>
  grants
    .map((grant) => (grant.approvalId === approvalId ? { ...grant, usesLeft } : grant))
    .filter((grant) => grant.usesLeft > 0);
