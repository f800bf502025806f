import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { PLAN_BULLETS } from '../../../domain/task/gates.ts';
import { dollars } from '../../../domain/money.ts';
import { useCommand } from '../api/use-command.ts';
import { Button } from '../controls/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../controls/dialog.tsx';
import { Field, TextBox } from '../controls/field.tsx';
import { FormError } from '../controls/form-error.tsx';
import type { GateDialogProps } from './gate-dialog-props.ts';

const MICROS = 1_000_000;

interface PlanDialogProps extends GateDialogProps {
  readonly verb?: string;
}

/** A work plan: 3 to 6 steps, and what they may cost. */
export default function PlanDialog({ task, onDone, onClose, verb = 'Save plan' }: PlanDialogProps) {
  const plan = task.workPlan;
  const [bullets, setBullets] = useState(() =>
    [...(plan?.bullets ?? []), '', '', ''].slice(0, Math.max(PLAN_BULLETS.min, plan?.bullets.length ?? 0)),
  );
  const [cost, setCost] = useState(
    plan?.estimatedCostMicros === undefined ? '' : String(plan.estimatedCostMicros / MICROS),
  );
  const [minutes, setMinutes] = useState(plan?.estimatedMinutes === undefined ? '' : String(plan.estimatedMinutes));
  const save = useCommand(task.key, 'plan', onDone);
  const written = bullets.map((bullet) => bullet.trim()).filter((bullet) => bullet !== '');

  function submit(): void {
    save.mutate({
      bullets: written,
      ...(cost !== '' && { estimatedCostMicros: dollars(Number(cost)) }),
      ...(minutes !== '' && { estimatedMinutes: Math.round(Number(minutes)) }),
    });
  }

  return (
    <Dialog
      title="Plan the work"
      description={`${task.key} ${task.title}: ${PLAN_BULLETS.min} to ${PLAN_BULLETS.max} steps, in order.`}
      onClose={onClose}
    >
      <form className="contents" onSubmit={(event) => (event.preventDefault(), submit())}>
        <DialogBody>
          <ol className="flex flex-col gap-2">
            {bullets.map((bullet, index) => (
              <li key={index} className="flex items-center gap-2">
                <span className="w-4 text-right text-xs text-ink-faint tabular-nums">{index + 1}</span>
                <TextBox
                  aria-label={`Step ${index + 1}`}
                  value={bullet}
                  maxLength={500}
                  autoFocus={index === 0}
                  onChange={({ target }) => setBullets(bullets.with(index, target.value))}
                />
                {bullets.length > PLAN_BULLETS.min && (
                  <Button
                    look="quiet"
                    size="icon"
                    aria-label={`Remove step ${index + 1}`}
                    onClick={() => setBullets(bullets.toSpliced(index, 1))}
                  >
                    <X size={14} aria-hidden />
                  </Button>
                )}
              </li>
            ))}
          </ol>
          {bullets.length < PLAN_BULLETS.max && (
            <Button look="quiet" size="small" className="self-start" onClick={() => setBullets([...bullets, ''])}>
              <Plus size={14} aria-hidden /> Add a step
            </Button>
          )}
          <div className="grid grid-cols-2 gap-3">
            <Field label="Estimated cost in dollars">
              {(control) => (
                <TextBox
                  {...control}
                  type="number"
                  inputMode="decimal"
                  min={0}
                  step="0.01"
                  value={cost}
                  onChange={({ target }) => setCost(target.value)}
                  placeholder="optional"
                />
              )}
            </Field>
            <Field label="Estimated minutes">
              {(control) => (
                <TextBox
                  {...control}
                  type="number"
                  inputMode="numeric"
                  min={0}
                  step={1}
                  value={minutes}
                  onChange={({ target }) => setMinutes(target.value)}
                  placeholder="optional"
                />
              )}
            </Field>
          </div>
          <FormError error={save.error} />
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>Back</Button>
          <Button look="primary" type="submit" disabled={written.length < PLAN_BULLETS.min} isBusy={save.isPending}>
            {verb}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
