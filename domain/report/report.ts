import type { ActorRef } from '../actor.ts';
import type { Review, ReviewResponse } from '../review/review.ts';
import type { TaskEvent } from '../task/events.ts';
import { evolve } from '../task/evolve.ts';
import type { Approval, Execution, TaskState, Timestamp, Usage } from '../task/state.ts';
import type { ReviewStatus } from '../task/vocabulary.ts';
import { describeEvent } from './describe-event.ts';

interface TimelineEntry {
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
export interface Integrity {
  readonly events: number;
  readonly firstHash: string;
  readonly lastHash: string;
  readonly verified: boolean;
}

/** Everything that happened to a task, from its events alone: the same history always gives the same report. */
export interface IncidentReport {
  readonly task: TaskState;
  readonly timeline: readonly TimelineEntry[];
  readonly messages: readonly { readonly at: Timestamp; readonly author: ActorRef; readonly body: string }[];
  readonly approvals: readonly Approval[];
  readonly reviews: readonly ReportedReview[];
  readonly executions: readonly ReportedExecution[];
  readonly runs: readonly { readonly id: string; readonly at: Timestamp; readonly usage: Usage }[];
  readonly integrity: Integrity;
}

/** Builds a report one event at a time, so that the log never has to be held whole. */
export class ReportBuilder {
  #task: TaskState | undefined;
  readonly #timeline: TimelineEntry[] = [];
  readonly #messages: { at: Timestamp; author: ActorRef; body: string }[] = [];
  readonly #approvals = new Map<string, Approval>();
  readonly #reviews = new Map<string, ReportedReview>();
  readonly #executions = new Map<string, ReportedExecution>();
  readonly #runs: { id: string; at: Timestamp; usage: Usage }[] = [];

  add(event: TaskEvent): void {
    this.#task = evolve(this.#task, event);
    const { seq, at, actor } = event;
    this.#timeline.push({ seq, at, actor, what: describeEvent(event) });
    if (event.type === 'task.commented') this.#messages.push({ at, author: actor, body: event.data.body });
    if (event.type === 'run.recorded') this.#runs.push({ id: event.data.runId, at, usage: event.data.usage });
    this.#addApproval(event);
    this.#addReview(event);
    this.#addExecution(event);
  }

  /** @returns undefined for a log without events. */
  build(integrity: Integrity): IncidentReport | undefined {
    if (!this.#task) return undefined;
    return {
      task: this.#task,
      timeline: this.#timeline,
      messages: this.#messages,
      approvals: [...this.#approvals.values()],
      reviews: [...this.#reviews.values()],
      executions: [...this.#executions.values()],
      runs: this.#runs,
      integrity,
    };
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
