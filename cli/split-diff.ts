import type { ChangedFile } from '../domain/review/review.ts';

/** The files of a unified diff as `git diff` writes it, each with its part; empty for any other text. */
export function splitDiff(text: string): readonly ChangedFile[] {
  return text
    .split(/^(?=diff --git )/m)
    .filter((part) => part.startsWith('diff --git '))
    .map(fileOf);
}

function fileOf(diff: string): ChangedFile {
  // What comes after the first hunk is content, whatever it looks like.
  const head = diff.split(/^@@ /m, 1)[0] ?? '';
  const before = /^--- (?:"?a\/)?(.*?)"?\t?$/m.exec(head)?.[1];
  const after = /^\+\+\+ (?:"?b\/)?(.*?)"?\t?$/m.exec(head)?.[1];
  const named = /^diff --git "?a\/.*?"? "?b\/(.*?)"?$/m.exec(head)?.[1];
  if (after === '/dev/null' || /^deleted file mode /m.test(head)) {
    return { path: before ?? named ?? '', action: 'DELETE', diff };
  }
  const isNew = before === '/dev/null' || /^new file mode /m.test(head);
  return { path: after ?? named ?? '', action: isNew ? 'ADD' : 'MODIFY', diff };
}
