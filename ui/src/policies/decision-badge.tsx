import { CircleCheck, CircleHelp, CircleX } from 'lucide-react';
import type { DecisionKind } from '../../../domain/policy/decision.ts';
import { Badge } from '../controls/badge.tsx';
import { DECISION_LABELS, DECISION_TONES } from './decision-words.ts';

const SHAPES = { ALLOW: CircleCheck, NEEDS_APPROVAL: CircleHelp, DENY: CircleX } as const;

/** What a policy says, by colour, word and shape. */
export function DecisionBadge({ decision }: { readonly decision: DecisionKind }) {
  const Shape = SHAPES[decision];
  return (
    <Badge tone={DECISION_TONES[decision]}>
      <Shape size={12} aria-hidden className="shrink-0" /> {DECISION_LABELS[decision]}
    </Badge>
  );
}
