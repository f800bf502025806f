import { useState } from 'react';
import { GRANT_SCOPES, type GrantScope } from '../../../domain/task/vocabulary.ts';
import type { ApprovalView } from '../../../operations/schemas/approval.ts';
import { Button } from '../controls/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../controls/dialog.tsx';
import { Field, TextBox } from '../controls/field.tsx';
import type { Grant } from './approval-commands.ts';

interface GrantDialogProps {
  readonly approval: ApprovalView;
  readonly onApprove: (grant: Grant) => void;
  readonly onClose: () => void;
}

const LIMITS = { minutes: 480, uses: 100 } as const;

const isWhole = (text: string, most: number): boolean =>
  /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= most;

/** Approves, and lets the same happen again for this task without asking, for a while. */
export function GrantDialog({ approval, onApprove, onClose }: GrantDialogProps) {
  const { tool = '', risk, taskKey, requiredDecisions } = approval;
  const [scope, setScope] = useState<GrantScope>('SAME_CALL');
  const [minutes, setMinutes] = useState('60');
  const [uses, setUses] = useState('5');
  const isValid = isWhole(minutes, LIMITS.minutes) && isWhole(uses, LIMITS.uses);
  const meanings: Readonly<Record<GrantScope, string>> = {
    SAME_CALL: `The very same call of ${tool}`,
    SAME_TOOL: `Every call of ${tool} that is no riskier`,
  };
  const submit = () => isValid && onApprove({ scope, minutes: Number(minutes), uses: Number(uses) });
  return (
    <Dialog
      title="Approve, and allow the same again"
      description={`For ${taskKey} alone; everything else is asked as before.${requiredDecisions > 1 ? ' It counts once everybody who approves allows it, as far as the most careful of them does.' : ''}`}
      onClose={onClose}
    >
      <form className="contents" onSubmit={(event) => (event.preventDefault(), submit())}>
        <DialogBody>
          <fieldset className="flex flex-col gap-1">
            <legend className="mb-1 text-[13px] font-medium text-ink-soft">What may happen again</legend>
            {GRANT_SCOPES.map((each) => (
              <label key={each} className="flex items-center gap-2 max-md:min-h-11">
                <input
                  type="radio"
                  name="scope"
                  className="size-4 accent-accent"
                  checked={each === scope}
                  disabled={each === 'SAME_TOOL' && risk === 'RED'}
                  onChange={() => setScope(each)}
                />
                {meanings[each]}
              </label>
            ))}
            {risk === 'RED' && (
              <p className="text-xs text-ink-faint">What is of high risk can be allowed only as the very same call.</p>
            )}
          </fieldset>
          <div className="grid grid-cols-2 gap-3">
            <Field
              label="Minutes"
              hint={`1 to ${LIMITS.minutes}`}
              error={isWhole(minutes, LIMITS.minutes) ? undefined : `a whole number, 1 to ${LIMITS.minutes}`}
            >
              {(control) => (
                <TextBox
                  {...control}
                  inputMode="numeric"
                  value={minutes}
                  onChange={({ target }) => setMinutes(target.value)}
                />
              )}
            </Field>
            <Field
              label="Times"
              hint={`1 to ${LIMITS.uses}`}
              error={isWhole(uses, LIMITS.uses) ? undefined : `a whole number, 1 to ${LIMITS.uses}`}
            >
              {(control) => (
                <TextBox
                  {...control}
                  inputMode="numeric"
                  value={uses}
                  onChange={({ target }) => setUses(target.value)}
                />
              )}
            </Field>
          </div>
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>Back</Button>
          <Button look="primary" type="submit" disabled={!isValid}>
            Approve and allow
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
