import type { TaskCommand } from '../domain/task/commands.ts';
import type { Approval, TaskState } from '../domain/task/state.ts';

/** When the task has to act by itself next, or undefined; ISO timestamps compare as text. */
export function nextDeadline(state: TaskState | undefined): string | undefined {
  const deadlines = (state?.openApprovals ?? []).map((approval) => {
    const escalatesAt = nextEscalation(approval);
    return escalatesAt === undefined || escalatesAt > approval.expiresAt ? approval.expiresAt : escalatesAt;
  });
  return deadlines.toSorted()[0];
}

/**
 * The commands that are due at `now`.
 * @param escalatesAgain whether an approval is escalated a second time.
 */
export function dueCommands(state: TaskState, now: string, escalatesAgain: () => boolean): readonly TaskCommand[] {
  return state.openApprovals.flatMap((approval): TaskCommand[] => {
    const { id: approvalId, expiresAt, escalated } = approval;
    if (expiresAt <= now) return [{ name: 'expireApproval', approvalId }];
    const escalatesAt = nextEscalation(approval);
    if (escalatesAt === undefined || escalatesAt > now) return [];
    return [{ name: 'escalateApproval', approvalId, ...(!escalated && { again: escalatesAgain() }) }];
  });
}

const nextEscalation = ({ escalated, escalateAt, nextEscalationAt }: Approval): string | undefined =>
  escalated ? nextEscalationAt : escalateAt;
