import { queryOptions } from '@tanstack/react-query';
import type { ApprovalStatus } from '../../../domain/task/vocabulary.ts';
import type { ApprovalView, DecisionChain } from '../../../operations/schemas/approval.ts';
import { pages } from '../api/queries.ts';
import { get } from '../api/request.ts';

/** Approvals of all projects: the pending ones first, then the last decided ones. */
export const approvalsQuery = (status: ApprovalStatus | undefined) =>
  pages<ApprovalView>(['approvals', 'list', status], '/approvals', { status });

/** All that happened to an approval. */
export const chainQuery = ({ id, taskKey }: Pick<ApprovalView, 'id' | 'taskKey'>) =>
  queryOptions({
    queryKey: ['task-part', taskKey, 'approval-chain', id],
    queryFn: ({ signal }) => get<DecisionChain>(`/approvals/${id}/chain`, {}, signal),
  });
