/** From least to most. */
export const ALERT_SEVERITIES = ['INFO', 'WARNING', 'ERROR', 'CRITICAL'] as const;
export type AlertSeverity = (typeof ALERT_SEVERITIES)[number];

export const ALERT_STATUSES = ['OPEN', 'ACKNOWLEDGED', 'RESOLVED', 'IGNORED'] as const;
export type AlertStatus = (typeof ALERT_STATUSES)[number];

/** Where an alert can go from each status; a closed one stays closed. */
export const NEXT_ALERT_STATUSES: Readonly<Record<AlertStatus, readonly AlertStatus[]>> = {
  OPEN: ['ACKNOWLEDGED', 'RESOLVED', 'IGNORED'],
  ACKNOWLEDGED: ['RESOLVED', 'IGNORED'],
  RESOLVED: [],
  IGNORED: [],
};
