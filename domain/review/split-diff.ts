import type { ChangedFile } from './review.ts';

const GIT_FILE = /^(?=diff --git )/m;
// A line that was taken away may look like the first of these.
const PLAIN_FILE = /^(?=--- .*\r?\n\+\+\+ .*\r?\n@@ )/m;

/** The files of a unified diff as `git diff` and `diff -u` write it, each with its part; empty for any other text. */
export function splitDiff(text: string): readonly ChangedFile[] {
  const start = GIT_FILE.test(text) ? GIT_FILE : PLAIN_FILE;
  return text
    .split(start)
    .filter((part) => start.test(part))
    .map(fileOf);
}

function fileOf(diff: string): ChangedFile {
  // What comes after the first hunk is content, whatever it looks like.
  const head = (diff.split(/^@@ /m, 1)[0] ?? '').replaceAll('\r\n', '\n');
  const before = /^--- (?:"?a\/)?(.*?)"?(?:\t.*)?$/m.exec(head)?.[1];
  const after = /^\+\+\+ (?:"?b\/)?(.*?)"?(?:\t.*)?$/m.exec(head)?.[1];
  const named = /^diff --git "?a\/.*?"? "?b\/(.*?)"?$/m.exec(head)?.[1];
  if (after === '/dev/null' || /^deleted file mode /m.test(head)) {
    return { path: before ?? named ?? '', action: 'DELETE', diff };
  }
  const isNew = before === '/dev/null' || /^new file mode /m.test(head);
  return { path: after ?? named ?? '', action: isNew ? 'ADD' : 'MODIFY', diff };
}
