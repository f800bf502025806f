import { useState } from 'react';
import type { RecurringTaskView } from '../../../operations/schemas/recurring.ts';
import { post, remove } from '../api/request.ts';
import { Button } from '../controls/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../controls/dialog.tsx';
import { Field, TextBox } from '../controls/field.tsx';
import { FormError } from '../controls/form-error.tsx';
import { ConfirmDialog } from '../people/confirm-dialog.tsx';
import { useChange } from '../people/use-change.ts';

interface OrderProps {
  readonly recurring: RecurringTaskView;
  readonly onClose: () => void;
}

const LISTS = ['recurring-tasks'];

/** Asks why, for everybody to see. */
export function PauseDialog({ recurring: { id, name }, onClose }: OrderProps) {
  const [reason, setReason] = useState('');
  const pause = useChange(LISTS, () => post(`/recurring-tasks/${id}/pause`, { reason }), onClose);
  return (
    <Dialog title={`Pause ${name}?`} description="No tasks are made until it is resumed." onClose={onClose}>
      <form className="contents" onSubmit={(event) => (event.preventDefault(), pause.mutate(undefined))}>
        <DialogBody>
          <Field label="Reason" hint="Optional, for everybody to see">
            {(control) => (
              <TextBox
                {...control}
                autoFocus
                maxLength={500}
                value={reason}
                onChange={({ target }) => setReason(target.value)}
              />
            )}
          </Field>
          <FormError error={pause.error} />
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>Back</Button>
          <Button look="primary" type="submit" isBusy={pause.isPending}>
            Pause
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}

/** Also where somebody else has set it up. */
export function ResumeDialog({ recurring: { id, name }, onClose }: OrderProps) {
  const resume = useChange(LISTS, () => post(`/recurring-tasks/${id}/resume`, {}), onClose);
  return (
    <ConfirmDialog
      title={`Resume ${name}?`}
      verb="Resume"
      error={resume.error}
      isBusy={resume.isPending}
      onConfirm={() => resume.mutate(undefined)}
      onClose={onClose}
    >
      It goes on with its next time, in your name. What was due meanwhile is not made up for.
    </ConfirmDialog>
  );
}

export function RemoveDialog({ recurring: { id, name }, onClose }: OrderProps) {
  const removal = useChange(LISTS, () => remove(`/recurring-tasks/${id}`), onClose);
  return (
    <ConfirmDialog
      title={`Remove ${name}?`}
      verb="Remove"
      error={removal.error}
      isBusy={removal.isPending}
      onConfirm={() => removal.mutate(undefined)}
      onClose={onClose}
    >
      No tasks are made any more. Those that it made stay.
    </ConfirmDialog>
  );
}
