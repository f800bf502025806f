import { Schema, type Connection, type Model } from 'mongoose';
import type { ActorRef, Assignee } from '../domain/actor.ts';
import type { RoutingRule } from '../domain/routing/rule.ts';
import type { TaskEvent } from '../domain/task/events.ts';
import type { Approval, ArtifactRef, Execution, ExecutionBrief, TaskState } from '../domain/task/state.ts';
import type { ExecutorType, ProjectMode, TaskStatus, TaskType } from '../domain/task/vocabulary.ts';
import type { ChainedEvent } from './hash-chain.ts';
import type { TaskCard } from '../domain/task/card.ts';
import { despiteDeadlocks } from './connection.ts';
import type { AgentDocument } from './documents/agent.ts';
import type {
  ActivityDocument,
  AlertDocument,
  ChangeDocument,
  NotificationDocument,
  StayDocument,
  WatchDocument,
} from './documents/attention.ts';
import type {
  AgentSlotsDocument,
  BudgetDocument,
  CostDayDocument,
  CostMonthDocument,
  RunDocument,
} from './documents/budget.ts';
import type { ActivePolicyDocument, PolicyDecisionDocument, PolicyDocument } from './documents/policy.ts';
import type { ReviewDocument } from './documents/review.ts';
import type {
  AccountDocument,
  ApiKeyDocument,
  InstallationDocument,
  InvitationDocument,
  PersonDocument,
  SessionDocument,
} from './documents/identity.ts';

/** Fields that every document about a part of a task has. */
interface OfTask {
  taskId: string;
  taskKey: string;
  projectId: string;
}

export type EventDocument = Omit<ChainedEvent, 'type' | 'data'> &
  OfTask & { type: TaskEvent['type']; data: TaskEvent['data']; storedAt: Date };

export interface TaskDocument {
  _id: string;
  key: string;
  projectId: string;
  seq: number;
  status: TaskStatus;
  type: TaskType;
  priority: number;
  labels: string[];
  assigneeIds: string[];
  /** Lower case, for the text filter. */
  searchText: string;
  /** Priority, then age: the order of every list, in one value for keyset cursors. */
  order: string;
  /** When it came into its status. */
  statusSince: string;
  /** When it was DONE or CANCELED. */
  completedAt?: string;
  card: TaskCard;
  state: TaskState;
}

export type ApprovalDocument = Approval &
  OfTask & {
    _id: string;
    taskTitle: string;
    seq: number;
    order: string;
    closedAt?: string;
    closedBy?: ActorRef;
    /** Why it was denied or withdrawn. */
    closedBecause?: string;
  };

export type ExecutionDocument = Execution &
  OfTask & {
    _id: string;
    taskTitle: string;
    seq: number;
    order: string;
    brief: ExecutionBrief;
    finishedAt?: string;
    progress?: { percent?: number; message?: string; at: string };
    logTail?: string;
    /** Why a policy does not let it start, in words. */
    heldBack?: string;
    /** Who is about to give a lease on it, until when (milliseconds since 1970). */
    held?: { by: string; until: number };
  };

export interface MessageDocument extends OfTask {
  _id: string;
  seq: number;
  author: ActorRef;
  body: string;
  mentions?: readonly Assignee[];
  at: string;
}

export interface ProjectDocument {
  /** The slug. */
  _id: string;
  name: string;
  keyPrefix: string;
  description?: string;
  /** IANA name: its midnight ends a budget's day. */
  timeZone: string;
  mode: ProjectMode;
  modeReason?: string;
  /** Newest last; the oldest of many are forgotten. */
  modeHistory: { mode: ProjectMode; reason: string; by: ActorRef; at: string }[];
  routingRules: RoutingRule[];
  /** How often the rules were replaced, and by whom last; not there while they are those that it was created with. */
  routing?: { version: number; changedBy: ActorRef; changedAt: string };
  /** What a task of a type may cost here, in micro-dollars, where it differs from the built-in figures. */
  taskBudgets: Partial<Record<TaskType, number>>;
  /** In micro-dollars; what the burn-down is drawn against. */
  monthlyBudgetMicros?: number;
  lastTaskNumber: number;
  createdAt: string;
  /** Taken away: invisible, its history stays. ISO timestamp. */
  removedAt?: string;
}

/** True totals of a board, kept with each transition so that nothing has to be counted. */
export interface BoardCountsDocument {
  _id: string;
  counts: Partial<Record<TaskStatus, number>>;
  /** The transitions counted last, so that a repeated write does not count twice. */
  recent: string[];
}

