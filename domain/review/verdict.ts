import type { Problem } from '../rejection.ts';
import type { OpenReview, Verdict } from './review.ts';

/** Longest comment and all diffs together, in characters: a review travels through workflow history. */
const DIFFS_LIMIT = 200_000;
const FILES_LIMIT = 100;

/** What a review still lacks. */
export function verdictProblems(verdict: Verdict): readonly Problem[] {
  switch (verdict.kind) {
    case 'PRAISE': {
      const fits = Number.isInteger(verdict.score) && verdict.score >= 1 && verdict.score <= 10;
      return fits ? [] : [{ path: 'score', message: 'must be a whole number from 1 to 10' }];
    }
    case 'REFUTE':
      return blank(verdict.comment) ? [{ path: 'comment', message: 'say what is wrong' }] : [];
    case 'CHANGESET':
      return filesProblems(verdict.files);
    case 'APPROVE':
      return [];
  }
}

/** Whether a review keeps work from being DONE for as long as nobody has answered it. */
export const isHeavy = ({ kind, severity }: Pick<OpenReview, 'kind' | 'severity'>): boolean =>
  kind === 'CHANGESET' || (kind === 'REFUTE' && severity !== 'MINOR');

const blank = (text: string): boolean => text.trim() === '';

function filesProblems(files: Extract<Verdict, { kind: 'CHANGESET' }>['files']): readonly Problem[] {
  if (files.length === 0) return [{ path: 'files', message: 'name at least one file' }];
  if (files.length > FILES_LIMIT) return [{ path: 'files', message: `at most ${FILES_LIMIT} files` }];
  const size = files.reduce((sum, { diff = '' }) => sum + diff.length, 0);
  if (size > DIFFS_LIMIT) return [{ path: 'files', message: `all diffs together: at most ${DIFFS_LIMIT} characters` }];
  return files.flatMap(({ path, action, diff = '' }, index) => {
    const at = `files.${index}`;
    if (blank(path) || path.startsWith('/') || path.split('/').includes('..')) {
      return [{ path: `${at}.path`, message: 'must be a path below the root of the repository' }];
    }
    return action !== 'DELETE' && blank(diff) ? [{ path: `${at}.diff`, message: `is needed to ${action}` }] : [];
  });
}
