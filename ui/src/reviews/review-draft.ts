import { splitDiff } from '../../../domain/review/split-diff.ts';
import type { ReviewKind, ReviewSeverity } from '../../../domain/task/vocabulary.ts';
import type { CommandInput } from '../api/commands.ts';

/** A review that is being written. */
export interface ReviewDraft {
  readonly kind: ReviewKind;
  readonly comment: string;
  /** 1 to 10. */
  readonly score: number;
  readonly severity: ReviewSeverity;
  /** As pasted. */
  readonly diff: string;
}

export const NEW_REVIEW: ReviewDraft = { kind: 'APPROVE', comment: '', score: 8, severity: 'MAJOR', diff: '' };

/** What is sent, or undefined while something is missing. */
export function verdictFrom({ kind, comment, score, severity, diff }: ReviewDraft): CommandInput<'review'> | undefined {
  const text = comment.trim();
  switch (kind) {
    case 'PRAISE':
      return { kind, score, comment: text };
    case 'REFUTE':
      return text === '' ? undefined : { kind, severity, comment: text };
    case 'CHANGESET': {
      const files = splitDiff(diff);
      return files.length === 0 ? undefined : { kind, files: [...files], comment: text };
    }
    case 'APPROVE':
      return { kind, comment: text };
  }
}
