import {
  ExecutionError,
  type Completion,
  type ExecutionContext,
  type ExecutionHandler,
  type ExecutorLogger,
} from '@mission-control/executor-client';
import { commandEnvironment, gitEnvironment } from './child-environment.ts';
import { parseRequest } from './codemod-request.ts';
import { runCodemod, type CodemodTools } from './codemod-steps.ts';
import { createGit, GitError } from './git.ts';
import { RenameError } from './rename/rename-error.ts';
import { withoutCredentials } from './repository-address.ts';
import { checkOut } from './work-tree.ts';

export interface CodemodHandlerOptions {
  /** Absolute folder for clones and work trees. */
  readonly workDir: string;
  /** The executor's own; its children get a part of it. */
  readonly environment: NodeJS.ProcessEnv;
  readonly rename: CodemodTools['rename'];
  readonly logger: ExecutorLogger;
}

/** Does one CODEMOD execution in a work tree that is gone afterwards, however it ends. */
export function createCodemodHandler({
  workDir,
  environment,
  rename,
  logger,
}: CodemodHandlerOptions): ExecutionHandler {
  const tools: CodemodTools = {
    git: createGit(gitEnvironment(environment)),
    rename,
    environment: commandEnvironment(environment),
  };
  return async (context) => {
    try {
      return await inWorkTree(context, tools, workDir, logger);
    } catch (error) {
      throw asExecutionError(error);
    }
  };
}

async function inWorkTree(
  context: ExecutionContext,
  tools: CodemodTools,
  workDir: string,
  logger: ExecutorLogger,
): Promise<Completion> {
  const { brief, execution, signal } = context;
  const request = parseRequest(brief);
  const { workspace } = request;
  context.progress(5, `Fetching ${withoutCredentials(workspace.repositoryUrl)}`);
  const workTree = await checkOut(tools.git, workDir, workspace, `${execution.id}-${execution.leaseId}`, signal);
  if (!workTree) {
    throw new ExecutionError(`The repository has no branch ${workspace.baseBranch}`, { retryable: false });
  }
  try {
    return await runCodemod(context, tools, request, workTree);
  } finally {
    await workTree.remove().catch((error: unknown) => {
      logger.warn({ err: error, execution: execution.id }, 'the work tree could not be removed');
    });
  }
}

/** Other errors, and the reasons of an abort, pass as they are. */
function asExecutionError(error: unknown): unknown {
  if (error instanceof RenameError) return new ExecutionError(error.message, { retryable: false, cause: error });
  if (error instanceof GitError) return new ExecutionError(error.message, { retryable: error.retryable, cause: error });
  return error;
}
