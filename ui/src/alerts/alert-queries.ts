import type { AlertView } from '../../../operations/schemas/attention.ts';
import { pages } from '../api/queries.ts';
import type { AlertFilters } from './alert-search.ts';

export const alertsQuery = ({ project, severity, status = 'OPEN' }: AlertFilters) =>
  pages<AlertView>(['alerts', 'list', project, severity, status], '/alerts', {
    project,
    severity,
    status: status === 'ANY' ? undefined : status,
  });
