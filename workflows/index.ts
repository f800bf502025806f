/** The workflow types of this product: what the bundler takes as its entry. */
export { executionWorkflow } from './execution.ts';
export { taskWorkflow } from './task.ts';
export { containmentWorkflow } from './containment.ts';
export { agentWatchWorkflow } from './agent-watch.ts';
export { learningWorkflow } from './learning.ts';
export { standupWorkflow } from './standup.ts';
export { recurringTaskWorkflow } from './recurring-task.ts';
export { webhookEndpointWorkflow } from './webhook-endpoint.ts';
export { githubDeliveryWorkflow } from './github-delivery.ts';
export { githubPostWorkflow } from './github-post.ts';
export { githubScheduleWorkflow, githubSyncWorkflow } from './github-sync.ts';
