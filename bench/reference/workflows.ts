import {
  ActivityCancellationType,
  allHandlersFinished,
  condition,
  getExternalWorkflowHandle,
  ParentClosePolicy,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  startChild,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import { searchAttributes } from '../../workflows/messages.ts';
import type { Change, ReferenceActivities, ReferenceExecutionInput, ReferenceTaskInput } from './contract.ts';
import { changeUpdate, grantSignal, reportSignal } from './messages.ts';

const locally = proxyLocalActivities<ReferenceActivities>({ startToCloseTimeout: '3s' });
const durably = proxyActivities<ReferenceActivities>({ startToCloseTimeout: '3s' });

/** Takes changes as updates and inserts a document for each; no rules, no refusals, no catching up. */
export async function referenceTask({ taskId, lean, durable }: ReferenceTaskInput): Promise<string> {
  const { insertDocument } = durable ? durably : locally;
  let seq = 0;
  let status = 'INBOX';
  let after: Record<string, unknown> = {};

  const apply = async (change: Change) => {
    seq += 1;
    after = { ...after, ...change.body, status: change.status };
    if (change.status !== status) showStatus(change.status);
    status = change.status;
    const answer = { seq };
    await insertDocument({ taskId, seq, change, after });
    return answer;
  };
  const completed = (body: Readonly<Record<string, unknown>>) => apply({ name: 'complete', status: 'REVIEW', body });

  let started: Promise<unknown> = Promise.resolve();
  setHandler(reportSignal, async (body) => void (await completed(body)));
  setHandler(changeUpdate, async (change) => {
    const executionId = String(change.body['executionId']);
    if (change.name === 'dispatch') {
      const execution = startExecution({ executionId, taskWorkflowId: taskId, lean });
      started = lean ? execution.then((child) => void child.result().then(completed)) : execution;
    }
    if (change.name === 'claim' && !lean) {
      const leaseId = String(change.body['leaseId']);
      void started.then(() => getExternalWorkflowHandle(executionId).signal(grantSignal, leaseId));
    }
    return apply(change);
  });

  await condition(() => status === 'DONE');
  await condition(allHandlersFinished);
  return status;
}

function showStatus(status: string): void {
  upsertSearchAttributes([
    { key: searchAttributes.status, value: status },
    { key: searchAttributes.type, value: 'OPS' },
    { key: searchAttributes.assignee, value: ['Somebody'] },
  ]);
}

const startExecution = (input: ReferenceExecutionInput) =>
  startChild(referenceExecution, {
    workflowId: input.executionId,
    args: [input],
    parentClosePolicy: ParentClosePolicy.ABANDON,
    staticSummary: `somebody works on ${input.taskWorkflowId}`,
  });

/** Holds one lease as an activity that is completed from outside. */
export async function referenceExecution(input: ReferenceExecutionInput): Promise<Readonly<Record<string, unknown>>> {
  const { executionId, taskWorkflowId, lean } = input;
  let leaseId = lean ? `${executionId}-lease` : undefined;
  setHandler(grantSignal, (granted) => {
    leaseId = granted;
  });
  await condition(() => leaseId !== undefined);
  const { holdLease } = proxyActivities<ReferenceActivities>({
    activityId: leaseId ?? '',
    startToCloseTimeout: '60 minutes',
    heartbeatTimeout: '30 seconds',
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    retry: { maximumAttempts: 1 },
  });
  const result = await holdLease(leaseId ?? '');
  if (!lean) await getExternalWorkflowHandle(taskWorkflowId).signal(reportSignal, result);
  return lean ? result : {};
}
