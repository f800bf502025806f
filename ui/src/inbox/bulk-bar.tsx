import { Check, X } from 'lucide-react';
import { useShortcut } from '../shell/shortcuts.ts';
import { Button } from '../controls/button.tsx';
import type { Decision } from './approval-commands.ts';

interface BulkBarProps {
  readonly count: number;
  readonly onDecide: (decision: Decision) => void;
  readonly onClear: () => void;
}

/** What can be done with the selected approvals; A and D mean all of them while it is there. */
export function BulkBar({ count, onDecide, onClear }: BulkBarProps) {
  useShortcut('a', () => onDecide('APPROVE'));
  useShortcut('d', () => onDecide('DENY'));
  return (
    <section aria-label="Selected approvals" className="border-t border-line bg-raised px-4 py-2 max-md:px-3">
      <div className="mx-auto flex max-w-3xl flex-wrap items-center gap-2 md:px-4">
        <p aria-live="polite" className="min-w-0 flex-1 text-[13px] font-medium max-md:w-full max-md:flex-none">
          {count} selected
        </p>
        <Button look="good" className="max-md:flex-1" onClick={() => onDecide('APPROVE')}>
          <Check size={15} aria-hidden /> Approve {count}
        </Button>
        <Button look="danger" className="max-md:flex-1" onClick={() => onDecide('DENY')}>
          <X size={15} aria-hidden /> Deny {count}
        </Button>
        <Button look="quiet" onClick={onClear}>
          Clear
        </Button>
      </div>
    </section>
  );
}
