import type { ActorRef } from '../actor.ts';
import { redact } from '../policy/secrets/secrets.ts';
import type { TaskCard } from '../task/card.ts';
import type { TaskEvent, TaskEventType } from '../task/events.ts';
import type { WebhookEvent } from './vocabulary.ts';

/** What happened, as endpoints are told: `data` is documented in docs/webhooks.md. */
export interface WebhookMessage {
  /** The same for every endpoint and every attempt. */
  readonly id: string;
  readonly event: WebhookEvent;
  /** ISO timestamp of what happened. */
  readonly at: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Longest text of people that is passed on, in characters. */
const TEXT_LENGTH = 1_000;

type Told = readonly [WebhookEvent, Readonly<Record<string, unknown>>];

/** What an event of a task is told as: nothing, or up to two messages. @param url of the task's page. */
export function messagesOfTaskEvent(event: TaskEvent, card: TaskCard, url: string): WebhookMessage[] {
  const { taskId, seq, at, actor } = event;
  return toldOf(event).map(([name, details]) => ({
    id: messageId(`${taskId}_${seq}`, name),
    event: name,
    at,
    data: { project: card.projectId, task: taskOf(card, url), seq, actor: actorOf(actor), ...details },
  }));
}

/** Events of tasks that are told as something. */
export const TOLD_EVENTS: readonly TaskEventType[] = [
  'task.created',
  'task.assigned',
  'task.transitioned',
  'approval.requested',
  'approval.decided',
  'execution.completed',
  'execution.failed',
  'execution.canceled',
  'review.given',
];

/** Letters, digits, _ and - alone: the id is signed in one text with others, dots between them. */
export const messageId = (source: string, event: WebhookEvent): string =>
  `msg_${source.replaceAll(/[^\w-]/g, '-')}_${event.replace('.', '_')}`;

/** Bounded, and without what looks like a secret. */
export const textOf = (text: string): string => {
  const shown = redact(text);
  return shown.length > TEXT_LENGTH ? `${shown.slice(0, TEXT_LENGTH - 1)}…` : shown;
};

function toldOf(event: TaskEvent): readonly Told[] {
  switch (event.type) {
    case 'task.created':
      return [['task.created', {}]];
    case 'task.assigned': {
      const { assignees, added = assignees } = event.data;
      return [['task.assigned', { assignees, added }]];
    }
    case 'task.transitioned':
      return transitionTold(event.data);
    case 'approval.requested':
      return [['approval.requested', { approval: approvalOf(event.data.approval) }]];
    case 'approval.decided': {
      const { approvalId, status, decision } = event.data;
      const { by, decision: answer, reason } = decision;
      return [['approval.decided', { approvalId, status, by: actorOf(by), decision: answer, ...texts({ reason }) }]];
    }
    case 'execution.completed': {
      const { executionId, executor, deliverable } = event.data;
      const { summary, branch, commit } = deliverable;
      return [finished('COMPLETED', { executionId, executor, ...texts({ summary, branch, commit }) })];
    }
    case 'execution.failed': {
      const { executionId, executor, error } = event.data;
      return [finished('FAILED', { executionId, executor, ...texts({ error }) })];
    }
    case 'execution.canceled': {
      const { executionId, reason } = event.data;
      return [finished('CANCELED', { executionId, ...texts({ reason }) })];
    }
    case 'review.given': {
      const { id, verdict, reviewer } = event.data.review;
      const { kind, comment } = verdict;
      const severity = verdict.kind === 'REFUTE' ? { severity: verdict.severity } : {};
      const score = verdict.kind === 'PRAISE' ? { score: verdict.score } : {};
      const review = { id, kind, ...severity, ...score, reviewer: actorOf(reviewer), ...texts({ comment }) };
      return [['review.created', { review }]];
    }
    default:
      return [];
  }
}

function transitionTold({ from, to, reason, feedback }: Extract<TaskEvent, { type: 'task.transitioned' }>['data']) {
  const why = texts({ reason, feedback });
  const moved: Told = ['task.transitioned', { from, to, ...why }];
  if (to === 'DONE') return [moved, ['task.completed', { from }] satisfies Told];
  if (to === 'BLOCKED') return [moved, ['task.blocked', { from, ...why }] satisfies Told];
  return [moved];
}

const finished = (outcome: string, details: object): Told => ['execution.finished', { outcome, ...details }];

/** Without its payload: what an agent wants to run is for those who decide. */
function approvalOf(approval: Extract<TaskEvent, { type: 'approval.requested' }>['data']['approval']) {
  const {
    id,
    kind = 'ACTION',
    action,
    summary,
    risk,
    requester,
    blocking,
    estimatedCostMicros,
    executionId,
  } = approval;
  return {
    id,
    kind,
    risk,
    blocking,
    requester: actorOf(requester),
    ...texts({ action, summary }),
    ...(estimatedCostMicros !== undefined && { estimatedCostMicros }),
    ...(executionId !== undefined && { executionId }),
  };
}

function taskOf({ key, title, type, status, priority, labels, assignees }: TaskCard, url: string) {
  return { key, title: textOf(title), type, status, priority, labels, assignees, url };
}

export const actorOf = ({ kind, id, name }: ActorRef): ActorRef => ({ kind, id, name });

/** Those that are there, shortened and without secrets. */
const texts = (given: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(given).flatMap(([name, text]) => (text === undefined || text === '' ? [] : [[name, textOf(text)]])),
  );
