import { GitError, type Git } from './git.ts';
import type { WorkTree } from './work-tree.ts';

/** Regular files under version control, relative to the root; links could lead anywhere and are left out. */
export async function listTrackedFiles(git: Git, root: string, signal: AbortSignal): Promise<string[]> {
  const listing = await git(root, ['ls-files', '-z', '--stage'], signal);
  return listing
    .split('\0')
    .filter((entry) => entry.startsWith('100'))
    .map((entry) => entry.slice(entry.indexOf('\t') + 1));
}

export async function headOf(git: Git, root: string, signal: AbortSignal): Promise<string> {
  return (await git(root, ['rev-parse', 'HEAD'], signal)).trim();
}

/** Commits everything that changed and is not ignored. Returns the commit, or undefined when nothing did. */
export async function commitEverything(
  git: Git,
  root: string,
  message: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  await git(root, ['add', '--all'], signal);
  const staged = await git(root, ['diff', '--cached', '--name-only', '-z'], signal);
  if (staged === '') return undefined;
  await git(root, ['commit', '--quiet', '--no-verify', '--message', message], signal);
  return headOf(git, root, signal);
}

/** Everything that the branch has more than its base, as a unified diff. */
export const diffOf = (git: Git, { path, baseCommit }: WorkTree, signal: AbortSignal): Promise<string> =>
  git(path, ['diff', '--no-ext-diff', '--no-textconv', baseCommit, 'HEAD'], signal);

/** Lines of `git diff --numstat` against the base: added, removed and path, with tabs between. */
export async function changedFiles(git: Git, { path, baseCommit }: WorkTree, signal: AbortSignal): Promise<string[]> {
  const listing = await git(path, ['diff', '--no-ext-diff', '--numstat', baseCommit, 'HEAD'], signal);
  return listing.split('\n').filter(Boolean);
}

/** `path:line` of the lines that have `word` as a word. */
export async function linesWith(git: Git, root: string, word: string, signal: AbortSignal): Promise<string[]> {
  try {
    const parameters = ['grep', '-n', '-I', '-w', '-F', '-o', '-e', word, 'HEAD'];
    const lines = (await git(root, parameters, signal)).split('\n').filter(Boolean);
    return [...new Set(lines.map((line) => line.replace(/^HEAD:(.*:\d+):.*$/, '$1')))];
  } catch (error) {
    // grep answers "nothing found" with an exit code.
    if (error instanceof GitError) return [];
    throw error;
  }
}
