import { useQueryClient } from '@tanstack/react-query';
import type { ApprovalView } from '../../../operations/schemas/approval.ts';
import { useWrite } from '../api/use-command.ts';
import { notice } from '../controls/notice.ts';
import { TextDialog } from '../moves/text-dialog.tsx';
import { delegateApproval, type Handover } from './approval-commands.ts';
import { titleOf } from './approval-words.ts';

interface DelegateDialogProps {
  readonly approval: ApprovalView;
  readonly to: Handover['role'];
  readonly onClose: () => void;
}

const WHO: Readonly<Record<Handover['role'], string>> = { ADMIN: 'the admins', OPERATOR: 'every operator' };

/** Leaves a decision to others. */
export function DelegateDialog({ approval, to, onClose }: DelegateDialogProps) {
  const { id, taskKey } = approval;
  const client = useQueryClient();
  const delegate = useWrite(
    (reason: string) => delegateApproval(id, { role: to, reason }),
    () => {
      notice.done(`${id} is left to ${WHO[to]}`);
      void client.invalidateQueries({ queryKey: ['approvals'] });
      onClose();
    },
  );
  return (
    <TextDialog
      title={to === 'ADMIN' ? 'Hand to the admins' : 'Let every operator decide'}
      description={`“${titleOf(approval)}” of ${taskKey} is then decided by ${WHO[to]} of the project, who are told so.`}
      label="Reason"
      verb="Hand over"
      error={delegate.error}
      isBusy={delegate.isPending}
      onSubmit={(reason) => delegate.mutate(reason)}
      onClose={onClose}
    />
  );
}
