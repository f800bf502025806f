import type { Actor, ActorRef } from '../domain/actor.ts';
import type { OverrideGrant } from '../domain/budget/override.ts';
import type { GithubChange, GithubCursor, GithubSyncProgress } from '../domain/github/change.ts';
import type { CommandName, TaskCommand, TaskFacts } from '../domain/task/commands.ts';
import type { TaskEvent } from '../domain/task/events.ts';
import type { ChecklistItem, Deliverable, SpawnedTask, TaskState, Usage } from '../domain/task/state.ts';
import type { ExecutorType, TaskStatus } from '../domain/task/vocabulary.ts';

/** A command on its way to a task, with who sends it and what was looked up for it. */
export interface CommandEnvelope {
  readonly command: TaskCommand;
  readonly actor: Actor;
  readonly facts: TaskFacts;
  /** Whoever repeats a command with the same key gets the first answer. */
  readonly idempotencyKey?: string;
  /** Tells a repetition from another command under the same key. */
  readonly bodyHash?: string;
}

/** Small on purpose: it is kept in workflow history. The state itself is read from the history database. */
export interface CommandAnswer {
  /** Sequence number of the task after the command. */
  readonly seq: number;
  readonly status: TaskStatus;
  /** False when the history database is away: the command is durable, and history catches up. */
  readonly projected: boolean;
  readonly approvalId?: string;
  readonly executionId?: string;
  readonly messageId?: string;
  readonly reviewId?: string;
}

/** What `describe` tells operators about a task's workflow. */
export interface TaskWorkflowInfo {
  readonly seq: number;
  readonly status: TaskStatus | undefined;
  /** Events that are not in the history database yet. */
  readonly outboxLength: number;
  readonly pendingEffects: number;
  readonly historyAway: boolean;
  /** ISO timestamp of the next escalation or expiry. */
  readonly nextDeadline: string | undefined;
  readonly historyEvents: number;
  readonly historyBytes: number;
  readonly continuedAsNew: number;
  /** Hash of the last stored event. */
  readonly lastHash: string;
}

/** The commands that share one Update, by its name. */
export const COMMAND_FAMILIES = {
  create: ['create'],
  change: [
    'edit',
    'assign',
    'claim',
    'unassign',
    'plan',
    'comment',
    'editComment',
    'openThread',
    'link',
    'acknowledgeLoop',
  ],
  move: ['transition', 'submit', 'review', 'respondToReview'],
  approval: [
    'requestApproval',
    'decideApproval',
    'delegateApproval',
    'cancelApproval',
    'escalateApproval',
    'expireApproval',
    'useGrant',
  ],
  execution: ['dispatch', 'cancelExecution', 'executionReported', 'recordRun', 'dependencyFinished'],
} as const satisfies Record<string, readonly CommandName[]>;

export type CommandFamily = keyof typeof COMMAND_FAMILIES;

export function familyOf(name: CommandName): CommandFamily {
  const families = Object.entries(COMMAND_FAMILIES) as [CommandFamily, readonly CommandName[]][];
  return families.find(([, names]) => names.includes(name))?.[0] ?? 'change';
}

export interface TaskWorkflowInput {
  /** Events after which the task continues as new; the server's advice when absent. */
  readonly historyLimit?: number;
  readonly carried?: CarriedTask;
  /** Creates the task where no Update does. */
  readonly first?: CommandEnvelope;
}

/** Everything a task takes along when it continues as new: plain JSON. */
export interface CarriedTask {
  readonly schemaVersion: 1;
  readonly state: TaskState;
  readonly outbox: readonly TaskEvent[];
  readonly effects: readonly Effect[];
  /** Tasks of earlier versions had none. */
  readonly errands?: readonly Errand[];
  readonly answers: readonly RememberedAnswer[];
  readonly lastHash: string;
  readonly continuedAsNew: number;
}

/** An answer that is given again to whoever repeats the command. */
export interface RememberedAnswer {
  readonly key: string;
  readonly bodyHash: string;
  readonly answer: CommandAnswer;
}

/** What follows from an event inside Temporal. */
export type Effect =
  | { readonly kind: 'START_EXECUTION'; readonly input: ExecutionWorkflowInput }
  | { readonly kind: 'GRANT_LEASE'; readonly executionId: string; readonly leaseId: string }
  | { readonly kind: 'CANCEL_EXECUTION'; readonly executionId: string }
  | { readonly kind: 'GRANT_BUDGET'; readonly override: BudgetOverride };

