import { createHash } from 'node:crypto';
import { actorRef, MISSION_CONTROL } from '../../domain/actor.ts';
import { recurringTaskKey } from '../../domain/alert/keys.ts';
import { skipOf, type Skip } from '../../domain/recurring/occurrence.ts';
import { endAfter, stateOf } from '../../domain/recurring/recurring-task.ts';
import { askedTask, type AskedTask } from '../../domain/recurring/template.ts';
import type { OccurrenceDocument, RecurringTaskDocument } from '../../store/documents/recurring.ts';
import { authorize } from '../authorization/authorize.ts';
import type { Caller } from '../caller.ts';
import type { Dependencies } from '../dependencies.ts';
import { OperationError, type OperationErrorCode } from '../errors.ts';
import { oneAtATime } from '../one-at-a-time.ts';
import type { CreateTask } from '../schemas/task.ts';
import type { Tasks } from '../tasks.ts';
import { withoutUndefined } from '../without-undefined.ts';
import type { RecurringSchedules } from './recurring-schedules.ts';

/** Whoever has set it up is not there any more, or may not. */
const NOT_ALLOWED: readonly OperationErrorCode[] = ['UNAUTHENTICATED', 'FORBIDDEN', 'NOT_FOUND'];

type Due = Pick<OccurrenceDocument, '_id' | 'scheduledFor' | 'cause' | 'by'>;

/** Makes the tasks of recurring tasks: one for each time that one is due, however often that is tried. */
export class Occurrences {
  readonly #deps: Dependencies;
  readonly #tasks: Tasks;
  readonly #schedules: RecurringSchedules;

  constructor(deps: Dependencies, tasks: Tasks, schedules: RecurringSchedules) {
    this.#deps = deps;
    this.#tasks = tasks;
    this.#schedules = schedules;
  }

  /**
   * What became of a time that a task was due at.
   * @param scheduledFor ISO timestamp.
   * @returns undefined where nothing is to be made any more. @throws UNAVAILABLE
   */
  async onSchedule(recurringTaskId: string, scheduledFor: string): Promise<OccurrenceDocument | undefined> {
    return this.#alone(recurringTaskId, async () => {
      const task = await this.#deps.store.recurring.tasks.byId(recurringTaskId);
      if (!task) return undefined;
      const { owner: by } = task;
      const due: Due = { _id: `${recurringTaskId}:${scheduledFor}`, scheduledFor, cause: 'SCHEDULE', by };
      const known = await this.#deps.store.recurring.occurrences.byId(due._id);
      if (!known && !(await this.#isWanted(task, scheduledFor))) return undefined;
      const via = `recurring:${recurringTaskId}`;
      return this.#make(task, due, (as) => this.#deps.credentials.actingFor(as, via));
    });
  }

  /** One that somebody asks for now, in their own name. */
  async byHand(caller: Caller, task: RecurringTaskDocument, idempotencyKey: string): Promise<OccurrenceDocument> {
    const actor = authorize(caller, 'tasks.create', task.projectId);
    const request = createHash('sha256').update(`${actor.id}/${idempotencyKey}`).digest('hex').slice(0, 24);
    const _id = `${task._id}:by-hand:${request}`;
    const due: Due = { _id, scheduledFor: new Date().toISOString(), cause: 'BY_HAND', by: actorRef(actor) };
    return this.#alone(task._id, () => this.#make(task, due, () => Promise.resolve(caller)));
  }

  /** Of two at the same moment the second one sees the task of the first. */
  #alone<Answer>(recurringTaskId: string, work: () => Promise<Answer>): Promise<Answer> {
    return oneAtATime(this.#deps.store, `recurring:${recurringTaskId}`, work);
  }