/** Which task a creating request has led to, so that repeating it creates nothing. */
export interface CreationDocument {
  _id: string;
  taskId: string;
  taskKey: string;
  bodyHash: string;
  createdAt: Date;
}

/** Somebody's short hold on something; free again after `until` (milliseconds since 1970). */
export interface LockDocument {
  _id: string;
  by: string;
  until: number;
}

export interface ExecutorDocument {
  _id: string;
  type: ExecutorType;
  name: string;
  version?: string;
  tool?: { name: string; version?: string };
  concurrency?: number;
  /** How it treats the outside services that it depends on. */
  circuits?: { service: string; state: 'CLOSED' | 'OPEN' | 'HALF_OPEN'; since?: string; reason?: string }[];
  /** Services whose circuits a person wants closed; told to the executor with its next claim. */
  resets?: string[];
  lastSeenAt: Date;
}

export type ArtifactDocument = ArtifactRef & OfTask & { _id: string; executionId?: string; createdAt: string };

/** A schema that lets plain JSON through unchanged: its shape is the TypeScript type, checked before it is written. */
function collection<Document>(connection: Connection, name: string, ...indexes: Parameters<Schema['index']>[]) {
  const schema = new Schema<Document>({}, { strict: false, versionKey: false, minimize: false, collection: name });
  schema.add({ _id: Schema.Types.Mixed } as never);
  for (const [fields, options] of indexes) schema.index(fields, options);
  return connection.model<Document>(name, schema);
}

export type Models = ReturnType<typeof createModels>;

