/** Keys of alerts that one place raises and another resolves. */

export const agentOfflineKey = (agentId: string): string => `agent-offline:${agentId}`;

export const agentQuarantinedKey = (agentId: string): string => `agent-quarantined:${agentId}`;

export const EMERGENCY_STOP_KEY = 'emergency-stop';

export const budgetExceededKey = (account: string): string => `budget-exceeded:${account}`;

export const budgetThresholdKey = (account: string, day: string, percent: number): string =>
  `budget-threshold:${account}:${day}:${percent}`;

export const runOverCapKey = (runId: string): string => `run-over-cap:${runId}`;

export const priceUnknownKey = (projectId: string, model: string): string => `price-unknown:${projectId}:${model}`;

export const githubBrokenKey = (connectionId: string): string => `github:${connectionId}`;

export const telegramChatBrokenKey = (projectId: string): string => `telegram:${projectId}`;
export const webhookDisabledKey = (endpointId: string): string => `webhook-disabled:${endpointId}`;

/** A recurring task makes nothing any more, or its task was refused. */
export const recurringTaskKey = (recurringTaskId: string): string => `recurring-task:${recurringTaskId}`;
