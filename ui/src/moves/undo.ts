import { sendCommand, type CommandResult } from '../api/commands.ts';
import type { TaskStatus } from '../../../domain/task/vocabulary.ts';
import type { TaskCard } from '../../../operations/schemas/task.ts';

/** What a way back has to know: a card does, and so does a task. */
type Before = Pick<TaskCard, 'key' | 'status' | 'assignees' | 'blockedReason'>;

const REASON = 'Undo: moved by mistake';

/**
 * How to take a move back, where the rules have a way that leaves no trace but history: a review cycle, for one, cannot
 * be given back. `before` is the task before the move.
 */
export function undoOf(before: Before, to: TaskStatus): (() => Promise<CommandResult>) | undefined {
  const { key, status: from, assignees, blockedReason } = before;
  const back = (reason?: string) => () =>
    sendCommand(key, 'transition', { to: from, from: to, ...(reason !== undefined && { reason }) });

  switch (`${from} ${to}`) {
    case 'ASSIGNED INBOX':
      return () => sendCommand(key, 'assign', { assignees: assignees.map(({ kind, id }) => ({ kind, id })) });
    case 'INBOX ASSIGNED':
    case 'IN_PROGRESS ASSIGNED':
    case 'REVIEW IN_PROGRESS':
    case 'ASSIGNED BLOCKED':
    case 'IN_PROGRESS BLOCKED':
      return back();
    case 'ASSIGNED IN_PROGRESS':
      return back(REASON);
    case 'BLOCKED ASSIGNED':
    case 'BLOCKED IN_PROGRESS':
      return back(blockedReason ?? REASON);
    default:
      return undefined;
  }
}