/**
 * What follows from an event and takes the history database besides: it is done once the event is stored, apart from
 * effects, so that they do not wait while that database is away.
 */
export type Errand = { readonly seq: number } & (
  | ({ readonly kind: 'CREATE_SUBTASK' } & ApprovedSubtask)
  | ({ readonly kind: 'TELL_DEPENDENTS' } & FinishedTask)
  | ({ readonly kind: 'LOOK_AT_DEPENDENCIES' } & WaitingTask)
);

interface ApprovedSubtask {
  readonly projectId: string;
  readonly approvalId: string;
  readonly task: SpawnedTask;
  readonly requester: ActorRef;
}

interface FinishedTask {
  readonly projectId: string;
  readonly key: string;
  readonly status: 'DONE' | 'CANCELED';
}

/** A task that is to start by itself, after what it waits for has been changed. */
interface WaitingTask {
  readonly key: string;
  /** One that it has waited for until now. */
  readonly dependency: string;
}

/** A command for another task, or the same one, without anybody who waits for an answer. */
interface AddressedCommand {
  readonly taskId: string;
  readonly envelope: CommandEnvelope;
}

export interface DependencyActivities {
  /** What tasks that wait for one that is over should hear, a page at a time; `nextId` is where the next one begins. */
  findDependents(
    finished: FinishedTask,
    afterId?: string,
  ): Promise<{ readonly commands: readonly AddressedCommand[]; readonly nextId?: string }>;
  /** What a task that waits should hear, since all that it depends on is over already. */
  lookAtDependencies(waiting: WaitingTask & { readonly seq: number }): Promise<CommandEnvelope | undefined>;
}

export interface SubtaskActivities {
  /** What a task that people have approved is created with: the same, however often it is tried. */
  reserveSubtask(
    asked: Omit<ApprovedSubtask, 'task'> & Pick<SpawnedTask, 'type'>,
  ): Promise<Pick<TaskState, 'id' | 'key' | 'budgetMicros'> & { readonly actor: Actor }>;
}

/** What people have allowed an account to go beyond its limit by. */
interface BudgetOverride {
  readonly projectId: string;
  readonly approvalId: string;
  readonly grant: OverrideGrant;
}

export interface BudgetActivities {
  /** Once for each approval, however often it is tried. */
  applyBudgetOverride(override: BudgetOverride): Promise<void>;
}

export interface ExecutionWorkflowInput {
  readonly executionId: string;
  readonly taskWorkflowId: string;
  readonly taskKey: string;
  readonly executor: ExecutorType;
  readonly maxAttempts: number;
  readonly maxMinutes: number;
  readonly heartbeatTimeoutSeconds?: number;
}

/** What an executor hands in through the API to complete its lease. */
export interface ExecutionResult {
  readonly deliverable: Deliverable;
  readonly checklist?: readonly ChecklistItem[];
  readonly usage?: Usage;
}

/** Details of the failure an executor reports. */
export interface ExecutionFailure {
  readonly error: string;
  readonly usage?: Usage;
}

/** Failure types that cross the boundary between executors' API and the execution workflow. */
export const EXECUTOR_FAILED = 'ExecutorFailed';
export const HANDED_BACK = 'HandedBack';

/** One write to the history database. Small, because it is kept in workflow history. */
interface HistoryBatch {
  readonly events: readonly TaskEvent[];
  readonly task: Pick<TaskState, 'id' | 'key' | 'projectId'>;
  /** Hash of the event before the first one, empty at the beginning of a log. */
  readonly previousHash: string;
}

export interface StoredBatch {
  readonly lastHash: string;
  /** The task is over, and others wait for it. */
  readonly hasDependents?: boolean;
}

export interface HistoryActivities {
  /** Appends events and projects the task; repeating it changes nothing. */
  appendHistory(batch: HistoryBatch): Promise<StoredBatch>;
}

export interface ExecutionActivities {
  /** Stays open for as long as an executor holds the lease; completed through the API, by id. */
  holdLease(lease: { executionId: string; leaseId: string }): Promise<ExecutionResult>;
}

