import { extname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, type Logger } from '@temporalio/worker';

/** Where the build leaves the bundle: the root of `dist`. */
export const WORKFLOW_BUNDLE_PATH = resolve(import.meta.dirname, '../workflow-bundle.js');

/**
 * Pure rules, evaluated once for a worker instead of once for each workflow it has in memory. Only modules without state
 * of their own may be listed.
 */
const SHARED_MODULES = ['domain/task/decide', 'domain/task/evolve'];

/** Bundles the workflows as they run in the sandbox, from sources or from the build. */
export function bundleWorkflows(logger: Logger): Promise<{ code: string }> {
  const extension = extname(import.meta.url);
  const pathOf = (module: string) => fileURLToPath(new URL(`../${module}${extension}`, import.meta.url));
  const preloadModules = SHARED_MODULES.map(pathOf);
  return bundleWorkflowCode({ workflowsPath: pathOf('workflows/index'), preloadModules, logger });
}
