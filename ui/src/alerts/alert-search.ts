import {
  ALERT_SEVERITIES,
  ALERT_STATUSES,
  type AlertSeverity,
  type AlertStatus,
} from '../../../domain/alert/vocabulary.ts';
import { oneOf, said, textOf, type Search } from '../api/search.ts';

export interface AlertFilters {
  readonly project?: string | undefined;
  readonly severity?: AlertSeverity | undefined;
  /** Absent: OPEN. */
  readonly status?: AlertStatus | 'ANY' | undefined;
}

export const alertSearch = ({ project, severity, status }: Search): AlertFilters =>
  said({
    project: textOf(project),
    severity: oneOf(ALERT_SEVERITIES, severity),
    status: oneOf([...ALERT_STATUSES, 'ANY'], status),
  });
