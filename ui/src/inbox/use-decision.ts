import { useQueryClient } from '@tanstack/react-query';
import type { ApprovalView } from '../../../operations/schemas/approval.ts';
import { decideApproval } from '../api/commands.ts';
import { useWrite } from '../api/use-command.ts';
import { notice } from '../controls/notice.ts';

interface Choice {
  readonly decision: 'APPROVE' | 'DENY';
  readonly reason?: string;
}

/** Approving and denying one request. */
export function useDecision({ id, action, decisions, requiredDecisions }: ApprovalView, onDone?: () => void) {
  const client = useQueryClient();
  const write = useWrite(({ decision, reason }: Choice) => decideApproval(id, decision, reason), onDone);
  const settled = () => void client.invalidateQueries({ queryKey: ['approvals'] });
  const isLast = decisions.length + 1 >= requiredDecisions;

  return {
    error: write.error,
    isPending: write.isPending,
    approve: () =>
      write.mutate(
        { decision: 'APPROVE' },
        {
          onSuccess: () =>
            notice.done(isLast ? `Approved: ${action}` : `Approved: ${action}. A second decision is needed.`),
          onError: (error) => notice.refused(`${id} was not approved`, error),
          onSettled: settled,
        },
      ),
    deny: (reason: string) =>
      write.mutate(
        { decision: 'DENY', reason },
        { onSuccess: () => notice.done(`Denied: ${action}`), onSettled: settled },
      ),
  };
}
