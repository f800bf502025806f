/** The workflow types of this product: what the bundler takes as its entry. */
export { executionWorkflow } from './execution.ts';
export { taskWorkflow } from './task.ts';
export { containmentWorkflow } from './containment.ts';
export { agentWatchWorkflow } from './agent-watch.ts';
