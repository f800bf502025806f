import {
  ActivityCancelledError,
  ActivityNotFoundError,
  WithStartWorkflowOperation,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  type Client,
} from '@temporalio/client';
import { ulid } from 'ulid';
import { ApplicationFailure, WorkflowIdConflictPolicy } from '@temporalio/common';
import {
  containmentWorkflowId,
  executionIdOfLease,
  executionWorkflowId,
  taskIdOf,
  taskWorkflowId,
} from '../domain/ids.ts';
import { REJECTION_CODES, type Rejection } from '../domain/rejection.ts';
import type { CommandOf } from '../domain/task/commands.ts';
import type { TaskState, Usage } from '../domain/task/state.ts';
import {
  EXECUTOR_FAILED,
  familyOf,
  HANDED_BACK,
  type CarriedTask,
  type CommandAnswer,
  type CommandEnvelope,
  type ContainmentInput,
  type ExecutionFailure,
  type ExecutionResult,
  type TaskWorkflowInfo,
} from '../workflows/contract.ts';
import {
  commandUpdates,
  CONTAINMENT_WORKFLOW,
  infoQuery,
  restoredTaskStart,
  searchAttributes,
  stateQuery,
  TASK_WORKFLOW,
  taskStart,
} from '../workflows/messages.ts';
import { OperationError, unavailable } from './errors.ts';

/** temporal.api.enums.v1.TaskQueueType */
const TASK_QUEUE_TYPE_WORKFLOW = 1;
const TASK_QUEUE_TYPE_ACTIVITY = 2;

/** temporal.api.enums.v1.WorkflowExecutionStatus */
const ENDED_BADLY: Readonly<Record<number, 'FAILED' | 'TERMINATED' | 'TIMED_OUT'>> = {
  3: 'FAILED',
  5: 'TERMINATED',
  7: 'TIMED_OUT',
};
/** A worker without work asks again after a minute at the latest. */
const LONGEST_POLL_SECONDS = 65;
const TROUBLED_DAYS = 7;
const MOST_TROUBLED = 20;

interface TemporalTroubles {
  /** Tasks that nobody has taken yet, about. */
  readonly backlog: { readonly workflows: number; readonly activities: number };
  readonly failing: readonly {
    readonly id: string;
    readonly type: string;
    readonly status: 'FAILED' | 'TERMINATED' | 'TIMED_OUT';
    readonly at: string;
  }[];
}

export type LeaseState = 'HELD' | 'CANCEL_REQUESTED' | 'LOST';

interface TaskGatewayOptions {
  readonly taskQueue: string;
  /** How long a call to Temporal may take. A command that timed out may still be applied. */
  readonly timeoutMs: number;
  /** Events after which a task continues as new; undefined leaves it to the server's advice. */
  readonly historyLimit?: number | undefined;
}

/** The one place that talks to Temporal: deadlines, update ids and errors are handled here. */
export class TaskGateway {
  readonly #client: Client;
  readonly #taskQueue: string;
  readonly #timeoutMs: number;
  readonly #historyLimit: number | undefined;

  constructor(client: Client, { taskQueue, timeoutMs, historyLimit }: TaskGatewayOptions) {
    this.#client = client;
    this.#taskQueue = taskQueue;
    this.#timeoutMs = timeoutMs;
    this.#historyLimit = historyLimit;
  }

