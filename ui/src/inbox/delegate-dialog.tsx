import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ApprovalView } from '../../../operations/schemas/approval.ts';
import { useWrite } from '../api/use-command.ts';
import { notice } from '../controls/notice.ts';
import { TextDialog } from '../moves/text-dialog.tsx';
import { delegateApproval, type Handover } from './approval-commands.ts';
import { titleOf } from './approval-words.ts';

interface DelegateDialogProps {
  readonly approval: ApprovalView;
  readonly onClose: () => void;
}

const WHO: Readonly<Record<Handover['role'], string>> = { ADMIN: 'the admins', OPERATOR: 'every operator' };

/** To whom a decision can be handed: those who cannot decide now, or everybody again. */
export const otherRole = ({ deciderRole }: Pick<ApprovalView, 'deciderRole'>): Handover['role'] =>
  deciderRole === 'ADMIN' ? 'OPERATOR' : 'ADMIN';

/** Leaves a decision to others. */
export function DelegateDialog({ approval, onClose }: DelegateDialogProps) {
  const { id, taskKey } = approval;
  // The card may hear of the handover before the answer is here: what was asked for stays.
  const [to] = useState(otherRole(approval));
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
