import type { OpenReview } from './review.ts';

/** What the next execution is told about a review that the author side agrees with. */
export function feedbackFrom({ id, kind, reviewer, comment, paths = [] }: OpenReview): string {
  const files = paths.length === 0 ? '' : ` (${paths.join(', ')})`;
  return `${kind} ${id} of ${reviewer.name}, accepted${files}: ${comment}`;
}
