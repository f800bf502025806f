import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ExecutionError, type BriefWorkspace, type ExecutionContext } from '@mission-control/executor-client';
import type { ExecutorLogger } from '@mission-control/executor-client';
import { GitError, type Git } from './git.ts';
import { withoutCredentials } from './repository-address.ts';
import { checkOut, ownFolder, type WorkTree } from './work-tree.ts';
import { checkWorkspace } from './workspace.ts';

/** Where one execution does its work: gone afterwards, however it ends. */
export interface WorkPlace {
  /** Absolute folder. */
  readonly path: string;
  /** There when the task has a repository. */
  readonly checkout?: { readonly workspace: BriefWorkspace; readonly workTree: WorkTree };
}

interface WorkPlaceOptions {
  readonly git: Git;
  readonly workDir: string;
  readonly logger: ExecutorLogger;
}

/**
 * Runs `use` in a checkout of the task's repository, or in an empty folder where it has none.
 *
 * @throws ExecutionError for what git cannot do, or what `use` throws
 */
export async function inWorkPlace<Result>(
  context: ExecutionContext,
  { git, workDir, logger }: WorkPlaceOptions,
  use: (place: WorkPlace) => Promise<Result>,
): Promise<Result> {
  const { brief, execution, signal } = context;
  const attempt = `${execution.id}-${execution.leaseId}`;
  try {
    const place = brief.workspace
      ? await checkedOut(context, git, workDir, checkWorkspace(brief.workspace), attempt, signal)
      : await emptyFolder(workDir, attempt);
    try {
      return await use(place);
    } finally {
      await place.remove().catch((error: unknown) => {
        logger.warn({ err: error, execution: execution.id }, 'the work place could not be removed');
      });
    }
  } catch (error) {
    if (error instanceof GitError)
      throw new ExecutionError(error.message, { retryable: error.retryable, cause: error });
    throw error;
  }
}

interface RemovableWorkPlace extends WorkPlace {
  remove(): Promise<void>;
}

async function checkedOut(
  context: ExecutionContext,
  git: Git,
  workDir: string,
  workspace: BriefWorkspace,
  attempt: string,
  signal: AbortSignal,
): Promise<RemovableWorkPlace> {
  context.progress(5, `Fetching ${withoutCredentials(workspace.repositoryUrl)}`);
  const workTree = await checkOut(git, workDir, workspace, attempt, signal);
  if (!workTree) {
    throw new ExecutionError(`The repository has no branch ${workspace.baseBranch}`, { retryable: false });
  }
  return { path: workTree.path, checkout: { workspace, workTree }, remove: () => workTree.remove() };
}

async function emptyFolder(workDir: string, attempt: string): Promise<RemovableWorkPlace> {
  const path = join(ownFolder(workDir), attempt.replaceAll(/[^\w-]/g, '_'));
  await mkdir(path, { recursive: true });
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 3 }) };
}
