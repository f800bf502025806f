import type { TaskStatus } from '../../../domain/task/vocabulary.ts';
import { useCommand } from '../api/use-command.ts';
import { STATUS_LABELS } from '../board/words.ts';
import type { GateDialogProps } from './gate-dialog-props.ts';
import { TextDialog } from './text-dialog.tsx';

const VERBS: Partial<Record<TaskStatus, string>> = { CANCELED: 'Cancel the task', BLOCKED: 'Block the task' };

interface ReasonDialogProps extends GateDialogProps {
  readonly to: TaskStatus;
}

/** A move that has to be explained. */
export default function ReasonDialog({ task, to, onDone, onClose }: ReasonDialogProps) {
  const transition = useCommand(task.key, 'transition', onDone);
  const running =
    to === 'CANCELED' && task.activeExecutions.length > 0 ? ' The running execution is canceled first.' : '';
  return (
    <TextDialog
      title="Why?"
      description={`${task.key} goes from ${STATUS_LABELS[task.status]} to ${STATUS_LABELS[to]}.${running}`}
      label="Reason"
      verb={VERBS[to] ?? `Move to ${STATUS_LABELS[to]}`}
      isDangerous={to === 'CANCELED'}
      error={transition.error}
      isBusy={transition.isPending}
      onSubmit={(reason) => transition.mutate({ to, from: task.status, reason })}
      onClose={onClose}
    />
  );
}
