import type { ChangedFile } from '../../../domain/review/review.ts';

const FILE = /^diff --git /m;
const PLAIN_FILE = /^--- /m;

/** The files of a pasted unified diff, as `git diff` and `diff -u` write it. */
export function splitDiff(text: string): ChangedFile[] {
  const start = FILE.test(text) ? FILE : PLAIN_FILE;
  const parts = text.replaceAll('\r\n', '\n').split(new RegExp(`(?=${start.source})`, 'm'));
  return parts.filter((part) => start.test(part)).flatMap(fileOf);
}

function fileOf(diff: string): ChangedFile[] {
  const before = nameIn(diff, /^--- (.+)$/m);
  const after = nameIn(diff, /^\+\+\+ (.+)$/m);
  const renamed = /^rename to (.+)$/m.exec(diff)?.[1];
  const named = /^diff --git a\/(.+) b\/(.+)$/m.exec(diff);
  const path = after ?? renamed ?? before ?? named?.[2];
  if (path === undefined) return [];
  const isNew = /^new file mode/m.test(diff) || /^--- \/dev\/null/m.test(diff);
  const isGone = /^deleted file mode/m.test(diff) || /^\+\+\+ \/dev\/null/m.test(diff);
  return [{ path, action: isNew ? 'ADD' : isGone ? 'DELETE' : 'MODIFY', diff }];
}

/** A name without what git writes before it and a time stamp behind it. */
function nameIn(diff: string, line: RegExp): string | undefined {
  const name = line.exec(diff)?.[1]?.split('\t')[0]?.trim();
  return name === undefined || name === '/dev/null' ? undefined : name.replace(/^[ab]\//, '');
}

/** How many lines a diff adds and takes away. */
export function countLines(diff: string): { readonly added: number; readonly removed: number } {
  const lines = diff.split('\n');
  const count = (sign: string, header: string) =>
    lines.filter((line) => line.startsWith(sign) && !line.startsWith(header)).length;
  return { added: count('+', '+++ '), removed: count('-', '--- ') };
}
