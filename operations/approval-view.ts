import { decisionRefusal } from '../domain/task/approval-decision.ts';
import { approvalKindOf } from '../domain/task/approval-kind.ts';
import type { Approval } from '../domain/task/state.ts';
import type { ApprovalDocument } from '../store/models.ts';
import { authorize } from './authorization/authorize.ts';
import type { Caller } from './caller.ts';
import { OperationError } from './errors.ts';
import type { ApprovalView } from './schemas/approval.ts';
import type { TaskView } from './schemas/task.ts';

/** An approval as the caller sees it: with whether they may decide on it now. */
export function approvalView(document: ApprovalDocument, caller: Caller): ApprovalView {
  const {
    _id: id,
    taskId: _taskId,
    seq: _seq,
    order: _order,
    inputHash: _hash,
    leastRole: _least,
    ...shown
  } = document;
  const refusal = refusalOf({ ...document, id }, caller);
  const view = { ...shown, id, kind: approvalKindOf(document), mayDecide: refusal === undefined };
  return { ...view, ...(refusal !== undefined && { mayNotDecideBecause: refusal }) } as unknown as ApprovalView;
}

/** An open approval as part of its task. */
export function openApprovalView(approval: Approval): TaskView['openApprovals'][number] {
  const { inputHash: _hash, leastRole: _least, ...shown } = approval;
  return { ...shown, kind: approvalKindOf(approval) } as unknown as TaskView['openApprovals'][number];
}

function refusalOf(approval: ApprovalDocument, caller: Caller): string | undefined {
  const { id, status, projectId } = approval;
  if (status !== 'PENDING') return closedInWords(approval);
  try {
    const actor = authorize(caller, 'tasks.decideApproval', projectId, `the approval ${id}`);
    return decisionRefusal(approval, actor, new Date().toISOString())?.message;
  } catch (error) {
    if (error instanceof OperationError) return error.message;
    throw error;
  }
}

/** "MC-1-A1 is already DENIED (Olga at 2026-01-01T00:00:00.000Z)" */
export function closedInWords({ _id: id, status, closedBy, closedAt, decisions }: ApprovalDocument): string {
  // Those of older versions say it only where somebody decided.
  const by = closedBy ?? decisions.at(-1)?.by;
  const who = by && closedAt !== undefined ? ` (${by.name} at ${closedAt})` : '';
  return `${id} is already ${status}${who}`;
}
