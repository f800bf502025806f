import type { ActorRef } from '../actor.ts';
import type { Review, ReviewResponse } from '../review/review.ts';
import type { TaskEvent } from '../task/events.ts';
import { evolve } from '../task/evolve.ts';
import type { Approval, Execution, TaskState, Timestamp, Usage } from '../task/state.ts';
import type { ReviewStatus } from '../task/vocabulary.ts';
import { describeEvent } from './describe-event.ts';

export interface TimelineEntry {
  readonly seq: number;
  readonly at: Timestamp;
  readonly actor: ActorRef;
  readonly what: string;
}

interface ReportedExecution extends Pick<Execution, 'id' | 'executor' | 'requestedAt'> {
  readonly reason: string;
  readonly attempts: number;
  readonly outcome: string;
  readonly finishedAt?: Timestamp;
}

/** A review with what became of it. */
export interface ReportedReview extends Review {
  readonly status: ReviewStatus;
  readonly supersededBy?: string;
  readonly response?: ReviewResponse;
}

/** What a report says about the log itself. */
interface Integrity {
  readonly events: number;
  readonly firstHash: string;
  readonly lastHash: string;
  readonly verified: boolean;
  /** What does not fit, in words; the first of it, where it is much. */
  readonly problems: readonly string[];
}

/** What was said, as it was left. */
export interface ReportedMessage {
  readonly at: Timestamp;
  readonly author: ActorRef;
  readonly body: string;
  readonly editedAt?: Timestamp;
}

/** What a report says besides each event and each message: what its log comes to. */
export interface ReportFacts {
  readonly task: TaskState;
  readonly messages: number;
  readonly approvals: readonly Approval[];
  readonly reviews: readonly ReportedReview[];
  readonly executions: readonly ReportedExecution[];
  readonly runs: readonly ReportedRun[];
}

export interface ReportedRun {
  readonly id: string;
  readonly executionId?: string;
  readonly at: Timestamp;
  readonly usage: Usage;
}

/**
 * Everything that happened to a task, from its events alone: the same history always gives the same report. Events and
 * messages come one at a time, so that a long log never has to be held whole.
 */
export interface IncidentReport extends ReportFacts {
  readonly integrity: Integrity;
  readonly timeline: () => AsyncIterable<TimelineEntry> | Iterable<TimelineEntry>;
  readonly conversation: () => AsyncIterable<ReportedMessage> | Iterable<ReportedMessage>;
}

export const timelineEntry = (event: TaskEvent): TimelineEntry => ({
  seq: event.seq,
  at: event.at,
  actor: event.actor,
  what: describeEvent(event),
});

/** Collects, one event at a time, what a log comes to. */
export class ReportBuilder {
  #task: TaskState | undefined;
  #messages = 0;
  readonly #edits = new Map<string, Pick<ReportedMessage, 'body' | 'editedAt'>>();
  readonly #approvals = new Map<string, Approval>();
  readonly #reviews = new Map<string, ReportedReview>();
  readonly #executions = new Map<string, ReportedExecution>();
  readonly #runs: ReportedRun[] = [];

  add(event: TaskEvent): void {
    this.#task = evolve(this.#task, event);
    const { type, data, at } = event;
    if (type === 'task.commented') this.#messages += 1;
    else if (type === 'task.comment_edited') this.#edits.set(data.messageId, { body: data.body, editedAt: at });
    else if (type === 'run.recorded') {
      const { runId: id, executionId, usage } = data;
      this.#runs.push({ id, ...(executionId !== undefined && { executionId }), at, usage });
    }
    this.#addApproval(event);
    this.#addReview(event);
    this.#addExecution(event);
  }

  /** @returns undefined for a log without events. */
  facts(): ReportFacts | undefined {
    return (
      this.#task && {
        task: this.#task,
        messages: this.#messages,
        approvals: [...this.#approvals.values()],
        reviews: [...this.#reviews.values()],
        executions: [...this.#executions.values()],
        runs: this.#runs,
      }
    );
  }

  /** A message as its author has left it; nothing for other events. */
  message({ type, data, at, actor }: TaskEvent): ReportedMessage[] {
    if (type !== 'task.commented') return [];
    return [{ at, author: actor, body: data.body, ...this.#edits.get(data.messageId) }];
  }

  #addApproval(event: TaskEvent): void {
    if (event.type === 'approval.requested') {
      this.#approvals.set(event.data.approval.id, event.data.approval);
    } else if (event.type === 'approval.decided') {
      const { approvalId, decisions, status } = event.data;
      this.#changeApproval(approvalId, { decisions, status });
    } else if (event.type === 'approval.escalated') {
      this.#changeApproval(event.data.approvalId, { escalated: true });
    } else if (event.type === 'approval.expired') {
      this.#changeApproval(event.data.approvalId, { status: 'EXPIRED' });
    } else if (event.type === 'approval.canceled') {
      this.#changeApproval(event.data.approvalId, { status: 'CANCELED' });
    }
  }

  #changeApproval(id: string, changes: Partial<Approval>): void {
    const approval = this.#approvals.get(id);
    if (approval) this.#approvals.set(id, { ...approval, ...changes });
  }

  #addReview({ type, data }: TaskEvent): void {
    if (type === 'review.given') {
      this.#reviews.set(data.review.id, { ...data.review, status: 'PENDING' });
    } else if (type === 'review.superseded') {
      this.#changeReview(data.reviewId, { status: 'SUPERSEDED', supersededBy: data.by });
    } else if (type === 'review.responded') {
      this.#changeReview(data.reviewId, { status: data.response.status, response: data.response });
    }
  }

  #changeReview(id: string, changes: Partial<ReportedReview>): void {
    const review = this.#reviews.get(id);
    if (review) this.#reviews.set(id, { ...review, ...changes });
  }

  #addExecution(event: TaskEvent): void {
    if (event.type === 'execution.requested') {
      const { id, executor, requestedAt, route } = event.data.execution;
      this.#executions.set(id, { id, executor, requestedAt, reason: route.reason, attempts: 1, outcome: 'running' });
    } else if (event.type === 'execution.retried') {
      this.#changeExecution(event.data.executionId, { attempts: event.data.attempt });
    } else if (event.type === 'execution.completed') {
      this.#changeExecution(event.data.executionId, { outcome: 'COMPLETED', finishedAt: event.at });
    } else if (event.type === 'execution.failed') {
      this.#changeExecution(event.data.executionId, { outcome: `FAILED: ${event.data.error}`, finishedAt: event.at });
    } else if (event.type === 'execution.canceled') {
      this.#changeExecution(event.data.executionId, {
        outcome: `CANCELED: ${event.data.reason}`,
        finishedAt: event.at,
      });
    }
  }

  #changeExecution(id: string, changes: Partial<ReportedExecution>): void {
    const execution = this.#executions.get(id);
    if (execution) this.#executions.set(id, { ...execution, ...changes });
  }
}

export const reportFileName = (key: string, extension: 'md' | 'json'): string => `incident-report-${key}.${extension}`;
