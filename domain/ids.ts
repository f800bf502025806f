/** Ids are business ids made by these functions and read back by their inverses. */

export const taskWorkflowId = (taskId: string): string => `task-${taskId}`;

export function taskIdOf(workflowId: string): string | undefined {
  return workflowId.startsWith('task-') ? workflowId.slice('task-'.length) : undefined;
}

/** "MC-42": what people call a task. */
export const taskKey = (keyPrefix: string, number: number): string => `${keyPrefix}-${number}`;

const TASK_KEY = /^([A-Z][A-Z0-9]{1,9})-([1-9][0-9]{0,8})$/;

/** The prefix and number of a task key, or undefined for anything else. */
export function parseTaskKey(key: string): { keyPrefix: string; number: number } | undefined {
  const match = TASK_KEY.exec(key);
  return match?.[1] && match[2] ? { keyPrefix: match[1], number: Number(match[2]) } : undefined;
}

/** Parts of a task are numbered within it: "MC-42-A1" approval, "MC-42-X1" execution, "MC-42-M1" message. */
export const approvalId = (key: string, number: number): string => `${key}-A${number}`;
export const executionId = (key: string, number: number): string => `${key}-X${number}`;
export const messageId = (key: string, number: number): string => `${key}-M${number}`;

/** "MC-42-V1": what a reviewer says. */
export const reviewId = (key: string, number: number): string => `${key}-V${number}`;

/** The key of the task that an approval, execution or message belongs to. */
export function taskKeyOfPart(partId: string): string | undefined {
  const key = partId.slice(0, partId.lastIndexOf('-'));
  return parseTaskKey(key) ? key : undefined;
}

export const containmentWorkflowId = (nonce: string): string => `containment-${nonce}`;

export const webhookWorkflowId = (endpointId: string): string => `webhook-${endpointId}`;

export const executionWorkflowId = (execution: string): string => `execution-${execution}`;

/** "MC-42-X1-R2-k3v9q0": the run of a lease in the ledger. */
export const runIdOfLease = (lease: string): string => lease.replace(/-L(?=\d+-[^-]+$)/, '-R');

/** Accounts of budgets: what an agent may spend on a day, what a task may cost. */
export const agentDayAccountId = (agentId: string, day: string): string => `agent:${agentId}:${day}`;
export const taskAccountId = (taskId: string): string => `task:${taskId}`;

/**
 * "MC-42-X1-L2-k3v9q0": one lease per claim, also the id of the Temporal activity that holds it.
 * @param nonce lower-case letters and digits, different for every claim, so that two claims of one attempt differ.
 */
export const leaseId = (execution: string, attempt: number, nonce: string): string =>
  `${execution}-L${attempt}-${nonce}`;

export function executionIdOfLease(lease: string): string {
  return lease.slice(0, lease.lastIndexOf('-L'));
}

/** "mc/MC-42-rename-parser": the branch an executor works on. */
export function branchName(key: string, title: string): string {
  const slug = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '');
  return slug === '' ? `mc/${key}` : `mc/${key}-${slug}`;
}
