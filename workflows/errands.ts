import {
  CancellationScope,
  ChildWorkflowCancellationType,
  getExternalWorkflowHandle,
  isCancellation,
  log,
  ParentClosePolicy,
  proxyActivities,
  startChild,
} from '@temporalio/workflow';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { MISSION_CONTROL } from '../domain/actor.ts';
import { taskWorkflowId } from '../domain/ids.ts';
import { NO_FACTS } from '../domain/task/commands.ts';
import type { TaskEvent } from '../domain/task/events.ts';
import type { TaskState } from '../domain/task/state.ts';
import type {
  CommandEnvelope,
  DependencyActivities,
  Errand,
  SubtaskActivities,
  TaskWorkflowInput,
} from './contract.ts';
import { commandSignal, TASK_WORKFLOW, taskStart } from './messages.ts';
import { RETRIES } from './retries.ts';

type ErrandOf<Kind extends Errand['kind']> = Extract<Errand, { kind: Kind }>;

const activities = proxyActivities<DependencyActivities & SubtaskActivities>(RETRIES.errands.options);

/**
 * What has to be done once an event is stored.
 * @param before the task as the event found it, undefined where the event is its creation.
 */
export function errandsOf(event: TaskEvent, before: TaskState | undefined): readonly Errand[] {
  if (!before) return [];
  const { seq, type, data } = event;
  const { projectId, key } = before;
  const dependency = before.dependsOn.at(-1) ?? key;
  switch (type) {
    case 'subtask.approved': {
      const { approvalId, task, for: requester } = data;
      return [{ kind: 'CREATE_SUBTASK', seq, projectId, approvalId, task, requester }];
    }
    case 'task.queued':
      // What it waits for may have ended while it was asked to wait: nobody would tell it any more.
      return [{ kind: 'LOOK_AT_DEPENDENCIES', seq, key, dependency }];
    case 'task.edited': {
      const isOther = before.queuedStart !== undefined && data.changes.dependsOn !== undefined;
      return isOther ? [{ kind: 'LOOK_AT_DEPENDENCIES', seq, key, dependency }] : [];
    }
    default:
      return [];
  }
}

export const tellDependents = ({ seq, projectId, key, status }: TaskState): Errand => ({
  kind: 'TELL_DEPENDENTS',
  seq,
  projectId,
  key,
  status: status === 'DONE' ? 'DONE' : 'CANCELED',
});

/**
 * Runs one errand; running it again changes nothing. Answers what the task itself should do then.
 * @param historyLimit of tasks that it starts.
 */
export async function runErrand(
  errand: Errand,
  historyLimit: number | undefined,
): Promise<CommandEnvelope | undefined> {
  try {
    return await run(errand, historyLimit);
  } catch (error) {
    if (isCancellation(error)) throw error;
    log.warn('an errand came to nothing', { errand: errand.kind, error: String(error) });
    return undefined;
  }
}

async function run(errand: Errand, historyLimit: number | undefined): Promise<CommandEnvelope | undefined> {
  switch (errand.kind) {
    case 'CREATE_SUBTASK':
      return createSubtask(errand, historyLimit);
    case 'TELL_DEPENDENTS':
      await tell(errand);
      return undefined;
    case 'LOOK_AT_DEPENDENCIES':
      return (await activities.lookAtDependencies(errand)) ?? undefined;
  }
}

async function tell({ projectId, key, status }: ErrandOf<'TELL_DEPENDENTS'>): Promise<void> {
  let afterId: string | undefined;
  do {
    const { commands, nextId } = await activities.findDependents({ projectId, key, status }, afterId);
    await Promise.all(commands.map(({ taskId, envelope }) => signal(taskId, envelope)));
    afterId = nextId;
  } while (afterId !== undefined);
}

/** A task that has ended meanwhile needs to hear nothing. */
async function signal(taskId: string, envelope: CommandEnvelope): Promise<void> {
  try {
    await getExternalWorkflowHandle(taskWorkflowId(taskId)).signal(commandSignal, envelope);
  } catch (error) {
    if (isCancellation(error)) throw error;
    log.info('the task has ended already', { taskId, error: String(error) });
  }
}

async function createSubtask(
  { projectId, approvalId, task, requester }: ErrandOf<'CREATE_SUBTASK'>,
  historyLimit: number | undefined,
): Promise<CommandEnvelope> {
  const { actor, ...reserved } = await activities.reserveSubtask({
    projectId,
    approvalId,
    requester,
    type: task.type,
  });
  const created = { ...reserved, ...task, source: 'AGENT' as const, projectId };
  const first: CommandEnvelope = { command: { name: 'create', task: created }, actor, facts: NO_FACTS };
  const input: TaskWorkflowInput = { first, ...(historyLimit !== undefined && { historyLimit }) };
  await startOnce(created, input);
  return {
    command: { name: 'comment', body: `${created.key} was created, as approved in ${approvalId}: ${created.title}` },
    actor: MISSION_CONTROL,
    facts: NO_FACTS,
    idempotencyKey: `created/${approvalId}`,
  };
}

/** An earlier attempt may have started it. It lives on without its parent. */
async function startOnce(task: Parameters<typeof taskStart>[0], input: TaskWorkflowInput): Promise<void> {
  const options = {
    ...taskStart(task),
    args: [input],
    parentClosePolicy: ParentClosePolicy.ABANDON,
    cancellationType: ChildWorkflowCancellationType.ABANDON,
  };
  try {
    await CancellationScope.nonCancellable(() => startChild(TASK_WORKFLOW, options));
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