export interface AgentWatchActivities {
  /** Marks agents OFFLINE that have been silent for too long. Answers with all that were marked at this moment. */
  markSilentAgents(at: string): Promise<readonly { readonly id: string; readonly name: string }[]>;
  /** Returns the leases of an agent that was marked at this moment, and says that it is away. */
  seeToSilentAgent(agentId: string, at: string): Promise<void>;
}

export interface StandupActivities {
  /**
   * Keeps the standup of a project for the day of `dueAt`, once however often it is tried.
   * @returns its id; undefined where there is no such project, or nobody wants one.
   */
  keepStandup(slug: string, dueAt: string): Promise<string | undefined>;
}

export interface RecurringActivities {
  /**
   * Makes the task that was due at a time (ISO timestamp), or notes why none is made: once however often it is tried.
   * @returns the key of the task; undefined where none was made.
   */
  makeRecurringTask(recurringTaskId: string, scheduledFor: string): Promise<string | undefined>;
}

/** How sending to an endpoint has ended: nothing waits, something does, nothing may be sent, or there is no such endpoint. */
export type WebhookOutcome = 'IDLE' | 'MORE' | 'DISABLED' | 'GONE';

export interface WebhookActivities {
  /** Sends what waits for an endpoint, in order, for some seconds. @throws to be tried again when one does not arrive */
  deliverWebhooks(endpointId: string): Promise<WebhookOutcome>;
  /** Sends one message a single time, whatever else waits. */
  sendWebhookOnce(deliveryId: string): Promise<void>;
}

/** One sync of a repository; it goes on where the run before it has stopped. */
export interface GithubSyncInput {
  readonly connectionId: string;
  readonly carried?: { readonly progress: GithubSyncProgress; readonly cursor: GithubCursor };
}

/** A step of a sync is over; without `next` there is nothing left of its kind. */
export interface GithubStep {
  readonly progress: GithubSyncProgress;
  readonly next?: GithubCursor;
}

/** What GitHub has told about a repository, once. */
export interface GithubDelivery {
  readonly connectionId: string;
  readonly changes: readonly GithubChange[];
}

export interface GithubActivities {
  /** Looks whether we are let in, and where the repository is now. Undefined where it is not connected any more. */
  beginGithubSync(connectionId: string): Promise<GithubStep | undefined>;
  /** Makes tasks of one page of issues, or brings them up to date: once, however often it is tried. */
  syncGithubIssues(connectionId: string, at: GithubStep): Promise<GithubStep>;
  syncGithubComments(connectionId: string, at: GithubStep): Promise<GithubStep>;
  syncGithubPullRequests(connectionId: string, at: GithubStep): Promise<GithubStep>;
  /** Notes how it went. */
  endGithubSync(connectionId: string, progress: GithubSyncProgress): Promise<void>;
  applyGithubChange(connectionId: string, change: GithubChange): Promise<void>;
  /** Tells GitHub what has happened to a task since it was told last. */
  postToGithub(taskId: string): Promise<void>;
}

/** What learning everything anew has found. */
export interface Relearned {
  /** Tasks whose outcome was not kept yet. */
  readonly caughtUp: number;
  /** Topics that were not what their outcomes add up to. */
  readonly corrected: number;
}

export interface LearningActivities {
  /** Folds the outcomes of all projects anew; repeating it changes nothing. */
  recomputeLearning(): Promise<Relearned>;
}

/** What an order to stop reaches. */
export type ContainmentScope =
  | { readonly kind: 'AGENT'; readonly agentId: string }
  | { readonly kind: 'PROJECT'; readonly projectId: string }
  | { readonly kind: 'EVERYTHING' };

export interface ContainmentInput {
  readonly scope: ContainmentScope;
  readonly reason: string;
  readonly orderedBy: ActorRef;
  /** ISO timestamp; what is asked for after it is none of the order's business, since the order may be lifted by then. */
  readonly orderedAt: string;
}

export interface RunningExecution {
  readonly taskId: string;
  readonly executionId: string;
}

export interface ContainmentActivities {
  /** Executions that are on offer or under way and were requested by then, at most 200 of them. */
  listRunningExecutions(scope: ContainmentScope, requestedBy: string): Promise<readonly RunningExecution[]>;
}
