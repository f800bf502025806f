import type { ActorRef } from '../../domain/actor.ts';
import type { TaskType } from '../../domain/task/vocabulary.ts';
import type {
  DeliveryKind,
  DeliveryStatus,
  TEST_EVENT,
  WebhookEvent,
  WebhookStatus,
} from '../../domain/webhook/vocabulary.ts';

/** Where somebody wants to be told what happens in a project. */
export interface WebhookEndpointDocument {
  _id: string;
  projectId: string;
  url: string;
  description?: string;
  /** Without any: all. */
  events: WebhookEvent[];
  /** Of tasks that it is told of; without any: all. */
  taskTypes: TaskType[];
  status: WebhookStatus;
  disabled?: { because: string; by: ActorRef; at: string };
  /** What its secrets are derived from, newest first; those before the first sign as well until their time is over. */
  secrets: { salt: string; createdAt: string; until?: string }[];
  /** What was stored before is not told. */
  since: Date;
  /** What was stored until then has been noted for it. */
  followedUntil: Date;
  /** Number of its newest delivery. */
  lastNumber: number;
  createdBy: ActorRef;
  createdAt: string;
  lastDeliveredAt?: string;
}

/** One time that a message was sent. */
export interface DeliveryAttempt {
  at: string;
  milliseconds: number;
  request: { headers: Record<string, string> };
  response?: { status: number; headers: Record<string, string>; body: string; isCut: boolean };
  /** Why there is no response, or why it is none that counts. */
  error?: string;
}

/** A message on its way to an endpoint. */
export interface WebhookDeliveryDocument {
  /** `<endpoint>:<message>`, with a suffix where it is sent again: noted once, however often it is tried. */
  _id: string;
  endpointId: string;
  projectId: string;
  messageId: string;
  event: WebhookEvent | typeof TEST_EVENT;
  kind: DeliveryKind;
  /** Its place among those of the endpoint. */
  number: number;
  /** JSON, sent as it is with each attempt. */
  body: string;
  status: DeliveryStatus;
  createdAt: string;
  attemptCount: number;
  /** The first of those that count towards giving up. */
  firstTriedAt?: string;
  nextAttemptAt?: string;
  /** The newest ones, oldest first. */
  attempts: DeliveryAttempt[];
  finishedAt?: string;
  /** Forgotten then. */
  expireAt?: Date;
}
