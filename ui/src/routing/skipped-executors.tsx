import type { RoutePreview } from '../../../operations/schemas/routing.ts';
import { EXECUTOR_LABELS } from '../board/words.ts';

/** Who would have come first, and why not. */
export const SkippedExecutors = ({ skipped = [] }: Pick<RoutePreview['route'], 'skipped'>) =>
  skipped.length > 0 && (
    <ul aria-label="Skipped executors">
      {skipped.map(({ executor, rule, reason }) => (
        <li key={`${rule}-${executor}`}>
          Skipped {EXECUTOR_LABELS[executor]} (rule {rule + 1}): {reason}
        </li>
      ))}
    </ul>
  );
