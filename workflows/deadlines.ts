import type { TaskCommand } from '../domain/task/commands.ts';
import type { TaskState } from '../domain/task/state.ts';

/** When the task has to act by itself next, or undefined; ISO timestamps compare as text. */
export function nextDeadline(state: TaskState | undefined): string | undefined {
  const deadlines = (state?.openApprovals ?? []).map(({ escalated, escalateAt, expiresAt }) =>
    escalated || escalateAt > expiresAt ? expiresAt : escalateAt,
  );
  return deadlines.toSorted()[0];
}

/** The commands that are due at `now`. */
export function dueCommands(state: TaskState, now: string): readonly TaskCommand[] {
  return state.openApprovals.flatMap(({ id, escalated, escalateAt, expiresAt }): TaskCommand[] => {
    if (expiresAt <= now) return [{ name: 'expireApproval', approvalId: id }];
    return !escalated && escalateAt <= now ? [{ name: 'escalateApproval', approvalId: id }] : [];
  });
}
