import { Schema, type Connection, type Model } from 'mongoose';
import type { ActorRef, AgentRole, AgentStatus } from '../domain/actor.ts';
import type { RoutingRule } from '../domain/routing/route.ts';
import type { TaskEvent } from '../domain/task/events.ts';
import type { Approval, ArtifactRef, Execution, ExecutionBrief, TaskState, Usage } from '../domain/task/state.ts';
import type { ExecutorType, ProjectMode, TaskStatus, TaskType } from '../domain/task/vocabulary.ts';
import type { ChainedEvent } from './hash-chain.ts';
import type { TaskCard } from '../domain/task/card.ts';

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
  card: TaskCard;
  state: TaskState;
}

export type ApprovalDocument = Approval &
  OfTask & { _id: string; taskTitle: string; seq: number; order: string; closedAt?: string };

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
  };

export interface MessageDocument extends OfTask {
  _id: string;
  seq: number;
  author: ActorRef;
  body: string;
  at: string;
}

export interface RunDocument extends OfTask {
  _id: string;
  seq: number;
  executionId?: string;
  usage: Usage;
  at: string;
}

export interface ProjectDocument {
  /** The slug. */
  _id: string;
  name: string;
  keyPrefix: string;
  mode: ProjectMode;
  modeReason?: string;
  routingRules: RoutingRule[];
  lastTaskNumber: number;
  createdAt: string;
}

/** True totals of a board, kept with each transition so that nothing has to be counted. */
export interface BoardCountsDocument {
  _id: string;
  counts: Partial<Record<TaskStatus, number>>;
  /** The transitions counted last, so that a repeated write does not count twice. */
  recent: string[];
}

export interface AgentDocument {
  _id: string;
  projectId: string;
  name: string;
  role: AgentRole;
  status: AgentStatus;
  allowedTypes: TaskType[];
  createdAt: string;
}

export interface ApiKeyDocument {
  /** SHA-256 of the token; the token itself is not kept. */
  _id: string;
  kind: 'OWNER' | 'EXECUTOR';
  name: string;
  executorTypes: ExecutorType[];
  createdAt: string;
}

export interface SessionDocument {
  /** SHA-256 of the cookie's value. */
  _id: string;
  apiKeyId: string;
  createdAt: Date;
  expiresAt: Date;
}

/** Which task a creating request has led to, so that repeating it creates nothing. */
export interface CreationDocument {
  _id: string;
  taskId: string;
  taskKey: string;
  bodyHash: string;
  createdAt: Date;
}

export interface ExecutorDocument {
  _id: string;
  type: ExecutorType;
  name: string;
  version?: string;
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
    ),
    tasks: collection<TaskDocument>(
      connection,
      'tasks',
      [{ key: 1 }, { unique: true }],
      [{ projectId: 1, status: 1, order: 1 }],
      [{ projectId: 1, order: 1 }],
      [{ order: 1 }],
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
      [{ projectId: 1, order: 1 }],
      [{ taskKey: 1, order: 1 }],
    ),
    messages: collection<MessageDocument>(connection, 'messages', [{ taskId: 1, seq: 1 }]),
    runs: collection<RunDocument>(connection, 'runs', [{ taskId: 1, seq: 1 }], [{ projectId: 1, at: 1 }]),
    projects: collection<ProjectDocument>(connection, 'projects', [{ keyPrefix: 1 }, { unique: true }]),
    boardCounts: collection<BoardCountsDocument>(connection, 'boardCounts'),
    agents: collection<AgentDocument>(connection, 'agents', [{ projectId: 1, name: 1 }, { unique: true }]),
    apiKeys: collection<ApiKeyDocument>(connection, 'apiKeys'),
    sessions: collection<SessionDocument>(connection, 'sessions', [{ expiresAt: 1 }, { expireAfterSeconds: 0 }]),
    creations: collection<CreationDocument>(connection, 'creations', [
      { createdAt: 1 },
      { expireAfterSeconds: 7 * 24 * 3600 },
    ]),
    executors: collection<ExecutorDocument>(connection, 'executors', [{ type: 1, lastSeenAt: 1 }]),
    artifacts: collection<ArtifactDocument>(connection, 'artifacts', [{ taskId: 1, createdAt: 1 }]),
  };
}

/** Creates missing indexes; run at each start. */
export async function ensureIndexes(models: Models): Promise<void> {
  for (const model of Object.values(models)) {
    await (model as Model<unknown>).createCollection();
    await (model as Model<unknown>).createIndexes();
  }
}
