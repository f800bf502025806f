import { useState } from 'react';
import type { ExecutionView } from '../../../operations/schemas/execution.ts';
import type { TaskView } from '../../../operations/schemas/task.ts';
import { Dialog } from '../controls/dialog.tsx';
import { Field, TextBox } from '../controls/field.tsx';
import { fieldError } from '../controls/form-error.tsx';
import { DeliverableForm } from '../moves/deliverable-form.tsx';

const MS_PER_MINUTE = 60_000;

interface CompleteDialogProps {
  readonly task: TaskView;
  readonly execution: ExecutionView;
  readonly error: Error | null;
  readonly isBusy: boolean;
  readonly onSubmit: (report: unknown) => void;
  readonly onClose: () => void;
}

/** Hands in what a person has done, with the time that it took and what it cost. */
export function CompleteDialog({ task, execution, error, isBusy, onSubmit, onClose }: CompleteDialogProps) {
  const [minutes, setMinutes] = useState(() => String(minutesSince(execution.startedAt)));
  const [dollars, setDollars] = useState('');
  return (
    <Dialog title="Complete the work" description={`${execution.id} of ${task.key}`} onClose={onClose} isWide>
      <DeliverableForm
        task={task}
        verb="Complete"
        error={error}
        isBusy={isBusy}
        onSubmit={(deliverable) => onSubmit({ ...deliverable, usage: usageFrom(minutes, dollars) })}
        onClose={onClose}
      >
        <div className="flex flex-wrap gap-3">
          <Field
            label="Minutes worked"
            className="flex-1"
            error={fieldError(error, 'usage.seconds')}
            hint="Since you took it, unless you change it."
          >
            {(control) => (
              <TextBox
                {...control}
                type="number"
                min={0}
                max={100_000}
                step={1}
                inputMode="numeric"
                value={minutes}
                onChange={({ target }) => setMinutes(target.value)}
              />
            )}
          </Field>
          <Field
            label="Cost in dollars"
            className="flex-1"
            error={fieldError(error, 'usage.costMicros')}
            hint="Paid for this work; counts towards the task’s budget."
          >
            {(control) => (
              <TextBox
                {...control}
                type="number"
                min={0}
                max={1_000_000}
                step="any"
                inputMode="decimal"
                placeholder="0.00"
                value={dollars}
                onChange={({ target }) => setDollars(target.value)}
              />
            )}
          </Field>
        </div>
      </DeliverableForm>
    </Dialog>
  );
}

const usageFrom = (minutes: string, dollars: string) => ({
  inputTokens: 0,
  outputTokens: 0,
  seconds: Math.round(Number(minutes) * 60),
  costMicros: Math.round(Number(dollars) * 1_000_000),
  costSource: 'BILLED',
});

function minutesSince(startedAt: string | undefined): number {
  return startedAt === undefined ? 0 : Math.max(1, Math.round((Date.now() - Date.parse(startedAt)) / MS_PER_MINUTE));
}
