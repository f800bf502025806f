import { useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { post } from '../api/request.ts';
import { Button } from '../controls/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../controls/dialog.tsx';
import { Field, TextBox } from '../controls/field.tsx';
import { FormError } from '../controls/form-error.tsx';

interface ResetLearningDialogProps {
  readonly agent: { readonly id: string; readonly name: string };
  readonly onClose: () => void;
}

/** Asks why what was learned of an agent is to be forgotten. */
export default function ResetLearningDialog({ agent, onClose }: ResetLearningDialogProps) {
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const reset = useMutation({
    mutationFn: () => post(`/agents/${encodeURIComponent(agent.id)}/performance/reset`, { reason: reason.trim() }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['agent', agent.id] });
      await client.invalidateQueries({ queryKey: ['performance'] });
      onClose();
    },
  });
  return (
    <Dialog
      title={`Forget what was learned of ${agent.name}?`}
      description="Only tasks that end from now on count for it. The tasks themselves stay as they are."
      onClose={onClose}
    >
      <form className="contents" onSubmit={(event) => (event.preventDefault(), reset.mutate())}>
        <DialogBody>
          <Field label="Reason" hint="For everybody to see: it works with another model now">
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
          <FormError error={reset.error} />
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>Back</Button>
          <Button look="danger" type="submit" disabled={reason.trim() === ''} isBusy={reset.isPending}>
            Forget
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
