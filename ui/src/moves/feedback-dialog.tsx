import { useCommand } from '../api/use-command.ts';
import type { GateDialogProps } from './gate-dialog-props.ts';
import { TextDialog } from './text-dialog.tsx';

const LONGEST = 20_000;

/** Sends work back from REVIEW with what has to change. */
export default function FeedbackDialog({ task, onDone, onClose }: GateDialogProps) {
  const transition = useCommand(task.key, 'transition', onDone);
  return (
    <TextDialog
      title="What should change?"
      description={`${task.key} goes back to In progress with your feedback.`}
      label="Feedback"
      verb="Send back"
      maxLength={LONGEST}
      error={transition.error}
      isBusy={transition.isPending}
      onSubmit={(feedback) => transition.mutate({ to: 'IN_PROGRESS', from: task.status, feedback })}
      onClose={onClose}
    />
  );
}
