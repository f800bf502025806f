import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { DecideMany } from '../../../operations/schemas/approval.ts';
import { notice } from '../controls/notice.ts';
import { decideMany, type Outcome } from './approval-commands.ts';
import { explained } from './too-late.ts';
import { expectDecisions, settleDecisions } from './expected-decisions.ts';

/** One decision on several requests; `onDone` hears of those that the server refused. */
export function useBulkDecision(onDone: (refused: readonly Outcome[]) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (choice: DecideMany) => Promise.all((await decideMany(choice)).map(explained)),
    onMutate: ({ ids, decision }) => expectDecisions(ids, decision),
    onSuccess: (outcomes, { decision }) => {
      const refused = outcomes.filter(({ refusal }) => refusal);
      const decided = outcomes.length - refused.length;
      const verb = decision === 'APPROVE' ? 'approved' : 'denied';
      if (decided > 0) notice.done(`${decided} ${verb}${refused.length > 0 ? `, ${refused.length} not` : ''}`);
      onDone(refused);
      for (const { approval } of outcomes) {
        if (!approval) continue;
        void client.invalidateQueries({ queryKey: ['task', approval.taskKey] });
        void client.invalidateQueries({ queryKey: ['task-part', approval.taskKey] });
      }
    },
    onSettled: async (_outcomes, _error, { ids }) => {
      await client.invalidateQueries({ queryKey: ['approvals'] });
      settleDecisions(ids);
    },
  });
}
