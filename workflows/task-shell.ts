import { ApplicationFailure } from '@temporalio/common';
import { patched } from '@temporalio/workflow';
import { actorRef, MISSION_CONTROL } from '../domain/actor.ts';
import { NO_FACTS, type TaskCommand } from '../domain/task/commands.ts';
import { decide, type Decision } from '../domain/task/decide.ts';
import type { TaskEvent } from '../domain/task/events.ts';
import { evolve } from '../domain/task/evolve.ts';
import { reject, type Rejection } from '../domain/rejection.ts';
import type { TaskState } from '../domain/task/state.ts';
import { isFinal } from '../domain/task/vocabulary.ts';
import { RecentAnswers } from './answers.ts';
import {
  COMMAND_FAMILIES,
  type CarriedTask,
  type CommandAnswer,
  type CommandEnvelope,
  type CommandFamily,
  type Effect,
  type Errand,
  type StoredBatch,
} from './contract.ts';
import { dueCommands } from './deadlines.ts';
import { effectsOf } from './effects.ts';
import { errandsOf, tellDependents } from './errands.ts';

/** What a task's workflow holds in memory: the state, and what still has to leave the workflow. */
export class TaskShell {
  state: TaskState | undefined;
  /** Events that are not in the history database yet, oldest first. */
  outbox: TaskEvent[];
  effects: Effect[];
  /** What has to be done once its event is stored, oldest first. */
  errands: Errand[];
  lastHash: string;
  /** The history database did not answer: nobody waits for it until it does again. */
  historyAway = false;
  readonly continuedAsNew: number;
  readonly #answers: RecentAnswers;

  constructor(carried: CarriedTask | undefined) {
    this.state = carried?.state;
    this.outbox = [...(carried?.outbox ?? [])];
    this.effects = [...(carried?.effects ?? [])];
    this.errands = [...(carried?.errands ?? [])];
    this.lastHash = carried?.lastHash ?? '';
    this.continuedAsNew = carried?.continuedAsNew ?? 0;
    this.#answers = new RecentAnswers(carried?.answers);
  }

  get isOver(): boolean {
    return this.state !== undefined && isFinal(this.state.status) && this.isIdle;
  }

  get isIdle(): boolean {
    return this.outbox.length === 0 && this.effects.length === 0 && this.errands.length === 0;
  }

  /** What can be done now besides effects. */
  get nextErrand(): Errand | undefined {
    const [errand] = this.errands;
    return errand && this.isStored(errand.seq) ? errand : undefined;
  }

  isStored(seq: number): boolean {
    return (this.outbox[0]?.seq ?? Infinity) > seq;
  }

  /** Takes the oldest events out of the outbox: they are in the history database now. */
  stored(count: number, { lastHash, hasDependents }: StoredBatch): void {
    this.historyAway = false;
    this.lastHash = lastHash;
    this.outbox.splice(0, count);
    if (hasDependents && this.state) this.errands.push(tellDependents(this.state));
  }

  /** Refuses a command before it leaves a trace in workflow history. Reads only. */
  validate(family: CommandFamily, envelope: CommandEnvelope): void {
    const known = this.#answers.find(envelope);
    if (known && known.bodyHash === (envelope.bodyHash ?? '')) return;
    const rejection = known
      ? reject('IDEMPOTENCY_CONFLICT', 'this idempotency key was used for another command')
      : (wrongFamily(family, envelope.command) ?? rejectionOf(this.#decide(envelope)));
    if (rejection) throw failureOf(rejection);
  }

  /** Decides and evolves; `answer` is completed by `remember` once it is known whether it is stored. */
  apply(envelope: CommandEnvelope): CommandAnswer {
    const known = this.#answers.find(envelope);
    if (known) return known.answer;
    const decision = this.#decide(envelope);
    if (!decision.accepted) throw failureOf(decision.rejection);
    this.#take(decision.events);
    const answer = answerOf(decision.state, decision.events);
    this.#answers.remember(envelope, answer);
    return answer;
  }

  /** Applies a command nobody waits for; a refusal becomes an entry in the task's log. */
  applyOrNote(envelope: CommandEnvelope): void {
    if (this.#answers.find(envelope)) return;
    const decision = this.#decide(envelope);
    if (decision.accepted) {
      this.#take(decision.events);
      this.#answers.remember(envelope, answerOf(decision.state, decision.events));
    } else if (this.state && !isFinal(this.state.status)) {
      this.#take([refusalNote(this.state, envelope, decision.rejection)]);
    }
  }

  /** Does what the clock asks for. */
  applyDue(): void {
    if (!this.state) return;
    for (const command of dueCommands(this.state, now(), escalatesAgain)) {
      this.applyOrNote({ command, actor: MISSION_CONTROL, facts: NO_FACTS });
    }
  }

  carry(state: TaskState): CarriedTask {
    const { outbox, effects, errands, lastHash } = this;
    const left = { state, outbox, effects, ...(errands.length > 0 && { errands }) };
    const answers = this.#answers.toJSON();
    return { schemaVersion: 1, ...left, answers, lastHash, continuedAsNew: this.continuedAsNew + 1 };
  }

  #decide({ command, actor, facts }: CommandEnvelope): Decision {
    return decide(this.state, command, { now: now(), actor, facts });
  }

  #take(events: readonly TaskEvent[]): void {
    for (const event of events) {
      this.effects.push(...effectsOf(event, this.state));
      this.errands.push(...errandsOf(event, this.state));
      this.state = evolve(this.state, event);
      this.outbox.push(event);
    }
  }
}

/** Workflows that escalated before there were levels have no timer for a second one. */
const escalatesAgain = (): boolean => patched('escalation-levels');

const now = (): string => new Date().toISOString();

const rejectionOf = (decision: Decision): Rejection | undefined => (decision.accepted ? undefined : decision.rejection);

/** Only an ApplicationFailure fails an Update; a plain error would wedge the workflow. */
const failureOf = (rejection: Rejection): ApplicationFailure =>
  ApplicationFailure.nonRetryable(rejection.message, rejection.code, rejection);

function wrongFamily(family: CommandFamily, { name }: TaskCommand): Rejection | undefined {
  const names: readonly string[] = COMMAND_FAMILIES[family];
  return names.includes(name) ? undefined : reject('INVALID', `${name} is not sent as the update "${family}"`);
}

function answerOf(state: TaskState, events: readonly TaskEvent[]): CommandAnswer {
  const ids: { approvalId?: string; executionId?: string; messageId?: string; reviewId?: string } = {};
  for (const event of events) {
    if (event.type === 'approval.requested') ids.approvalId = event.data.approval.id;
    if (event.type === 'execution.requested') ids.executionId = event.data.execution.id;
    if (event.type === 'task.commented') ids.messageId = event.data.messageId;
    if (event.type === 'review.given') ids.reviewId = event.data.review.id;
  }
  return { seq: state.seq, status: state.status, projected: true, ...ids };
}

function refusalNote(state: TaskState, { command, actor }: CommandEnvelope, { message }: Rejection): TaskEvent {
  return {
    taskId: state.id,
    seq: state.seq + 1,
    at: now(),
    actor: actorRef(actor),
    type: 'task.command_refused',
    data: { command: command.name, message },
  };
}
