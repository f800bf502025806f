import {
  WithStartWorkflowOperation,
  WorkflowUpdateFailedError,
  type Client,
  type WorkflowStartOptions,
} from '@temporalio/client';
import { ApplicationFailure, WorkflowIdConflictPolicy } from '@temporalio/common';
import { ulid } from 'ulid';
import type { Actor } from '../domain/actor.ts';
import { executionWorkflowId, taskWorkflowId } from '../domain/ids.ts';
import type { Rejection } from '../domain/rejection.ts';
import { NO_FACTS, type CommandOf, type ExecutionReport, type TaskCommand } from '../domain/task/commands.ts';
import type { TaskEvent } from '../domain/task/events.ts';
import type { Route, TaskState } from '../domain/task/state.ts';
import { firstBrokenLink, type ChainedEvent } from '../store/hash-chain.ts';
import type { Store } from '../store/store.ts';
import { familyOf, type CommandAnswer, type CommandEnvelope, type TaskWorkflowInput } from '../workflows/contract.ts';
import { commandSignal, commandUpdates, infoQuery, searchAttributes, stateQuery } from '../workflows/messages.ts';
import { eventually } from './stack.test-support.ts';
import type { TestWorker } from './worker.test-support.ts';

export const OLGA: Actor = { kind: 'HUMAN', id: 'olga', name: 'Olga Owner', role: 'ADMIN' };
export const PAUL: Actor = { kind: 'HUMAN', id: 'paul', name: 'Paul Peer', role: 'OPERATOR' };
export const VERA: Actor = { kind: 'HUMAN', id: 'vera', name: 'Vera Viewer', role: 'VIEWER' };
export const RULE: Actor = { kind: 'SYSTEM', id: 'rule', name: 'A rule' };

export const PLAN = { bullets: ['read', 'write', 'check'] };

export const ROUTE: Route = {
  executor: 'CODEMOD',
  score: 0.9,
  reason: 'a test',
  fallbacks: [],
  maxAttempts: 2,
  maxMinutes: 60,
  heartbeatTimeoutSeconds: 2,
};
export const MANUAL_ROUTE: Route = {
  executor: 'MANUAL',
  score: 1,
  reason: 'a test',
  fallbacks: [],
  maxAttempts: 2,
  maxMinutes: 60,
};

export const deliverable = (summary = 'done') => ({ summary, artifacts: [] });

let tasksMade = 0;

type NewTask = CommandOf<'create'>['task'];

export function newTask(fields: Partial<NewTask> = {}): NewTask {
  tasksMade += 1;
  const suffix = Date.now().toString(36).toUpperCase().slice(-7);
  return {
    id: ulid(),
    key: `T${suffix}-${tasksMade}`,
    projectId: 'tests',
    title: 'Do something',
    description: '',
    type: 'OPS',
    priority: 3,
    labels: [],
    source: 'API',
    dependsOn: [],
    checklist: [],
    budgetMicros: 1_000_000,
    metadata: {},
    ...fields,
  };
}

/** One task, driven as the operations drive it: by Updates, and looked at in Temporal and in MongoDB. */
export class TaskProbe {
  readonly task: NewTask;
  readonly #worker: TestWorker;

  constructor(worker: TestWorker, task: NewTask = newTask()) {
    this.#worker = worker;
    this.task = task;
  }

  get client(): Client {
    return this.#worker.client;
  }

  get store(): Store {
    return this.#worker.store;
  }

  get workflowId(): string {
    return taskWorkflowId(this.task.id);
  }

  get handle() {
    return this.client.workflow.getHandle(this.workflowId);
  }

  create(
    input: TaskWorkflowInput = {},
    envelope: Partial<CommandEnvelope> = {},
    options: Pick<WorkflowStartOptions, 'workflowTaskTimeout'> = {},
  ): Promise<CommandAnswer> {
    const { id: _id, key, projectId, type, title } = this.task;
    const startWorkflowOperation = new WithStartWorkflowOperation('taskWorkflow', {
      workflowId: this.workflowId,
      taskQueue: this.#worker.config.temporal.taskQueue,
      args: [input],
      ...options,
      workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
      memo: { key, title, project: projectId },
      typedSearchAttributes: [
        { key: searchAttributes.project, value: projectId },
        { key: searchAttributes.status, value: 'INBOX' },
        { key: searchAttributes.type, value: type },
        { key: searchAttributes.key, value: key },
      ],
    });
    return this.client.workflow.executeUpdateWithStart(commandUpdates.create, {
      args: [{ command: { name: 'create', task: this.task }, actor: OLGA, facts: NO_FACTS, ...envelope }],
      startWorkflowOperation,
    });
  }

  send(command: TaskCommand, envelope: Partial<Omit<CommandEnvelope, 'command'>> = {}): Promise<CommandAnswer> {
    return this.handle.executeUpdate(commandUpdates[familyOf(command.name)], {
      args: [{ command, actor: OLGA, facts: NO_FACTS, ...envelope }],
    });
  }

