import { ChevronDown, ChevronsUp, ChevronUp, Minus } from 'lucide-react';
import type { Priority } from '../../../domain/task/vocabulary.ts';
import { PRIORITY_LABELS } from './words.ts';

const MARKS = {
  1: { Icon: ChevronsUp, className: 'text-bad' },
  2: { Icon: ChevronUp, className: 'text-warn' },
  3: { Icon: Minus, className: 'text-ink-faint' },
  4: { Icon: ChevronDown, className: 'text-ink-faint' },
} as const;

export function PriorityMark({ priority }: { readonly priority: Priority }) {
  const { Icon, className } = MARKS[priority];
  return (
    <span title={`${PRIORITY_LABELS[priority]} priority`} className={className}>
      <Icon size={15} strokeWidth={2.5} aria-hidden />
      <span className="sr-only">{PRIORITY_LABELS[priority]} priority</span>
    </span>
  );
}
