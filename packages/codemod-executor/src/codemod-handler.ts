import { ExecutionError, type ExecutionHandler, type ExecutorLogger } from '@mission-control/executor-client';
import { commandEnvironment, createGit, gitEnvironment, inWorkPlace } from '@mission-control/executor-host';
import { parseRequest } from './codemod-request.ts';
import { runCodemod, type CodemodTools } from './codemod-steps.ts';
import { RenameError } from './rename/rename-error.ts';

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
  const git = createGit(gitEnvironment(environment), 'Mission Control codemod executor');
  const tools: CodemodTools = { git, rename, environment: commandEnvironment(environment) };
  return async (context) => {
    const request = parseRequest(context.brief);
    if (!context.brief.workspace) {
      throw new ExecutionError('workspace is missing: a codemod needs a repository', { retryable: false });
    }
    try {
      return await inWorkPlace(context, { git, workDir, logger }, ({ checkout }) => {
        if (!checkout) throw new Error('a work place without a checkout');
        return runCodemod(context, tools, request, checkout);
      });
    } catch (error) {
      if (error instanceof RenameError) throw new ExecutionError(error.message, { retryable: false, cause: error });
      throw error;
    }
  };
}
