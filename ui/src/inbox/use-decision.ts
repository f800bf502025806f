import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ApprovalView } from '../../../operations/schemas/approval.ts';
import { accept } from '../api/use-command.ts';
import { notice } from '../controls/notice.ts';
import { decideApproval, type DecisionInput, type Grant } from './approval-commands.ts';
import { titleOf } from './approval-words.ts';
import { explain } from './too-late.ts';
import { expectDecisions, settleDecisions } from './expected-decisions.ts';

/** Approving and denying one request: approving shows at once, and is taken back where the server refuses. */
export function useDecision(approval: ApprovalView, onDone?: () => void) {
  const client = useQueryClient();
  const { id } = approval;
  // All of it belongs to the mutation: the card is gone from the list before the answer is there.
  const decide = useMutation({
    mutationFn: (input: DecisionInput) => decideApproval(id, input).catch((error: unknown) => explain(id, error)),
    onSuccess: (result, { decision }) => {
      accept(client, result);
      onDone?.();
      const isOpen = result.task.openApprovals.some((open) => open.id === id);
      const more = decision === 'APPROVE' && isOpen ? '. A second decision is needed.' : '';
      notice.done(`${decision === 'APPROVE' ? 'Approved' : 'Denied'}: ${titleOf(approval)}${more}`);
    },
    onError: (error, { decision }) => decision === 'APPROVE' && notice.refused(`${id} was not approved`, error),
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: ['approvals'] });
      settleDecisions([id]);
    },
  });

  return {
    error: decide.error,
    isPending: decide.isPending,
    approve: (grant?: Grant) => {
      expectDecisions([id], 'APPROVE');
      decide.mutate({ decision: 'APPROVE', ...(grant && { grant }) });
    },
    /** Waits for the answer, so that no reason is typed in vain. */
    deny: (reason: string) => decide.mutate({ decision: 'DENY', reason }),
  };
}
