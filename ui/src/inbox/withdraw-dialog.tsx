import { useQueryClient } from '@tanstack/react-query';
import type { ApprovalView } from '../../../operations/schemas/approval.ts';
import { useCommand } from '../api/use-command.ts';
import { notice } from '../controls/notice.ts';
import { TextDialog } from '../moves/text-dialog.tsx';
import { titleOf } from './approval-words.ts';

interface WithdrawDialogProps {
  readonly approval: ApprovalView;
  readonly onClose: () => void;
}

/** Takes a request back: nothing is allowed, and the task goes on. */
export function WithdrawDialog({ approval, onClose }: WithdrawDialogProps) {
  const { id, taskKey } = approval;
  const client = useQueryClient();
  const cancel = useCommand(taskKey, 'cancelApproval', () => {
    notice.done(`Withdrawn: ${titleOf(approval)}`);
    void client.invalidateQueries({ queryKey: ['approvals'] });
    onClose();
  });
  return (
    <TextDialog
      title="Withdraw the request"
      description={`Nobody has to decide on “${titleOf(approval)}” any more, nothing of it is allowed, and ${taskKey} goes on.`}
      label="Reason"
      verb="Withdraw"
      isDangerous
      error={cancel.error}
      isBusy={cancel.isPending}
      onSubmit={(reason) => cancel.mutate({ approvalId: id, reason })}
      onClose={onClose}
    />
  );
}
