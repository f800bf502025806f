import { useState } from 'react';
import type { ApprovalView } from '../../../operations/schemas/approval.ts';
import { Button } from '../controls/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../controls/dialog.tsx';
import { Field, TextArea } from '../controls/field.tsx';
import { FormError } from '../controls/form-error.tsx';
import type { Decision, Outcome } from './approval-commands.ts';
import { titleOf } from './approval-words.ts';
import { RiskBadge } from './risk-badge.tsx';
import { useBulkDecision } from './use-bulk-decision.ts';

interface BulkDialogProps {
  readonly decision: Decision;
  readonly approvals: readonly ApprovalView[];
  readonly onDone: (refused: readonly Outcome[]) => void;
  readonly onClose: () => void;
}

/** Shows once more what one decision would be about; a denial needs a reason. */
export function BulkDialog({ decision, approvals, onDone, onClose }: BulkDialogProps) {
  const [reason, setReason] = useState('');
  // The list of the inbox shrinks while the server decides; what was asked stays.
  const [asked] = useState(approvals);
  const decide = useBulkDecision(onDone);
  const isDenial = decision === 'DENY';
  const verb = isDenial ? 'Deny' : 'Approve';
  const isComplete = !isDenial || reason.trim() !== '';
  const submit = () =>
    isComplete &&
    !decide.isPending &&
    decide.mutate({
      ids: asked.map(({ id }) => id),
      decision,
      ...(reason.trim() !== '' && { reason: reason.trim() }),
    });
  return (
    <Dialog title={`${verb} ${asked.length}?`} description="Each is decided by itself." onClose={onClose}>
      <form className="contents" onSubmit={(event) => (event.preventDefault(), submit())}>
        <DialogBody>
          <ul className="flex flex-col gap-1.5">
            {asked.map((approval) => (
              <li key={approval.id} className="flex items-center gap-2 text-[13px]">
                <span className="font-mono text-xs text-ink-faint">{approval.taskKey}</span>
                <span className="min-w-0 flex-1 truncate">{titleOf(approval)}</span>
                <RiskBadge risk={approval.risk} />
              </li>
            ))}
          </ul>
          <Field label={isDenial ? 'Reason' : 'Reason, if you like'}>
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
          <FormError error={decide.error} />
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>Back</Button>
          <Button look={isDenial ? 'danger' : 'primary'} type="submit" disabled={!isComplete} isBusy={decide.isPending}>
            {verb} {asked.length}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
