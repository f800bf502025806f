import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { headOf, type Git, type WorkTree } from '@mission-control/executor-host';
import type { CodemodRequest } from './codemod-request.ts';
import type { RenameResult } from './rename/rename-symbol.ts';

/** Writes the changed files and commits them and nothing else. Returns the commit. */
export async function commitRename(
  git: Git,
  root: string,
  taskKey: string,
  request: CodemodRequest,
  { files, declaration }: RenameResult,
  signal: AbortSignal,
): Promise<string> {
  for (const { path, text } of files) await writeFile(join(root, path), text);
  await git(root, ['add', '--', ...files.map(({ path }) => path)], signal);
  const places = files.reduce((sum, { count }) => sum + count, 0);
  const message = [
    `Rename ${request.from} to ${request.to}`,
    `Declared at ${declaration}; ${places} places in ${files.length} files.`,
    `Task: ${taskKey.replaceAll(/\s/g, ' ')}\n${codemodTrailer(request)}`,
  ].join('\n\n');
  await git(root, ['commit', '--quiet', '--no-verify', '--message', message], signal);
  return headOf(git, root, signal);
}

/**
 * The commit on the branch that has done this codemod already, when an earlier attempt was killed after its push. To
 * do it again could rename what only shares the name. A commit that somebody reverted does not count.
 */
export async function findEarlierCommit(
  git: Git,
  { path, baseCommit }: WorkTree,
  request: CodemodRequest,
  signal: AbortSignal,
): Promise<string | undefined> {
  const log = await git(path, ['log', '-z', '--format=%H%n%B', `${baseCommit}..HEAD`], signal);
  const commits = log.split('\0').map((entry) => entry.split('\n'));
  return commits
    .filter((lines) => lines.includes(codemodTrailer(request)))
    .map(([hash = '']) => hash)
    .find((hash) => !log.includes(`This reverts commit ${hash}`));
}

const codemodTrailer = ({ from, to, file }: CodemodRequest): string =>
  `Codemod: rename ${from} to ${to}${file === undefined ? '' : ` in ${file}`}`;
