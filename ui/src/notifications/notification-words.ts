import type { NotificationKind } from '../../../domain/notification/vocabulary.ts';

export const KIND_LABELS: Readonly<Record<NotificationKind, string>> = {
  MENTION: 'Mentions',
  ASSIGNMENT: 'Assignments',
  TRANSITION: 'Moves',
  APPROVAL_REQUESTED: 'Approvals asked for',
  APPROVAL_DECIDED: 'Approvals decided',
  REVIEW_REQUESTED: 'Reviews asked for',
  REVIEW_GIVEN: 'Reviews given',
  REVIEW_ANSWERED: 'Reviews answered',
  BUDGET: 'Budgets',
  ALERT: 'Alerts',
};
