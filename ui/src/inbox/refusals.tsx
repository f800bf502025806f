import { X } from 'lucide-react';
import { Button } from '../controls/button.tsx';
import type { Outcome } from './approval-commands.ts';

interface RefusalsProps {
  readonly refused: readonly Outcome[];
  readonly onClose: () => void;
}

/** What of a decision on several requests did not happen, and why. */
export function Refusals({ refused, onClose }: RefusalsProps) {
  if (refused.length === 0) return null;
  return (
    <div role="alert" className="mb-3 flex items-start gap-2 rounded-md bg-bad-soft px-3 py-2 text-[13px] text-bad">
      <div className="min-w-0 flex-1">
        <p className="font-medium">
          {refused.length === 1 ? 'One was not decided:' : `${refused.length} were not decided:`}
        </p>
        <ul>
          {refused.map(({ id, refusal }) => (
            <li key={id} className="break-words">
              <span className="font-mono text-xs">{id}</span> {refusal?.message}
            </li>
          ))}
        </ul>
      </div>
      <Button look="quiet" size="icon" aria-label="Dismiss" className="size-7! max-md:size-9!" onClick={onClose}>
        <X size={14} aria-hidden />
      </Button>
    </div>
  );
}
