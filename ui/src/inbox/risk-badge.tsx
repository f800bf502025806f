import { Circle, OctagonAlert, TriangleAlert } from 'lucide-react';
import type { Risk } from '../../../domain/task/vocabulary.ts';
import { RISK_LABELS } from '../board/words.ts';
import { Badge, type Tone } from '../controls/badge.tsx';

const TONES: Readonly<Record<Risk, Tone>> = { GREEN: 'good', YELLOW: 'warn', RED: 'bad' };
const SHAPES = { GREEN: Circle, YELLOW: TriangleAlert, RED: OctagonAlert } as const;

/** How risky something is, by colour, word and shape. */
export function RiskBadge({ risk }: { readonly risk: Risk }) {
  const Shape = SHAPES[risk];
  return (
    <Badge tone={TONES[risk]}>
      <Shape size={12} aria-hidden className="shrink-0" /> {RISK_LABELS[risk]}
    </Badge>
  );
}