  /** A time before somebody has changed it, or after its end, is none. */
  async #isWanted(task: RecurringTaskDocument, scheduledFor: string): Promise<boolean> {
    if (task.removedAt !== undefined || task.ended || scheduledFor < task.since) return false;
    const project = await this.#deps.store.projects.bySlug(task.projectId);
    if (!project || project.removedAt !== undefined) return false;
    return stateOf(task, project.timeZone, new Date(scheduledFor)) !== 'ENDED';
  }

  async #make(
    task: RecurringTaskDocument,
    due: Due,
    callerFor: (as: OccurrenceDocument['by']) => Promise<Caller>,
  ): Promise<OccurrenceDocument> {
    const { occurrences } = this.#deps.store.recurring;
    const occurrence = (await occurrences.byId(due._id)) ?? (await this.#begin(task, due));
    if (occurrence.state === 'DUE') await this.#carryOut(task, occurrence, callerFor);
    // An attempt before may have come no further than this.
    await this.#followUp(task, occurrence);
    return (await occurrences.byId(occurrence._id)) ?? occurrence;
  }

  /** Decides whether a task is made, and what it is asked for with; an attempt that is repeated finds both. */
  async #begin(task: RecurringTaskDocument, due: Due): Promise<OccurrenceDocument> {
    const { occurrences } = this.#deps.store.recurring;
    const { timeZone, mode, modeReason } = await this.#deps.projects.require(task.projectId);
    const [{ emergencyStop }, last, made] = await Promise.all([
      this.#deps.store.installation.read(),
      occurrences.lastMade(task._id),
      occurrences.countMade(task._id),
    ]);
    const skipped = skipOf({
      cause: due.cause,
      scheduledFor: new Date(due.scheduledFor),
      now: new Date(),
      catchUpMinutes: task.catchUpMinutes,
      overlap: task.overlap,
      pausedBecause: task.paused?.reason,
      emergencyStop: emergencyStop?.reason,
      mode,
      modeReason,
      last: await this.#statusOf(last),
    });
    const common = { ...due, recurringTaskId: task._id, projectId: task.projectId };
    if (skipped) return occurrences.addOnce({ ...common, state: 'SKIPPED', skipped });
    const { scheduledFor } = due;
    const asked = askedTask(task.template, { recurringTaskId: task._id, scheduledFor, timeZone, number: made + 1 });
    return occurrences.addOnce({ ...common, state: 'DUE', asked });
  }

  async #statusOf(last: OccurrenceDocument | undefined) {
    if (last?.taskKey === undefined) return undefined;
    const { taskKey: key, projectId } = last;
    // One that is not in the history yet is open.
    const status = (await this.#deps.store.tasks.statusesOf(projectId, [key])).get(key) ?? 'INBOX';
    return { key, status };
  }

  async #carryOut(
    task: RecurringTaskDocument,
    { _id, by, asked, cause }: OccurrenceDocument,
    callerFor: (as: OccurrenceDocument['by']) => Promise<Caller>,
  ): Promise<void> {
    const { occurrences } = this.#deps.store.recurring;
    const caller = await this.#allowed(task, () => callerFor(by));
    if ('reason' in caller) {
      if (cause === 'SCHEDULE') await this.#stop(task, caller.detail);
      await occurrences.finish(_id, { skipped: caller });
      return;
    }
    if (!asked) return;
    const made = await this.#create(caller, task, _id, asked);
    if ('reason' in made) {
      if (cause === 'SCHEDULE') await this.#warn(task, made.detail);
      await occurrences.finish(_id, { skipped: made });
      return;
    }
    const note = await this.#assign(caller, made.taskKey, _id, asked);
    await occurrences.finish(_id, { taskKey: made.taskKey, ...(note !== undefined && { note }) });
  }

  /** Whoever it is made for, if they may still create tasks there. */
  async #allowed(task: RecurringTaskDocument, find: () => Promise<Caller>): Promise<Caller | Skip> {
    try {
      const caller = await find();
      authorize(caller, 'tasks.create', task.projectId);
      return caller;
    } catch (error) {
      if (!(error instanceof OperationError) || !NOT_ALLOWED.includes(error.code)) throw error;
      // To whoever does not see it the project is not there; here it is.
      const detail = error.code === 'NOT_FOUND' ? 'is not a member of the project any more' : error.message;
      return { reason: 'NOT_ALLOWED', detail };
    }
  }

  async #create(
    caller: Caller,
    task: RecurringTaskDocument,
    occurrenceId: string,
    { assignees: _assignees, ...asked }: AskedTask,
  ): Promise<{ readonly taskKey: string } | Skip> {
    const input = {
      ...asked,
      project: task.projectId,
      source: 'RECURRING',
      sourceRef: `recurring:${task._id}`,
    } as CreateTask;
    try {
      const { task: created } = await this.#tasks.createOnce(caller, input, `recurring:${occurrenceId}`);
      return { taskKey: created.key };
    } catch (error) {
      return { reason: 'REFUSED', detail: refusalIn(error) };
    }
  }

  /** What did not work about it: the task is made all the same. */
  async #assign(
    caller: Caller,
    taskKey: string,
    occurrenceId: string,
    { assignees }: AskedTask,
  ): Promise<string | undefined> {
    if (assignees.length === 0) return undefined;
    try {
      await this.#tasks.command(caller, taskKey, 'assign', { assignees: [...assignees] }, `recurring:${occurrenceId}`);
      return undefined;
    } catch (error) {
      return `it could not be assigned: ${refusalIn(error)}`;
    }
  }

  /** Nobody stands for it any more: it stays paused until somebody does. */
  async #stop(task: RecurringTaskDocument, detail: string): Promise<void> {
    const { store, activity } = this.#deps;
    const reason = `${task.owner.name}, who has set it up, may not create tasks here any more: ${detail}`;
    const paused = { reason, by: actorRef(MISSION_CONTROL), at: new Date().toISOString() };
    await this.#raise(task, 'ERROR', `${task.name} is paused`, `${reason}. Whoever resumes it stands for it.`);
    if (!(await store.recurring.tasks.pause(task._id, paused))) return;
    await this.#schedules.follow(task._id);
    const summary = `paused the recurring task ${task.name}: ${reason}`;
    const data = { recurringTaskId: task._id };
    const { projectId } = task;
    await activity.note({ actor: MISSION_CONTROL, projectId, type: 'recurring-task.paused', summary, data });
  }

  #warn(task: RecurringTaskDocument, detail: string): Promise<void> {
    return this.#raise(task, 'WARNING', `${task.name} has made no task`, detail);
  }

  #raise(
    { _id, projectId }: RecurringTaskDocument,
    severity: 'WARNING' | 'ERROR',
    title: string,
    description: string,
  ): Promise<void> {
    const kind = 'RECURRING_TASK';
    return this.#deps.alerts.raise({ key: recurringTaskKey(_id), severity, kind, title, description, projectId });
  }

  /** What follows from it: its end, and that others hear of it. */
  async #followUp(task: RecurringTaskDocument, { _id, cause }: OccurrenceDocument): Promise<void> {
    const { alerts, store, live } = this.#deps;
    const { recurring, changes } = store;
    const occurrence = await recurring.occurrences.byId(_id);
    if (cause === 'SCHEDULE') {
      if (occurrence?.state === 'MADE') {
        await alerts.resolveByKey(recurringTaskKey(task._id), MISSION_CONTROL, `it has made ${occurrence.taskKey}`);
      }
      const because = endAfter(withoutUndefined(task), await recurring.occurrences.countMade(task._id, 'SCHEDULE'));
      if (because !== undefined && !task.ended) {
        await recurring.tasks.change(task._id, { ended: { because, at: new Date().toISOString() } });
        await this.#schedules.follow(task._id);
      }
    }
    const { projectId } = task;
    const data = { projectId, recurringTaskId: task._id };
    await changes.addOnce([{ _id: `occurrence:${_id}`, event: 'recurring-task.changed', projectId, data }]);
    live.poke();
  }
}

/** What a refusal says. @throws what is none, and what may go away by itself */
function refusalIn(error: unknown): string {
  if (!(error instanceof OperationError) || error.code === 'UNAVAILABLE') throw error;
  return error.errors.length > 0
    ? error.errors.map(({ path, message }) => `${path}: ${message}`).join('; ')
    : error.message;
}
