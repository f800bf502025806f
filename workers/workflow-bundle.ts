import { extname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, type Logger } from '@temporalio/worker';

/** Where the build leaves the bundle: the root of `dist`. */
export const WORKFLOW_BUNDLE_PATH = resolve(import.meta.dirname, '../workflow-bundle.js');

/** Bundles the workflows as they run in the sandbox, from sources or from the build. */
export function bundleWorkflows(logger: Logger): Promise<{ code: string }> {
  const extension = extname(import.meta.url);
  const workflowsPath = fileURLToPath(new URL(`../workflows/index${extension}`, import.meta.url));
  return bundleWorkflowCode({ workflowsPath, logger });
}