  /** Starts the workflow of a task, unless it runs, and sends the command that creates the task. */
  create(envelope: CommandEnvelope & { command: CommandOf<'create'> }): Promise<CommandAnswer> {
    const startWorkflowOperation = new WithStartWorkflowOperation(TASK_WORKFLOW, {
      ...taskStart(envelope.command.task),
      taskQueue: this.#taskQueue,
      args: [this.#historyLimit === undefined ? {} : { historyLimit: this.#historyLimit }],
      workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    });
    return this.#ask(() =>
      this.#client.workflow.executeUpdateWithStart(commandUpdates.create, {
        ...updateOptions(envelope),
        startWorkflowOperation,
      }),
    );
  }

  /** Lets a task go on that has begun elsewhere; one that goes on already stays as it is. @throws CONFLICT where another does */
  async takeUp(carried: CarriedTask, archive: string): Promise<void> {
    const { id, key } = carried.state;
    const options = { ...restoredTaskStart(carried.state, archive), taskQueue: this.#taskQueue };
    const limit = this.#historyLimit === undefined ? {} : { historyLimit: this.#historyLimit };
    const isNew = await this.#ask(async () => {
      try {
        await this.#client.workflow.start(TASK_WORKFLOW, { ...options, args: [{ ...limit, carried }] });
        return true;
      } catch (error) {
        if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
        throw error;
      }
    });
    if (isNew || (await this.archiveOf(id)) === archive) return;
    throw new OperationError('CONFLICT', `the workflow of ${key} runs already in this namespace of Temporal`);
  }

  /** The archive that the running workflow of a task comes from, '' for one of none; undefined where none runs. */
  async archiveOf(taskId: string): Promise<string | undefined> {
    return this.#ask(async () => {
      try {
        const { status, memo } = await this.#client.workflow.getHandle(taskWorkflowId(taskId)).describe();
        if (status.name !== 'RUNNING') return undefined;
        const archive = memo?.['archive'];
        return typeof archive === 'string' ? archive : '';
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) return undefined;
        throw error;
      }
    });
  }

  /** Sends a command and waits for its answer. @throws OperationError with the refusal. */
  send(taskId: string, envelope: CommandEnvelope): Promise<CommandAnswer> {
    const handle = this.#client.workflow.getHandle(taskWorkflowId(taskId));
    const update = commandUpdates[familyOf(envelope.command.name)];
    return this.#ask(() => handle.executeUpdate(update, updateOptions(envelope)));
  }

  state(taskId: string): Promise<TaskState | undefined> {
    return this.#ask(() => this.#client.workflow.getHandle(taskWorkflowId(taskId)).query(stateQuery));
  }

  async info(taskId: string): Promise<{ info: TaskWorkflowInfo; runId: string; status: string }> {
    return this.#ask(async () => {
      const handle = this.#client.workflow.getHandle(taskWorkflowId(taskId));
      const [info, description] = await Promise.all([handle.query(infoQuery), handle.describe()]);
      return { info, runId: description.runId, status: description.status.name };
    });
  }

  /** Finds a task without the history database; visibility lags by about a second. */
  async locate(key: string): Promise<{ id: string; projectId: string } | undefined> {
    return this.#ask(async () => {
      const query = `${searchAttributes.key.name} = '${key}' AND WorkflowType = '${TASK_WORKFLOW}'`;
      for await (const found of this.#client.workflow.list({ query, pageSize: 1 })) {
        const id = taskIdOf(found.workflowId);
        const projectId = found.typedSearchAttributes.get(searchAttributes.project);
        if (id !== undefined && projectId !== undefined) return { id, projectId };
      }
      return undefined;
    });
  }

  /** Starts the workflow that stops what runs. */
  async startContainment(input: ContainmentInput): Promise<void> {
    await this.#ask(() =>
      this.#client.workflow.start(CONTAINMENT_WORKFLOW, {
        workflowId: containmentWorkflowId(ulid()),
        taskQueue: this.#taskQueue,
        args: [input],
        staticSummary: `stops ${input.scope.kind.toLowerCase()}: ${input.reason}`.slice(0, 200),
      }),
    );
  }

  /** Keeps a lease alive and says whether it still is one. */
  heartbeat(leaseId: string): Promise<LeaseState> {
    return this.#lease(() => this.#client.activity.heartbeat(activityOf(leaseId)));
  }

  complete(leaseId: string, result: ExecutionResult): Promise<LeaseState> {
    return this.#lease(() => this.#client.activity.complete(activityOf(leaseId), result));
  }

  fail(leaseId: string, failure: ExecutionFailure, retryable: boolean): Promise<LeaseState> {
    const details = { message: failure.error, type: EXECUTOR_FAILED, nonRetryable: !retryable, details: [failure] };
    return this.#lease(() => this.#client.activity.fail(activityOf(leaseId), ApplicationFailure.create(details)));
  }

  /** @param usage what the attempt has used until now. */
  handBack(leaseId: string, usage?: Usage): Promise<LeaseState> {
    const details = usage ? [{ usage }] : [];
    const failure = ApplicationFailure.create({ message: 'handed back', type: HANDED_BACK, details });
    return this.#lease(() => this.#client.activity.fail(activityOf(leaseId), failure));
  }

  confirmCancellation(leaseId: string): Promise<LeaseState> {
    return this.#lease(() => this.#client.activity.reportCancellation(activityOf(leaseId)));
  }

  /** Round trip in milliseconds, and how many processes polled our queue lately. @throws when Temporal is away. */
  async health(): Promise<{ latencyMs: number; pollers: number }> {
    return this.#ask(async () => {
      const startedAt = performance.now();
      const { workflowService, options } = this.#client;
      const { pollers } = await workflowService.describeTaskQueue({
        namespace: options.namespace,
        taskQueue: { name: this.#taskQueue },
        taskQueueType: TASK_QUEUE_TYPE_WORKFLOW as never,
      });
      const latencyMs = performance.now() - startedAt;
      const since = Date.now() / 1_000 - LONGEST_POLL_SECONDS;
      const recent = (pollers ?? []).filter(({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) >= since);
      return { latencyMs, pollers: recent.length };
    });
  }

  /** What waits in the task queue, and workflows that ended badly in the last week, the newest first. */
  async troubles(): Promise<TemporalTroubles> {
    return this.#ask(async () => {
      const { workflowService, options } = this.#client;
      const { namespace } = options;
      const backlogOf = async (taskQueueType: number) => {
        const query = { namespace, taskQueue: { name: this.#taskQueue }, taskQueueType: taskQueueType as never };
        const { stats } = await workflowService.describeTaskQueue({ ...query, reportStats: true });
        return Number(stats?.approximateBacklogCount ?? 0);
      };
      const since = new Date(Date.now() - TROUBLED_DAYS * 24 * 60 * 60 * 1000).toISOString();
      const query = `TaskQueue = '${this.#taskQueue}' AND ExecutionStatus IN ('Failed', 'TimedOut', 'Terminated') AND CloseTime > '${since}'`;
      const [workflows, activities, { executions }] = await Promise.all([
        backlogOf(TASK_QUEUE_TYPE_WORKFLOW),
        backlogOf(TASK_QUEUE_TYPE_ACTIVITY),
        workflowService.listWorkflowExecutions({ namespace, query, pageSize: MOST_TROUBLED }),
      ]);
      const failing = (executions ?? []).map(({ execution, type, status, closeTime }) => ({
        id: execution?.workflowId ?? '',
        type: type?.name ?? '',
        status: ENDED_BADLY[Number(status)] ?? 'FAILED',
        at: new Date(Number(closeTime?.seconds ?? 0) * 1000).toISOString(),
      }));
      return { backlog: { workflows, activities }, failing };
    });
  }

  async #lease(call: () => Promise<void>): Promise<LeaseState> {
    try {
      await this.#client.withDeadline(Date.now() + this.#timeoutMs, call);
      return 'HELD';
    } catch (error) {
      if (error instanceof ActivityNotFoundError) return 'LOST';
      if (error instanceof ActivityCancelledError) return 'CANCEL_REQUESTED';
      throw unavailable('Temporal', error);
    }
  }

  async #ask<Answer>(call: () => Promise<Answer>): Promise<Answer> {
    try {
      return await this.#client.withDeadline(Date.now() + this.#timeoutMs, call);
    } catch (error) {
      throw translate(error);
    }
  }
}