  signal(command: TaskCommand, envelope: Partial<Omit<CommandEnvelope, 'command'>> = {}): Promise<void> {
    return this.handle.signal(commandSignal, { command, actor: OLGA, facts: NO_FACTS, ...envelope });
  }

  assign = (who: Actor = OLGA) => {
    const { id, name } = who;
    const kind = who.kind === 'AGENT' ? 'AGENT' : 'HUMAN';
    return this.send({ name: 'assign', assignees: [{ kind, id, name, status: 'ACTIVE', allowedTypes: [] }] });
  };

  plan = () => this.send({ name: 'plan', plan: PLAN });
  move = (to: TaskState['status'], more: Partial<CommandOf<'transition'>> = {}) =>
    this.send({ name: 'transition', to, ...more });
  comment = (body: string, envelope: Partial<CommandEnvelope> = {}) => this.send({ name: 'comment', body }, envelope);

  /** A task in IN_PROGRESS. */
  async start(input: TaskWorkflowInput = {}): Promise<void> {
    await this.create(input);
    await this.assign();
    await this.plan();
    await this.move('IN_PROGRESS');
  }

  /** Asks for an execution and answers its id. */
  async dispatch(route: Route = ROUTE): Promise<string> {
    const { executionId } = await this.send({ name: 'dispatch', route });
    if (executionId === undefined) throw new Error('no execution was requested');
    return executionId;
  }

  /** Gives the lease of an execution to a worker and waits until Temporal holds it. */
  async claim(executionId: string, leaseId: string): Promise<ActivityProbe> {
    await this.report(executionId, {
      outcome: 'ASSIGNED',
      leaseId,
      worker: { kind: 'AGENT', id: 'w', name: 'Worker' },
    });
    const lease = new ActivityProbe(this.client, executionId, leaseId);
    await eventually(async () => (await lease.heartbeat(), true));
    return lease;
  }

  report(executionId: string, report: ExecutionReport): Promise<CommandAnswer> {
    const actor: Actor = { kind: 'SYSTEM', id: executionId, name: 'executor' };
    return this.send({ name: 'executionReported', executionId, report }, { actor });
  }

  state = async (): Promise<TaskState> => {
    const state = await this.handle.query(stateQuery);
    if (!state) throw new Error('the task does not exist yet');
    return state;
  };

  info = () => this.handle.query(infoQuery);

  reaches = (status: TaskState['status']): Promise<TaskState> =>
    eventually(async () => {
      const state = await this.state();
      return state.status === status ? state : undefined;
    }, 20_000);

  async log(): Promise<ChainedEvent[]> {
    const events: ChainedEvent[] = [];
    for await (const event of this.store.history.log(this.task.id)) events.push(event);
    return events;
  }

  /** The types of the stored events, once everything is stored. */
  async types(): Promise<TaskEvent['type'][]> {
    return (await this.settledLog()).map(({ type }) => type);
  }

  /** The whole log: complete, gapless and with fitting hashes. */
  async settledLog(): Promise<ChainedEvent[]> {
    const { seq } = await this.state();
    const log = await eventually(async () => {
      const events = await this.log();
      return events.length >= seq ? events : undefined;
    });
    const broken = firstBrokenLink(log);
    if (broken !== undefined) throw new Error(`event ${broken} does not fit the chain`);
    return log;
  }

  /** Number of events in the history of the workflow's current run. */
  async historyLength(): Promise<number> {
    return (await this.handle.describe()).historyLength;
  }
}

/** The lease of an execution, as the API uses it for an executor. */
export class ActivityProbe {
  readonly #client: Client;
  readonly #activity: { workflowId: string; activityId: string };

  constructor(client: Client, executionId: string, leaseId: string) {
    this.#client = client;
    this.#activity = { workflowId: executionWorkflowId(executionId), activityId: leaseId };
  }

  heartbeat = () => this.#client.activity.heartbeat(this.#activity);
  complete = (summary = 'done') =>
    this.#client.activity.complete(this.#activity, { deliverable: deliverable(summary) });
  confirmCancellation = () => this.#client.activity.reportCancellation(this.#activity);
  fail = (error: string, { retryable = true, type = 'ExecutorFailed' } = {}) =>
    this.#client.activity.fail(
      this.#activity,
      ApplicationFailure.create({ message: error, type, nonRetryable: !retryable, details: [{ error }] }),
    );
}

/** What a command was refused with. @throws when it was not refused. */
export async function refusal(command: Promise<unknown>): Promise<Rejection> {
  const error = await command.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  const cause = error instanceof WorkflowUpdateFailedError ? error.cause : undefined;
  if (cause instanceof ApplicationFailure) return cause.details?.[0] as Rejection;
  throw error ?? new Error('the command was accepted');
}
