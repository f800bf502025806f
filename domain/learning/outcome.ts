import type { Routable } from '../routing/match.ts';
import type { TaskEvent } from '../task/events.ts';
import { evolve } from '../task/evolve.ts';
import type { Execution, TaskState, Timestamp } from '../task/state.ts';
import { isFinal, type ExecutorType } from '../task/vocabulary.ts';
import { isHeavy } from '../review/verdict.ts';
import { sizeOf, type SizeClass } from './patterns.ts';

/** Who carried work out: an executor, or whoever it was given to, without one. */
export type Carrier = ExecutorType | 'DIRECT';

/** How work went that somebody carried out. */
export interface Share {
  readonly carrier: Carrier;
  /** How often it was tried; what was done without an executor counts once. */
  readonly attempts: number;
  /** DONE, and no MAJOR or CRITICAL refutation of it. */
  readonly succeeded: boolean;
  /** Where it was completed. */
  readonly milliseconds?: number;
  readonly costMicros: number;
}

/** What there is to learn from a task that has ended. */
export interface Outcome {
  readonly taskId: string;
  readonly taskKey: string;
  readonly projectId: string;
  readonly task: Routable & { readonly size: SizeClass };
  /** Ids of those who had it when it ended. */
  readonly agents: readonly string[];
  /** When work began: what ended before then could have been known. */
  readonly begunAt: Timestamp;
  readonly endedAt: Timestamp;
  /** The task as a whole, by whoever carried it out last: it counts for its agents. */
  readonly whole: Share;
  /** Each executor that completed or failed a part: they count for the project. */
  readonly shares: readonly Share[];
  readonly praises: number;
  /** Sum of the scores of praises. */
  readonly praiseScore: number;
  readonly refutes: number;
}

interface Work {
  attempts: number;
  ended?: 'COMPLETED' | 'FAILED';
  endedSeq: number;
  milliseconds: number;
  costMicros: number;
}

/** Reads the outcome out of a task's log, one event at a time. */
export class OutcomeBuilder {
  #task: TaskState | undefined;
  readonly #executions = new Map<string, Execution & { startedAt?: Timestamp }>();
  readonly #work = new Map<ExecutorType, Work>();
  readonly #heavyRefutes: number[] = [];
  #praises = 0;
  #praiseScore = 0;
  #refutes = 0;

  add(event: TaskEvent): void {
    this.#task = evolve(this.#task, event);
    switch (event.type) {
      case 'execution.requested':
        this.#executions.set(event.data.execution.id, event.data.execution);
        return;
      case 'execution.assigned':
      case 'execution.retried':
        this.#note(event.data.executionId, { attempt: event.data.attempt, startedAt: event.at });
        return;
      case 'execution.completed':
      case 'execution.failed':
        this.#end(event.data.executionId, event);
        return;
      case 'run.recorded': {
        const execution = this.#executions.get(event.data.executionId ?? '');
        if (execution) this.#workOf(execution.executor).costMicros += event.data.usage.costMicros;
        return;
      }
      case 'review.given':
        this.#review(event.seq, event.data.review.verdict);
        return;
      default:
    }
  }

  /** @returns undefined for a task that has not ended, or that nobody began. */
  build(): Outcome | undefined {
    const task = this.#task;
    if (!task || !isFinal(task.status) || task.completedAt === undefined) return undefined;
    const ended = [...this.#work].filter(([, { ended: how }]) => how !== undefined);
    if (task.startedAt === undefined && ended.length === 0 && task.status !== 'DONE') return undefined;
    const { id: taskId, key: taskKey, projectId, type, title, labels, priority } = task;
    return {
      taskId,
      taskKey,
      projectId,
      task: { type, title, labels, priority, size: sizeOf(task) },
      agents: task.assignees.filter(({ kind }) => kind === 'AGENT').map(({ id }) => id),
      begunAt: task.startedAt ?? task.createdAt,
      endedAt: task.completedAt,
      whole: this.#whole(task, ended),
      shares: ended.map(([executor, work]) => this.#share(task, executor, work)),
      praises: this.#praises,
      praiseScore: this.#praiseScore,
      refutes: this.#refutes,
    };
  }

  #whole({ status, startedAt, completedAt, spending }: TaskState, ended: readonly (readonly [ExecutorType, Work])[]) {
    const [last] = ended.toSorted(([, one], [, other]) => other.endedSeq - one.endedSeq);
    const isDone = status === 'DONE';
    return {
      carrier: last ? last[0] : ('DIRECT' as const),
      attempts: Math.max(
        1,
        ended.reduce((sum, [, { attempts }]) => sum + attempts, 0),
      ),
      succeeded: isDone && this.#heavyRefutes.length === 0,
      ...(isDone && startedAt !== undefined && { milliseconds: between(startedAt, completedAt ?? startedAt) }),
      costMicros: spending.costMicros,
    };
  }

  /** A refutation is of whoever had completed a part by then. */
  #share({ status }: TaskState, carrier: ExecutorType, work: Work): Share {
    const { attempts, ended, endedSeq, milliseconds, costMicros } = work;
    const isCompleted = ended === 'COMPLETED';
    const isRefuted = this.#heavyRefutes.some((seq) => seq > endedSeq);
    return {
      carrier,
      attempts,
      succeeded: status === 'DONE' && isCompleted && !isRefuted,
      ...(isCompleted && { milliseconds }),
      costMicros,
    };
  }

  #note(id: string, change: { attempt: number; startedAt: Timestamp }): void {
    const execution = this.#executions.get(id);
    if (execution) this.#executions.set(id, { ...execution, ...change });
  }

  #end(id: string, { type, at, seq }: TaskEvent): void {
    const execution = this.#executions.get(id);
    if (!execution) return;
    const work = this.#workOf(execution.executor);
    work.attempts += execution.attempt;
    work.ended = type === 'execution.completed' ? 'COMPLETED' : 'FAILED';
    work.endedSeq = seq;
    if (work.ended === 'COMPLETED') work.milliseconds += between(execution.startedAt ?? execution.requestedAt, at);
  }

  #review(seq: number, verdict: Parameters<typeof isHeavy>[0] & { readonly score?: number }): void {
    if (verdict.kind === 'PRAISE') {
      this.#praises += 1;
      this.#praiseScore += verdict.score ?? 0;
    } else if (verdict.kind === 'REFUTE') {
      this.#refutes += 1;
      if (isHeavy(verdict)) this.#heavyRefutes.push(seq);
    }
  }

  #workOf(executor: ExecutorType): Work {
    const found = this.#work.get(executor);
    if (found) return found;
    const work = { attempts: 0, endedSeq: 0, milliseconds: 0, costMicros: 0 };
    this.#work.set(executor, work);
    return work;
  }
}

const between = (from: Timestamp, until: Timestamp): number => Math.max(0, Date.parse(until) - Date.parse(from));
