import {
  ExecutionError,
  ToolDeniedError,
  type BriefWorkspace,
  type ExecutionContext,
} from '@mission-control/executor-client';
import { GitError, type Git } from './git.ts';
import { remoteTips } from './mirror.ts';
import { withoutCredentials } from './repository-address.ts';
import type { WorkTree } from './work-tree.ts';

export interface Publication {
  readonly workspace: BriefWorkspace;
  readonly workTree: WorkTree;
  readonly commit: string;
  /** What the commit is, for whoever decides on the push: "rename a to b, tests passed". */
  readonly what: string;
}

/**
 * Pushes only after the policy, and a human where it says so, agreed. Returns the commit that the remote branch has.
 *
 * @throws ToolDeniedError when they did not agree
 */
export async function publish(
  git: Git,
  context: ExecutionContext,
  { workspace, workTree, commit, what }: Publication,
): Promise<string> {
  if (workTree.remoteCommit === commit) return commit;
  const { branch } = workspace;
  const remote = withoutCredentials(workspace.repositoryUrl);
  context.progress(85, `Asking whether ${branch} may be pushed`);
  const verdict = await context.checkTool({
    tool: 'git_push',
    arguments: { remote, branch, commit },
    summary: `Push ${commit.slice(0, 10)} (${what}) to ${branch} of ${remote}`,
    rollbackPlan: workTree.remoteCommit
      ? `git push --force-with-lease=${branch}:${commit} ${remote} ${workTree.remoteCommit}:refs/heads/${branch}`
      : `git push ${remote} --delete ${branch}`,
  });
  if (!verdict.allowed) throw new ToolDeniedError('git_push', verdict.reasons);
  context.progress(95, `Pushing ${branch}`);
  return push(git, workTree, workspace, commit, context.signal);
}

async function push(
  git: Git,
  { path, mirror }: WorkTree,
  { repositoryUrl, branch }: BriefWorkspace,
  commit: string,
  signal: AbortSignal,
): Promise<string> {
  const ref = `refs/heads/${branch}`;
  try {
    await git(path, ['push', '--quiet', '--no-verify', '--', repositoryUrl, `${commit}:${ref}`], signal);
    return commit;
  } catch (error) {
    if (!(error instanceof GitError) || !/rejected|fetch first|non-fast-forward/.test(error.message)) throw error;
    const pushed = (await remoteTips(git, mirror, repositoryUrl, [branch], signal)).get(branch);
    if (pushed && (await hasSameTree(git, path, repositoryUrl, pushed, commit, signal))) return pushed;
    // The next attempt starts from what is there now.
    throw new ExecutionError(`${branch} changed on the remote in the meantime: ${error.message}`, {
      retryable: error.retryable,
      cause: error,
    });
  }
}

async function hasSameTree(
  git: Git,
  path: string,
  repositoryUrl: string,
  pushed: string,
  commit: string,
  signal: AbortSignal,
): Promise<boolean> {
  await git(path, ['fetch', '--quiet', '--no-tags', '--no-write-fetch-head', '--', repositoryUrl, pushed], signal);
  const [theirs, ours] = (await git(path, ['rev-parse', `${pushed}^{tree}`, `${commit}^{tree}`], signal)).split('\n');
  return theirs === ours;
}
