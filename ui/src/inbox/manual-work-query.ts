import { queryOptions } from '@tanstack/react-query';
import type { ExecutionView } from '../../../operations/schemas/execution.ts';
import type { Page } from '../api/queries.ts';
import { get } from '../api/request.ts';

const MOST = 50;

/** Work for people, most urgent and oldest first. @param worker only what this person has taken */
export const manualWorkQuery = (status: 'PENDING' | 'IN_PROGRESS', worker?: string) =>
  queryOptions({
    queryKey: ['manual-work', status, worker],
    queryFn: ({ signal }) =>
      get<Page<ExecutionView>>('/executions', { executor: 'MANUAL', status, worker, limit: MOST }, signal),
  });
