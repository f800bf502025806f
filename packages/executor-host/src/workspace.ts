import { ExecutionError, type BriefWorkspace } from '@mission-control/executor-client';
import { isAllowedRepository, withoutCredentials } from './repository-address.ts';

/**
 * What of a brief's workspace may be given to git.
 *
 * @throws ExecutionError (not retryable) that names the field and what it should be
 */
export function checkWorkspace(workspace: BriefWorkspace): BriefWorkspace {
  const { repositoryUrl, baseBranch, branch } = workspace;
  if (!isAllowedRepository(repositoryUrl)) {
    const shown = withoutCredentials(JSON.stringify(repositoryUrl));
    throw invalid('repositoryUrl', `must be https://, ssh://, git@host:path or an absolute path, not ${shown}`);
  }
  assertBranchName(baseBranch, 'baseBranch');
  assertBranchName(branch, 'branch');
  if (branch === baseBranch) throw invalid('branch', 'must not be the base branch');
  return workspace;
}

/** The rules of `git check-ref-format`, and no leading dash. */
function assertBranchName(name: string, field: string): void {
  const isValid =
    // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
    !/[\s\u0000-\u001f\u007f~^:?*[\\]|\.\.|@\{|\/\/|^[-/]|[/.]$|(^|\/)\.|\.lock(\/|$)|^@$|^$/.test(name);
  if (!isValid) throw invalid(field, `${JSON.stringify(name)} is not a branch name`);
}

const invalid = (field: string, what: string): ExecutionError =>
  new ExecutionError(`workspace.${field} ${what}`, { retryable: false });
