import { X } from 'lucide-react';
import { Button } from '../controls/button.tsx';
import type { BulkOutcome } from './bulk-run.ts';

interface BulkRefusalsProps {
  readonly refused: readonly BulkOutcome[];
  readonly onClose: () => void;
}

/** What was not done, task by task, and why. */
export function BulkRefusals({ refused, onClose }: BulkRefusalsProps) {
  if (refused.length === 0) return null;
  return (
    <div role="alert" className="mb-2 flex items-start gap-2 rounded-md bg-bad-soft px-3 py-2 text-[13px] text-bad">
      <div className="min-w-0 flex-1">
        <p className="font-medium">{refused.length === 1 ? 'One was refused:' : `${refused.length} were refused:`}</p>
        <ul className="max-h-40 max-w-2xl overflow-y-auto">
          {refused.map(({ key, refusal }) => (
            <li key={key} className="break-words">
              <span className="font-mono text-xs">{key}</span> {refusal}
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
