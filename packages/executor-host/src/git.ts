import { runCommand } from './command.ts';
import { withoutCredentials } from './repository-address.ts';
import { tailOf } from './output-tail.ts';

const MAX_OUTPUT_CHARACTERS = 32 * 1024 * 1024;
const MAX_ERROR_CHARACTERS = 2000;

/** No hooks, no signing, no background work, nothing that the user's own configuration could ask a question about. */
const FIXED_CONFIG = {
  'core.hooksPath': '/dev/null',
  'core.fsmonitor': 'false',
  'core.quotePath': 'false',
  'commit.gpgSign': 'false',
  'gc.auto': '0',
  'maintenance.auto': 'false',
  'fetch.recurseSubmodules': 'false',
};

const asParameters = (config: Record<string, string>): string[] =>
  Object.entries(config).flatMap(([key, value]) => ['-c', `${key}=${value}`]);

/** What git says when asking again cannot help. */
const PERMANENT =
  /Authentication failed|could not read (Username|Password)|Permission denied|[Rr]epository not found|does not appear to be a git repository|does not exist|dubious ownership|Host key verification failed|returned error: 40[134]|pre-receive hook declined|protected branch/;

export class GitError extends Error {
  /** Whether the same call could succeed later. */
  readonly retryable: boolean;

  constructor(command: string, output: string) {
    super(`git ${command} failed: ${tailOf(withoutCredentials(output).trim(), MAX_ERROR_CHARACTERS)}`);
    this.name = 'GitError';
    this.retryable = !PERMANENT.test(output);
  }
}

/**
 * Runs git in `cwd` and returns its standard output.
 *
 * @throws GitError, without credentials in its text, or the signal's reason.
 */
export type Git = (cwd: string, parameters: readonly string[], signal?: AbortSignal) => Promise<string>;

/** @param author of commits, for example "Mission Control codemod executor" */
export function createGit(environment: NodeJS.ProcessEnv, author: string): Git {
  const email = `${author.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}@mission-control.invalid`;
  const config = asParameters({ ...FIXED_CONFIG, 'user.name': author, 'user.email': email });
  return async (cwd, parameters, signal) => {
    const options = { cwd, environment, signal, maxOutput: MAX_OUTPUT_CHARACTERS };
    const { exitCode, stdout, output } = await runCommand(['git', ...config, ...parameters], options);
    if (exitCode !== 0) throw new GitError(parameters[0] ?? '', output);
    return stdout;
  };
}
