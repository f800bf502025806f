import { carryOutHeld } from './carry-out-held.ts';
import type { TaskCommand } from './commands.ts';
import type { Draft } from './draft.ts';
import { moveTo, submitIfComplete } from './move.ts';
import type { ApprovedHeld, TaskState } from './state.ts';

/**
 * A task that waits for no blocking approval any more goes back to where it came from, and on from there: to REVIEW with
 * finished work, and to wherever approved commands take it that had to wait for the others.
 */
export function returnFromApproval(draft: Draft): void {
  const { status, returnTo, openApprovals, approvedHeld = [] } = draft.state;
  if (status !== 'NEEDS_APPROVAL' || returnTo === undefined) return;
  if (openApprovals.some(({ blocking }) => blocking)) return;
  moveTo(draft, returnTo, { byRule: true });
  submitIfComplete(draft);
  for (const approved of approvedHeld) carryOutHeld(draft, approved);
}

/** Whether a command may set free one that was held: then it has to know all that the held one depends on. */
export function maySetFree({ openApprovals, approvedHeld = [] }: TaskState, command: TaskCommand): boolean {
  if (command.name !== 'decideApproval' && command.name !== 'cancelApproval') return false;
  return approvedHeld.length > 0 || openApprovals.some(({ id, held }) => id === command.approvalId && held);
}

/** What was approved, but is not done since the task was blocked meanwhile. */
export function letGoOfHeld(draft: Draft, approvedHeld: readonly ApprovedHeld[]): void {
  for (const { approvalId, held } of approvedHeld) {
    const message = `${approvalId} was approved, but it is not done: ${draft.state.key} is ${draft.state.status}`;
    draft.emitByRule('task.command_refused', { command: held.name, message });
    draft.post(message);
  }
}
