import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BriefWorkspace } from '@mission-control/executor-client';
import type { Git } from './git.ts';

export interface FetchedBranches {
  /** Commit of the base branch. */
  readonly base: string;
  /** Commit of the branch to work on, where the remote has it already. */
  readonly branch?: string;
}

/** The cached bare clone of a repository, made when there is none. Several processes may ask at once. */
export async function openMirror(git: Git, workDir: string, repositoryUrl: string): Promise<string> {
  const folder = join(workDir, 'repositories');
  const path = join(folder, `${digest(repositoryUrl)}.git`);
  if (existsSync(path)) return path;
  // Made aside and moved, so that a kill in between leaves nothing half made at its place.
  await mkdir(folder, { recursive: true });
  const unfinished = await mkdtemp(join(folder, '.new-'));
  await git(unfinished, ['init', '--quiet', '--bare', '--template=', '.']);
  try {
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    if (!existsSync(path)) throw error;
  }
  return path;
}

/**
 * Brings the two branches of a workspace into the mirror, under refs of this execution only: a lock file that a killed
 * process leaves behind stands in nobody's way.
 *
 * @returns undefined when the remote has no such base branch
 */
export async function fetchBranches(
  git: Git,
  mirror: string,
  { repositoryUrl, baseBranch, branch }: BriefWorkspace,
  refs: string,
  signal: AbortSignal,
): Promise<FetchedBranches | undefined> {
  const tips = await remoteTips(git, mirror, repositoryUrl, [baseBranch, branch], signal);
  const base = tips.get(baseBranch);
  const existing = tips.get(branch);
  if (!base) return undefined;
  const refspecs = [
    `+refs/heads/${baseBranch}:${refs}/base`,
    ...(existing ? [`+refs/heads/${branch}:${refs}/branch`] : []),
  ];
  await git(
    mirror,
    ['fetch', '--quiet', '--no-tags', '--no-write-fetch-head', '--', repositoryUrl, ...refspecs],
    signal,
  );
  const fetched = { base: (await git(mirror, ['rev-parse', `${refs}/base`], signal)).trim() };
  await rememberCommit(git, mirror, baseBranch, fetched.base);
  return existing
    ? { ...fetched, branch: (await git(mirror, ['rev-parse', `${refs}/branch`], signal)).trim() }
    : fetched;
}

/** Commits of those branches that the remote has. */
export async function remoteTips(
  git: Git,
  mirror: string,
  repositoryUrl: string,
  branches: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const refs = branches.map((branch) => `refs/heads/${branch}`);
  const listing = await git(mirror, ['ls-remote', '--', repositoryUrl, ...refs], signal);
  const tips = new Map<string, string>();
  for (const line of listing.split('\n')) {
    const [commit, ref] = line.split('\t');
    // git matches the end of a name, so there may be others.
    if (commit && ref && refs.includes(ref)) tips.set(ref.replace('refs/heads/', ''), commit);
  }
  return tips;
}

/** Lets the next fetch start from here, once the refs of this execution are gone. */
async function rememberCommit(git: Git, mirror: string, branch: string, commit: string): Promise<void> {
  await git(mirror, ['update-ref', `refs/cached/${digest(branch)}`, commit]).catch(() => {
    // Only a matter of speed; somebody else may be at it, or was killed at it.
  });
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 24);
