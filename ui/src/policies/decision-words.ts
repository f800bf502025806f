import type { DecisionKind } from '../../../domain/policy/decision.ts';
import type { Tone } from '../controls/badge.tsx';

export const DECISION_LABELS: Readonly<Record<DecisionKind, string>> = {
  ALLOW: 'Allowed',
  NEEDS_APPROVAL: 'Needs approval',
  DENY: 'Denied',
};

export const DECISION_TONES: Readonly<Record<DecisionKind, Tone>> = {
  ALLOW: 'good',
  NEEDS_APPROVAL: 'warn',
  DENY: 'bad',
};
