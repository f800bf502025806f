import { useCommand } from '../api/use-command.ts';
import { Dialog } from '../controls/dialog.tsx';
import { DeliverableForm } from './deliverable-form.tsx';
import type { GateDialogProps } from './gate-dialog-props.ts';

/** Hands in the work, which moves the task to REVIEW. */
export default function SubmitDialog({ task, onDone, onClose }: GateDialogProps) {
  const submit = useCommand(task.key, 'submit', onDone);
  return (
    <Dialog title="Submit for review" description={`${task.key} ${task.title}`} onClose={onClose} isWide>
      <DeliverableForm
        task={task}
        verb="Submit for review"
        error={submit.error}
        isBusy={submit.isPending}
        onSubmit={(input) => submit.mutate(input)}
        onClose={onClose}
      />
    </Dialog>
  );
}
