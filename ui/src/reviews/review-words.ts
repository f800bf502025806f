import type { ReviewKind, ReviewSeverity, ReviewStatus } from '../../../domain/task/vocabulary.ts';
import type { Tone } from '../controls/badge.tsx';

export const REVIEW_LABELS: Readonly<Record<ReviewKind, string>> = {
  APPROVE: 'Approve',
  PRAISE: 'Praise',
  REFUTE: 'Refute',
  CHANGESET: 'Propose changes',
};

export const REVIEW_TONES: Readonly<Record<ReviewKind, Tone>> = {
  APPROVE: 'good',
  PRAISE: 'teal',
  REFUTE: 'bad',
  CHANGESET: 'violet',
};

export const SEVERITY_LABELS: Readonly<Record<ReviewSeverity, string>> = {
  MINOR: 'minor',
  MAJOR: 'major',
  CRITICAL: 'critical',
};

export const REVIEW_STATUS_LABELS: Readonly<Record<ReviewStatus, string>> = {
  PENDING: 'waits for an answer',
  ACCEPTED: 'accepted',
  REJECTED: 'rejected',
  SUPERSEDED: 'replaced by a newer one',
};
