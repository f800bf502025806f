import { readFileSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BriefWorkspace } from '@mission-control/executor-client';
import type { Git } from './git.ts';
import { fetchBranches, openMirror } from './mirror.ts';

/** A checkout of its own for one attempt, with a detached head: no branch in the mirror can be taken already. */
export interface WorkTree {
  readonly path: string;
  readonly mirror: string;
  /** Where the branch leaves the base branch. */
  readonly baseCommit: string;
  /** Commit of the branch on the remote, from an earlier attempt or cycle. */
  readonly remoteCommit?: string;
  remove(): Promise<void>;
}

/**
 * Checks out the branch as the remote has it, or else the base branch.
 *
 * @param attempt unique for the lease
 * @returns undefined when the remote has no such base branch
 * @throws GitError
 */
export async function checkOut(
  git: Git,
  workDir: string,
  workspace: BriefWorkspace,
  attempt: string,
  signal: AbortSignal,
): Promise<WorkTree | undefined> {
  const name = attempt.replaceAll(/[^\w-]/g, '_');
  const path = join(ownFolder(workDir), name);
  const refs = `refs/executions/${process.pid}-${name}`;
  const mirror = await openMirror(git, workDir, workspace.repositoryUrl);
  const remove = () => removeWorkTree(git, mirror, path, refs);
  try {
    const fetched = await fetchBranches(git, mirror, workspace, refs, signal);
    if (!fetched) {
      await remove();
      return undefined;
    }
    const { base, branch } = fetched;
    const baseCommit = branch ? await mergeBase(git, mirror, base, branch, signal) : base;
    await git(mirror, ['worktree', 'add', '--quiet', '--detach', '--force', path, branch ?? base], signal);
    return { path, mirror, baseCommit, ...(branch ? { remoteCommit: branch } : {}), remove };
  } catch (error) {
    // What went wrong first is what matters; the next start of the executor cleans up as well.
    await remove().catch(() => {});
    throw error;
  }
}

/** Removes what killed executors left. Call it before the first execution. */
export async function removeAbandonedWorkTrees(workDir: string): Promise<void> {
  const folder = join(workDir, 'worktrees');
  for (const owner of await readdir(folder).catch(() => [])) {
    const isForeign = Number(owner) !== process.pid;
    if (isForeign && isAlive(Number(owner))) continue;
    await rm(join(folder, owner), { recursive: true, force: true });
  }
}

/** Named by process, so that the next one can tell what nobody works on any more. */
export const ownFolder = (workDir: string): string => join(workDir, 'worktrees', String(process.pid));

async function mergeBase(git: Git, mirror: string, base: string, branch: string, signal: AbortSignal): Promise<string> {
  const common = await git(mirror, ['merge-base', base, branch], signal).catch(() => '');
  signal.throwIfAborted();
  return common.trim() || base;
}

/** Takes no signal: it has to happen, above all after an abort. */
async function removeWorkTree(git: Git, mirror: string, path: string, refs: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 3 });
  await git(mirror, ['worktree', 'prune']);
  for (const ref of ['base', 'branch']) await git(mirror, ['update-ref', '-d', `${refs}/${ref}`]);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return !isZombie(pid);
}

/** A killed process counts as alive until its parent takes note, which in a container may take a while. */
function isZombie(pid: number): boolean {
  try {
    return /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
