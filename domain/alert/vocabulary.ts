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

/** What people should know about. */
export interface NewAlert {
  /** Says what it is about: while an alert with the key is open, raising it again counts. */
  readonly key: string;
  readonly severity: AlertSeverity;
  /** For example BUDGET_EXCEEDED, AGENT_OFFLINE, EXECUTION_FAILED. */
  readonly kind: string;
  readonly title: string;
  readonly description: string;
  readonly projectId?: string;
  readonly agentId?: string;
  readonly taskKey?: string;
  /** Never again under this key, also when it was closed: for what happens once, and for writes that are repeated. */
  readonly once?: boolean;
}