/** Every collection with its indexes. */
export function createModels(connection: Connection) {
  return {
    events: collection<EventDocument>(
      connection,
      'events',
      [{ taskId: 1, seq: 1 }, { unique: true }],
      [{ storedAt: 1 }],
      [{ projectId: 1, storedAt: -1, _id: -1 }],
      [{ 'actor.id': 1, storedAt: -1, _id: -1 }],
    ),
    tasks: collection<TaskDocument>(
      connection,
      'tasks',
      [{ key: 1 }, { unique: true }],
      [{ projectId: 1, status: 1, order: 1 }],
      [{ projectId: 1, order: 1 }],
      [{ order: 1 }],
      [{ assigneeIds: 1, order: 1 }],
      [{ assigneeIds: 1, status: 1 }],
      [{ projectId: 1, status: 1, statusSince: 1 }],
      [{ projectId: 1, completedAt: 1 }],
      [{ 'state.parent': 1 }],
      [{ 'state.dependsOn': 1 }],
    ),
    approvals: collection<ApprovalDocument>(
      connection,
      'approvals',
      [{ order: 1 }],
      [{ projectId: 1, order: 1 }],
      [{ taskKey: 1, order: 1 }],
    ),
    executions: collection<ExecutionDocument>(
      connection,
      'executions',
      [{ status: 1, executor: 1, order: 1 }],
      [{ projectId: 1, status: 1, finishedAt: 1 }],
      [{ projectId: 1, order: 1 }],
      [{ taskKey: 1, order: 1 }],
    ),
    messages: collection<MessageDocument>(connection, 'messages', [{ taskId: 1, seq: 1 }]),
    runs: collection<RunDocument>(
      connection,
      'runs',
      [{ projectId: 1, day: 1 }],
      [{ projectId: 1, startedAt: -1 }],
      [{ taskId: 1, startedAt: 1 }],
      [{ agentId: 1, startedAt: -1 }],
      [{ status: 1, startedAt: 1 }],
    ),
    budgets: collection<BudgetDocument>(connection, 'budgets'),
    agentSlots: collection<AgentSlotsDocument>(connection, 'agentSlots'),
    costDays: collection<CostDayDocument>(connection, 'costDays', [{ projectId: 1, day: 1 }]),
    costMonths: collection<CostMonthDocument>(connection, 'costMonths'),
    stays: collection<StayDocument>(connection, 'stays', [{ projectId: 1, leftAt: 1 }]),
    projects: collection<ProjectDocument>(connection, 'projects', [{ keyPrefix: 1 }, { unique: true }]),
    boardCounts: collection<BoardCountsDocument>(connection, 'boardCounts'),
    agents: collection<AgentDocument>(connection, 'agents', [{ projectId: 1, nameKey: 1 }, { unique: true }]),
    // Where an index has a name, it is the one that the library for sign-in gives to it.
    people: collection<PersonDocument>(connection, 'people', [
      { email: 1 },
      { unique: true, name: 'people_email_uidx' },
    ]),
    accounts: collection<AccountDocument>(
      connection,
      'accounts',
      [{ userId: 1 }, { name: 'accounts_userId_idx' }],
      [{ userId: 1, providerId: 1 }, { unique: true }],
    ),
    sessions: collection<SessionDocument>(
      connection,
      'sessions',
      [{ token: 1 }, { unique: true, name: 'sessions_token_uidx' }],
      [{ userId: 1 }, { name: 'sessions_userId_idx' }],
      [{ apiKeyId: 1 }],
      [{ expiresAt: 1 }, { expireAfterSeconds: 0 }],
    ),
    verifications: collection<object>(connection, 'verifications', [
      { identifier: 1 },
      { name: 'verifications_identifier_idx' },
    ]),
    signInAttempts: collection<object>(
      connection,
      'signInAttempts',
      [{ key: 1 }, { unique: true }],
      [{ expire: 1 }, { expireAfterSeconds: 0 }],
    ),
    invitations: collection<InvitationDocument>(
      connection,
      'invitations',
      [{ id: 1 }],
      [{ expiresAt: 1 }, { expireAfterSeconds: 0 }],
    ),
    installation: collection<InstallationDocument>(connection, 'installation'),
    apiKeys: collection<ApiKeyDocument>(connection, 'apiKeys', [{ id: 1 }], [{ agentId: 1 }], [{ personId: 1 }]),
    policies: collection<PolicyDocument>(
      connection,
      'policies',
      [{ scopeKey: 1, version: -1 }, { unique: true }],
      [{ request: 1 }, { unique: true, sparse: true }],
      [{ order: -1 }],
      [{ projectId: 1, order: -1 }],
    ),
    activePolicies: collection<ActivePolicyDocument>(connection, 'activePolicies'),
    policyDecisions: collection<PolicyDecisionDocument>(
      connection,
      'policyDecisions',
      [{ request: 1 }, { unique: true, sparse: true }],
      [{ projectId: 1, _id: -1 }],
      [{ taskKey: 1, _id: -1 }],
      [{ agentId: 1, _id: -1 }],
    ),
    reviews: collection<ReviewDocument>(
      connection,
      'reviews',
      [{ projectId: 1, order: -1 }],
      [{ taskKey: 1, order: -1 }],
    ),
    alerts: collection<AlertDocument>(
      connection,
      'alerts',
      [{ openKey: 1 }, { unique: true, sparse: true }],
      [{ onceKey: 1 }, { unique: true, sparse: true }],
      [{ status: 1, _id: -1 }],
      [{ projectId: 1, _id: -1 }],
    ),
    notifications: collection<NotificationDocument>(
      connection,
      'notifications',
      [{ 'recipient.id': 1, order: -1 }],
      [{ 'recipient.id': 1, readAt: 1 }],
    ),
    watches: collection<WatchDocument>(connection, 'watches', [{ taskId: 1 }], [{ 'watcher.id': 1, at: -1 }]),
    activities: collection<ActivityDocument>(
      connection,
      'activities',
      [{ at: -1, _id: -1 }],
      [{ projectId: 1, at: -1, _id: -1 }],
      [{ 'actor.id': 1, at: -1, _id: -1 }],
    ),
    changes: collection<ChangeDocument>(connection, 'changes', [{ storedAt: 1 }, { expireAfterSeconds: 3600 }]),
    creations: collection<CreationDocument>(connection, 'creations', [
      { createdAt: 1 },
      { expireAfterSeconds: 7 * 24 * 3600 },
    ]),
    locks: collection<LockDocument>(connection, 'locks'),
    executors: collection<ExecutorDocument>(connection, 'executors', [{ type: 1, lastSeenAt: 1 }]),
    artifacts: collection<ArtifactDocument>(connection, 'artifacts', [{ taskId: 1, createdAt: 1 }]),
  };
}

/** Creates missing indexes; run at each start, also of several processes at the same moment. */
export async function ensureIndexes(models: Models): Promise<void> {
  for (const model of Object.values(models)) {
    await despiteDeadlocks(async () => {
      await (model as Model<unknown>).createCollection();
      await (model as Model<unknown>).createIndexes();
    });
  }
}
