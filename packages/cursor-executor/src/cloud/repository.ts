import { ExecutionError, type BriefWorkspace, type ExecutionContext } from '@mission-control/executor-client';
import { checkWorkspace, remoteTips, withoutCredentials, type Git } from '@mission-control/executor-host';

/** What the cloud is told of a task's repository. */
export interface CloudRepository {
  /** Without credentials and without `.git`: Cursor has access of its own. */
  readonly url: string;
  /** The branch to begin with. */
  readonly startingRef: string;
  /** Whether that is the task's own branch, from an earlier cycle. */
  readonly isOwnBranch: boolean;
}

/**
 * @param folder any folder to run git in
 * @param ownBranches branches that may hold earlier work of this task, the best first
 * @throws ExecutionError (not retryable) when the cloud could not reach such a repository
 */
export async function cloudRepository(
  { log, signal }: ExecutionContext,
  git: Git,
  folder: string,
  given: BriefWorkspace,
  ownBranches: readonly string[],
): Promise<CloudRepository> {
  const workspace = checkWorkspace(given);
  const { repositoryUrl, baseBranch } = workspace;
  const url = cloudUrlOf(repositoryUrl);
  try {
    const tips = await remoteTips(git, folder, repositoryUrl, ownBranches, signal);
    const own = ownBranches.find((branch) => tips.has(branch));
    if (own !== undefined) return { url, startingRef: own, isOwnBranch: true };
  } catch (error) {
    signal.throwIfAborted();
    const reason = error instanceof Error ? error.message : String(error);
    log(`Whether ${ownBranches.join(' or ')} exists cannot be seen from here: ${reason}\n`);
  }
  return { url, startingRef: baseBranch, isOwnBranch: false };
}

/** "git@github.com:acme/shop.git" as "https://github.com/acme/shop". */
function cloudUrlOf(repositoryUrl: string): string {
  const scpLike = /^git@([^:]+):(.+)$/.exec(repositoryUrl);
  const address = scpLike ? `https://${scpLike[1]}/${scpLike[2]}` : repositoryUrl;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !['https:', 'ssh:'].includes(url.protocol)) {
    const shown = withoutCredentials(JSON.stringify(repositoryUrl));
    throw new ExecutionError(
      `workspace.repositoryUrl must be a repository that Cursor's cloud can reach, such as https://github.com/acme/shop, not ${shown}`,
      { retryable: false },
    );
  }
  const host = url.protocol === 'ssh:' ? url.hostname : url.host;
  return `https://${host}${url.pathname.replace(/\/+$/, '').replace(/\.git$/, '')}`;
}
