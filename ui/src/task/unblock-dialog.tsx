import { useState } from 'react';
import type { TaskStatus } from '../../../domain/task/vocabulary.ts';
import type { TaskView } from '../../../operations/schemas/task.ts';
import { useCommand } from '../api/use-command.ts';
import { STATUS_LABELS } from '../board/words.ts';
import { Button } from '../controls/button.tsx';
import { Choice } from '../controls/choice.tsx';
import { Dialog, DialogBody, DialogFooter } from '../controls/dialog.tsx';
import { Field, TextArea } from '../controls/field.tsx';
import { FormError } from '../controls/form-error.tsx';
import { notice } from '../controls/notice.ts';

interface UnblockDialogProps {
  readonly task: TaskView;
  readonly onClose: () => void;
}

/** Sets a blocked task going again, with what was settled. */
export function UnblockDialog({ task, onClose }: UnblockDialogProps) {
  const ways = task.allowedTransitions.filter(({ to }) => to !== 'CANCELED');
  const [to, setTo] = useState<TaskStatus | undefined>((ways.find(({ needs }) => needs.length === 0) ?? ways[0])?.to);
  const [reason, setReason] = useState('');
  const unblock = useCommand(task.key, 'transition', (result) => {
    notice.done(`${task.key} moved to ${STATUS_LABELS[result.task.status]}`);
    onClose();
  });
  const missing = ways.find((way) => way.to === to)?.needs.filter(({ path }) => path !== 'reason') ?? [];
  const isComplete = to !== undefined && reason.trim() !== '' && missing.length === 0;
  const submit = () =>
    isComplete && !unblock.isPending && unblock.mutate({ to, from: task.status, reason: reason.trim() });
  return (
    <Dialog title="Unblock" description={`${task.key} goes on, and is counted anew from here.`} onClose={onClose}>
      <form className="contents" onSubmit={(event) => (event.preventDefault(), submit())}>
        <DialogBody>
          <Field
            label="Goes on in"
            error={missing.length > 0 ? missing.map(({ message }) => message).join('; ') : undefined}
          >
            {(control) => (
              <Choice
                {...control}
                values={ways.map((way) => way.to)}
                labels={STATUS_LABELS}
                value={to}
                onChoose={(chosen) => chosen && setTo(chosen)}
              />
            )}
          </Field>
          <Field label="What was settled">
            {(control) => (
              <TextArea
                {...control}
                autoFocus
                maxLength={500}
                value={reason}
                onChange={({ target }) => setReason(target.value)}
                onKeyDown={(event) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && submit()}
              />
            )}
          </Field>
          <FormError error={unblock.error} />
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>Back</Button>
          <Button look="primary" type="submit" disabled={!isComplete} isBusy={unblock.isPending}>
            Unblock
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
