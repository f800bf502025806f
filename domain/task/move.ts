import type { Draft } from './draft.ts';
import { isFinal, type TaskStatus } from './vocabulary.ts';

interface MoveOptions {
  readonly reason?: string | undefined;
  readonly feedback?: string | undefined;
  /** The move follows by a rule and is not what the sender asked for. */
  readonly byRule?: boolean;
}

/** Where a running execution still belongs to the task; anywhere else it is stopped. */
const EXECUTIONS_GO_ON: readonly TaskStatus[] = ['IN_PROGRESS', 'NEEDS_APPROVAL'];

/** Moves a task along an edge that was found legal, with everything that follows from being there. */
export function moveTo(draft: Draft, to: TaskStatus, { reason, feedback, byRule }: MoveOptions = {}): void {
  const { status: from } = draft.state;
  const details = { ...(reason !== undefined && { reason }), ...(feedback !== undefined && { feedback }) };
  const because = reason ?? `the task moved to ${to}`;
  if (!EXECUTIONS_GO_ON.includes(to)) cancelExecutions(draft, because);
  if (to === 'BLOCKED' || isFinal(to)) cancelApprovals(draft, because, { byRule, blockingOnly: !isFinal(to) });
  const data = { from, to, ...details };
  if (byRule) draft.emitByRule('task.transitioned', data);
  else draft.emit('task.transitioned', data);
}

function cancelExecutions(draft: Draft, reason: string): void {
  for (const { id } of draft.state.activeExecutions) {
    draft.emitByRule('execution.canceled', { executionId: id, reason });
  }
}

/** In the name of who moves the task: whoever asked or decides too late is told whom to talk to. */
function cancelApprovals(
  draft: Draft,
  reason: string,
  { byRule = false, blockingOnly }: { byRule: boolean | undefined; blockingOnly: boolean },
): void {
  for (const { id, blocking } of draft.state.openApprovals) {
    if (blockingOnly && !blocking) continue;
    const data = { approvalId: id, reason };
    if (byRule) draft.emitByRule('approval.canceled', data);
    else draft.emit('approval.canceled', data);
  }
}

/** A finished execution's deliverable takes the task to REVIEW, unless the checklist still has open items. */
export function submitIfComplete(draft: Draft): void {
  const { status, submissionPending, checklist } = draft.state;
  const settled = checklist.every(({ checked, note }) => checked || (note ?? '').trim() !== '');
  if (status === 'IN_PROGRESS' && submissionPending && settled) moveTo(draft, 'REVIEW', { byRule: true });
}
