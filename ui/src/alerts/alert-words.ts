import type { AlertSeverity, AlertStatus } from '../../../domain/alert/vocabulary.ts';
import type { Tone } from '../controls/badge.tsx';

export const SEVERITY_LABELS: Readonly<Record<AlertSeverity, string>> = {
  INFO: 'Info',
  WARNING: 'Warning',
  ERROR: 'Error',
  CRITICAL: 'Critical',
};

export const SEVERITY_TONES: Readonly<Record<AlertSeverity, Tone>> = {
  INFO: 'accent',
  WARNING: 'warn',
  ERROR: 'bad',
  CRITICAL: 'bad',
};

export const ALERT_STATUS_LABELS: Readonly<Record<AlertStatus | 'ANY', string>> = {
  OPEN: 'Open',
  ACKNOWLEDGED: 'Acknowledged',
  RESOLVED: 'Resolved',
  IGNORED: 'Ignored',
  ANY: 'Any status',
};

export const ALERT_VERBS: Readonly<Record<Exclude<AlertStatus, 'OPEN'>, string>> = {
  ACKNOWLEDGED: 'Acknowledge',
  RESOLVED: 'Resolve',
  IGNORED: 'Ignore',
};
