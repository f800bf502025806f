import type { TaskView } from '../../../operations/schemas/task.ts';
import { Button } from '../controls/button.tsx';
import { Dialog, DialogFooter } from '../controls/dialog.tsx';

interface CompleteDialogProps {
  readonly task: TaskView;
  readonly onConfirmed: () => void;
  readonly onClose: () => void;
}

/** After a drag to DONE, which nothing takes back. */
export default function CompleteDialog({ task, onConfirmed, onClose }: CompleteDialogProps) {
  return (
    <Dialog
      title={`Complete ${task.key}?`}
      description="Done is final: the work is accepted and nothing changes the task any more."
      onClose={onClose}
    >
      <DialogFooter>
        <Button onClick={onClose}>Not yet</Button>
        <Button look="primary" onClick={onConfirmed}>
          Complete
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
