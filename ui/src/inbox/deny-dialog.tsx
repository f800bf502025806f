import type { ApprovalView } from '../../../operations/schemas/approval.ts';
import { TextDialog } from '../moves/text-dialog.tsx';
import { titleOf } from './approval-words.ts';
import { useDecision } from './use-decision.ts';

interface DenyDialogProps {
  readonly approval: ApprovalView;
  readonly onClose: () => void;
}

/** A denial needs a reason: whoever asked goes on with it. */
export function DenyDialog({ approval, onClose }: DenyDialogProps) {
  const decision = useDecision(approval, onClose);
  return (
    <TextDialog
      title="Why?"
      description={`Deny “${titleOf(approval)}” of ${approval.taskKey}.${approval.blocking ? ' The task is blocked with your reason.' : ''}`}
      label="Reason"
      verb="Deny"
      isDangerous
      error={decision.error}
      isBusy={decision.isPending}
      onSubmit={decision.deny}
      onClose={onClose}
    />
  );
}
