import { useState } from 'react';
import { EXECUTOR_TYPES, type ExecutorType } from '../../../domain/task/vocabulary.ts';
import type { TaskView } from '../../../operations/schemas/task.ts';
import { sendCommand, type CommandResult } from '../api/commands.ts';
import { useWrite } from '../api/use-command.ts';
import { EXECUTOR_LABELS } from '../board/words.ts';
import { Button } from '../controls/button.tsx';
import { Choice } from '../controls/choice.tsx';
import { Dialog, DialogBody, DialogFooter } from '../controls/dialog.tsx';
import { Field } from '../controls/field.tsx';
import { FormError } from '../controls/form-error.tsx';

interface RerouteDialogProps {
  readonly task: TaskView;
  readonly executionId: string;
  readonly executor: ExecutorType;
  readonly onClose: () => void;
}

/** Takes the work away from one executor and gives it to another. */
export function RerouteDialog({ task: { key, activeExecutions }, executionId, executor, onClose }: RerouteDialogProps) {
  const others = EXECUTOR_TYPES.filter((type) => type !== executor);
  const [next, setNext] = useState<ExecutorType | undefined>(others.at(-1));

  async function reroute(to: ExecutorType): Promise<CommandResult> {
    // A second try after a lost answer finds the first half done.
    if (activeExecutions.some(({ id }) => id === executionId)) {
      const reason = `Re-routed from ${EXECUTOR_LABELS[executor]} to ${EXECUTOR_LABELS[to]}`;
      await sendCommand(key, 'cancelExecution', { executionId, reason });
    }
    return sendCommand(key, 'dispatch', { executor: to });
  }
  const write = useWrite(reroute, onClose);

  return (
    <Dialog
      title="Re-route"
      description={`${executionId} is canceled, and ${key} is dispatched again.`}
      onClose={onClose}
    >
      <DialogBody>
        <Field label="Executor">
          {(control) => (
            <Choice {...control} values={others} labels={EXECUTOR_LABELS} value={next} onChoose={setNext} />
          )}
        </Field>
        <FormError error={write.error} />
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>Back</Button>
        <Button look="primary" isBusy={write.isPending} onClick={() => next && write.mutate(next)}>
          Re-route
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
