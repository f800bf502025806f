import type { Connection, Model } from 'mongoose';
import type { ActorRef } from '../domain/actor.ts';
import type { RoutingRule } from '../domain/routing/rule.ts';
import type { StandupSettings } from '../domain/standup/settings.ts';
import type { TaskEvent } from '../domain/task/events.ts';
import type { Approval, ArtifactRef, Execution, ExecutionBrief, TaskState } from '../domain/task/state.ts';
import type { ProjectMode, TaskStatus, TaskType } from '../domain/task/vocabulary.ts';
import type { ChainedEvent } from './hash-chain.ts';
import type { TaskCard } from '../domain/task/card.ts';
import { CHANGES_KEPT_SECONDS } from './changes.ts';
import { collection } from './collection.ts';
import { despiteDeadlocks } from './connection.ts';
import type { ExecutorDocument, WorkerDocument } from './documents/process.ts';
import type { AgentDocument } from './documents/agent.ts';
import type {
  ActivityDocument,
  AlertDocument,
  ChangeDocument,
  NotificationDocument,
  StayDocument,
  WatchDocument,
} from './documents/attention.ts';
import type { BoardChoiceDocument, BoardViewDocument } from './documents/board.ts';
import type {
  AgentSlotsDocument,
  BudgetDocument,
  CostDayDocument,
  CostMonthDocument,
  RunDocument,
} from './documents/budget.ts';
import type { ImportedRowDocument } from './documents/import.ts';
import type { ActivePolicyDocument, PolicyDecisionDocument, PolicyDocument } from './documents/policy.ts';
import type { OutcomeDocument, TallyDocument } from './documents/learning.ts';
import type { MessageDocument } from './documents/message.ts';
import type { RestorationDocument } from './documents/restoration.ts';
import type { ReviewDocument } from './documents/review.ts';
import type { StandupDocument } from './documents/standup.ts';
import { createGithubModels } from './github/github-models.ts';
import { createRecurringModels } from './recurring/recurring-models.ts';
import { createTelegramModels } from './telegram/telegram-models.ts';
import { createWebhookModels } from './webhooks/webhook-models.ts';
import type {
  AccountDocument,
  ApiKeyDocument,
  InstallationDocument,
  InvitationDocument,
  PersonDocument,
  SessionDocument,
} from './documents/identity.ts';

/** Fields that every document about a part of a task has. */
export interface OfTask {
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
  /** How many tasks a column should hold at most, where somebody has chosen that. */
  columnLimits?: Partial<Record<TaskStatus, number>>;
  /** When its standup is kept, where somebody has chosen that. */
  standup?: StandupSettings;
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

export type ArtifactDocument = ArtifactRef & OfTask & { _id: string; executionId?: string; createdAt: string };

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
    messages: collection<MessageDocument>(
      connection,
      'messages',
      [{ taskId: 1, seq: 1 }],
      [{ via: 1 }, { sparse: true }],
    ),
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
    restorations: collection<RestorationDocument>(connection, 'restorations'),
    boardCounts: collection<BoardCountsDocument>(connection, 'boardCounts'),
    boardViews: collection<BoardViewDocument>(
      connection,
      'boardViews',
      [{ nameKey: 1 }, { unique: true }],
      [{ request: 1 }, { unique: true }],
      [{ projectId: 1, _id: 1 }],
    ),
    boardChoices: collection<BoardChoiceDocument>(connection, 'boardChoices'),
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
    outcomes: collection<OutcomeDocument>(
      connection,
      'outcomes',
      [{ projectId: 1, endedAt: -1 }],
      [{ agentIds: 1, endedAt: -1 }],
    ),
    agentPerformance: collection<TallyDocument>(connection, 'agentPerformance', [{ subject: 1 }]),
    standups: collection<StandupDocument>(connection, 'standups', [{ storedAt: 1 }], [{ projectId: 1, _id: -1 }]),
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
      [{ storedAt: 1 }],
    ),
    watches: collection<WatchDocument>(connection, 'watches', [{ taskId: 1 }], [{ 'watcher.id': 1, at: -1 }]),
    activities: collection<ActivityDocument>(
      connection,
      'activities',
      [{ at: -1, _id: -1 }],
      [{ projectId: 1, at: -1, _id: -1 }],
      [{ 'actor.id': 1, at: -1, _id: -1 }],
    ),
    changes: collection<ChangeDocument>(connection, 'changes', [
      { storedAt: 1 },
      { expireAfterSeconds: CHANGES_KEPT_SECONDS },
    ]),
    creations: collection<CreationDocument>(connection, 'creations', [
      { createdAt: 1 },
      { expireAfterSeconds: 7 * 24 * 3600 },
    ]),
    importedRows: collection<ImportedRowDocument>(connection, 'importedRows'),
    locks: collection<LockDocument>(connection, 'locks'),
    workers: collection<WorkerDocument>(connection, 'workers', [{ seenAt: 1 }, { expireAfterSeconds: 24 * 60 * 60 }]),
    executors: collection<ExecutorDocument>(connection, 'executors', [{ type: 1, lastSeenAt: 1 }]),
    artifacts: collection<ArtifactDocument>(connection, 'artifacts', [{ taskId: 1, createdAt: 1 }]),
    ...createTelegramModels(connection),
    ...createWebhookModels(connection),
    ...createGithubModels(connection),
    ...createRecurringModels(connection),
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
