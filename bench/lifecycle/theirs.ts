import { ActivityNotFoundError, WithStartWorkflowOperation, type Client } from '@temporalio/client';
import { WorkflowIdConflictPolicy } from '@temporalio/common';
import { ulid } from 'ulid';
import type { Db } from '../database.ts';
import { REFERENCE_TASK_QUEUE, type ChangeDocument, type ReferenceStyle } from '../reference/contract.ts';
import { changeUpdate } from '../reference/messages.ts';
import { searchAttributes } from '../../workflows/messages.ts';
import { content, usage } from './content.ts';
import type { Life, Lives } from './life.ts';

/** The reference's lives, through Temporal's client. */
export function referenceLives(client: Client, database: Db, options: Partial<ReferenceStyle> = {}): Lives {
  const style = { lean: false, durable: true, ...options };
  const documents = database.collection<ChangeDocument>('documents');

  return (number): Life => {
    const taskId = `reference-${ulid()}`;
    const executionId = `${taskId}-execution`;
    const leaseId = `${executionId}-lease`;
    const activity = { workflowId: executionId, activityId: leaseId };
    const handle = client.workflow.getHandle(taskId);
    const send = (name: string, status: string, body: Record<string, unknown>) =>
      handle.executeUpdate(changeUpdate, { args: [{ name, status, body }] });
    return {
      workflowIds: [taskId, executionId],
      create: () =>
        client.workflow.executeUpdateWithStart(changeUpdate, {
          args: [{ name: 'create', status: 'INBOX', body: { number, ...created } }],
          startWorkflowOperation: startOperation(taskId, number, style),
        }),
      assign: () => send('assign', 'ASSIGNED', { assignees: [{ kind: 'HUMAN', id: 'human-bench', name: 'Somebody' }] }),
      plan: () => send('plan', 'ASSIGNED', { plan: content.bullets }),
      dispatch: () => send('dispatch', 'IN_PROGRESS', { executionId, executor: 'CODEMOD' }),
      claim: () => send('claim', 'IN_PROGRESS', { executionId, leaseId, worker: 'Some executor' }),
      isHeld: () => client.activity.heartbeat(activity).then(() => true, isAbsent),
      complete: () =>
        client.activity.complete(activity, { summary: content.summary, checked: content.checklist, usage }),
      isReviewable: async () =>
        (await documents.findOne({ taskId, 'change.name': 'complete' }, { projection: { seq: 1 } })) !== null,
      requestApproval: () =>
        send('requestApproval', 'NEEDS_APPROVAL', { action: content.action, approval: content.approvalSummary }),
      decideApproval: () => send('decideApproval', 'REVIEW', { decision: 'APPROVE' }),
      finish: () => send('finish', 'DONE', {}),
    };
  };
}

const { title, description, checklist } = content;
const created = { title, description, checklist, type: 'OPS', priority: 3 };

const startOperation = (taskId: string, number: number, style: ReferenceStyle) =>
  new WithStartWorkflowOperation('referenceTask', {
    workflowId: taskId,
    taskQueue: REFERENCE_TASK_QUEUE,
    args: [{ taskId, ...style }],
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    staticSummary: `REF-${number} ${title}`,
    memo: { key: `REF-${number}`, title, project: 'bench' },
    typedSearchAttributes: [
      { key: searchAttributes.project, value: 'bench' },
      { key: searchAttributes.status, value: 'INBOX' },
      { key: searchAttributes.type, value: 'OPS' },
      { key: searchAttributes.key, value: `REF-${number}` },
    ],
  });

function isAbsent(error: unknown): false {
  if (error instanceof ActivityNotFoundError) return false;
  throw error;
}