const activityOf = (leaseId: string) => ({
  workflowId: executionWorkflowId(executionIdOfLease(leaseId)),
  activityId: leaseId,
});

/** The body is part of the update id: another body under the same key has to reach the workflow to be refused. */
function updateOptions(envelope: CommandEnvelope): { args: [CommandEnvelope]; updateId?: string } {
  const { idempotencyKey, bodyHash = '' } = envelope;
  const args: [CommandEnvelope] = [envelope];
  return idempotencyKey === undefined ? { args } : { args, updateId: `${idempotencyKey}/${bodyHash.slice(0, 16)}` };
}

function translate(error: unknown): unknown {
  if (error instanceof OperationError) return error;
  const rejection = rejectionIn(error);
  if (rejection) return OperationError.of(rejection);
  if (error instanceof WorkflowNotFoundError || error instanceof WorkflowExecutionAlreadyStartedError) {
    return new OperationError('CONFLICT', 'the task has ended: nothing changes it any more', { cause: error });
  }
  return unavailable('Temporal', error);
}

function rejectionIn(error: unknown): Rejection | undefined {
  const cause = error instanceof WorkflowUpdateFailedError ? error.cause : undefined;
  if (!(cause instanceof ApplicationFailure)) return undefined;
  const isRejection = (REJECTION_CODES as readonly string[]).includes(cause.type ?? '');
  return isRejection ? (cause.details?.[0] as Rejection | undefined) : undefined;
}
