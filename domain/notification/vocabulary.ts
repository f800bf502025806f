export const NOTIFICATION_KINDS = [
  'MENTION',
  'ASSIGNMENT',
  'TRANSITION',
  'APPROVAL_REQUESTED',
  'APPROVAL_DECIDED',
  'ALERT',
] as const;
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];
