import { ulid } from 'ulid';
import { actorRef, type Actor } from '../../domain/actor.ts';
import { recurringTaskKey } from '../../domain/alert/keys.ts';
import { recurrenceProblems, recurrenceSpec, stateOf, type Recurrence } from '../../domain/recurring/recurring-task.ts';
import { timingInWords } from '../../domain/recurring/timing-words.ts';
import type { OccurrenceDocument, RecurringTaskDocument } from '../../store/documents/recurring.ts';
import { authorize } from '../authorization/authorize.ts';
import type { Operation } from '../authorization/matrix.ts';
import { findMember } from '../build-command.ts';
import type { Caller } from '../caller.ts';
import { decodeCursor, pageFrom } from '../cursor.ts';
import type { Dependencies } from '../dependencies.ts';
import { notFound, OperationError } from '../errors.ts';
import { requireFamily } from '../family.ts';
import type {
  CreateRecurringTask,
  EditRecurringTask,
  ListOccurrences,
  OccurrenceView,
  PauseRecurringTask,
  PreviewRecurrence,
  RecurrencePreview,
  RecurringTaskView,
} from '../schemas/recurring.ts';
import { withoutUndefined } from '../without-undefined.ts';
import type { NextTimes } from './next-times.ts';
import type { Occurrences } from './occurrences.ts';
import type { RecurringSchedules } from './recurring-schedules.ts';

const MOST_IN_PROJECT = 100;

export interface RecurringParts {
  readonly schedules: RecurringSchedules;
  readonly nextTimes: NextTimes;
  readonly occurrences: Occurrences;
}

/** Tasks that are made again and again, or once at a time that is still to come. */
export class RecurringTasks {
  readonly #deps: Dependencies;
  readonly #parts: RecurringParts;

  constructor(deps: Dependencies, parts: RecurringParts) {
    this.#deps = deps;
    this.#parts = parts;
  }

  /** Oldest first. */
  async list(caller: Caller, slug: string): Promise<RecurringTaskView[]> {
    authorize(caller, 'recurringTasks.read', slug);
    await this.#deps.projects.require(slug);
    const tasks = await this.#deps.store.recurring.tasks.ofProject(slug);
    return Promise.all(tasks.map((task) => this.#view(task)));
  }

  /** Also one that was removed: its tasks still name it. */
  async get(caller: Caller, id: string): Promise<RecurringTaskView> {
    return this.#view(await this.#readable(caller, id));
  }

  /** When tasks would be made. @throws INVALID, UNAVAILABLE */
  async preview(caller: Caller, slug: string, { when, until }: PreviewRecurrence): Promise<RecurrencePreview> {
    authorize(caller, 'recurringTasks.edit', slug);
    const { timeZone } = await this.#deps.projects.require(slug);
    const nextTimes = await this.#nextTimes({ projectId: slug, when, ...(until != null && { until }) });
    return { inWords: timingInWords(when), timeZone, nextTimes };
  }

  /** Repeating the request, by its idempotency key, creates nothing. @throws INVALID, CONFLICT, UNAVAILABLE */
  async create(
    caller: Caller,
    slug: string,
    input: CreateRecurringTask,
    idempotencyKey: string,
  ): Promise<RecurringTaskView> {
    const actor = this.#author(caller, slug);
    const { tasks } = this.#deps.store.recurring;
    const request = `${slug}/${actor.id}/${idempotencyKey}`;
    const repeated = await tasks.ofRequest(request);
    if (repeated) return this.#view(repeated);
    if ((await tasks.ofProject(slug)).length >= MOST_IN_PROJECT) {
      throw new OperationError('CONFLICT', `${slug} has ${MOST_IN_PROJECT} recurring tasks: remove one first`);
    }
    const now = new Date().toISOString();
    const document = {
      _id: ulid(),
      projectId: slug,
      ...withoutUndefined(input),
      owner: actorRef(actor),
      since: wholeSecond(now),
      request,
      createdBy: actorRef(actor),
      createdAt: now,
      changedAt: now,
    } as RecurringTaskDocument;
    await this.#check(document);
    await this.#nextTimes(document);
    const created = await tasks.create(document);
    await this.#changed(actor, created, 'created', `set up the recurring task ${created.name}`);
    return this.#view(created);
  }

  /** What is left out stays as it is. Whoever changes it stands for it from then on. */
  async edit(caller: Caller, id: string, { until, count, ...edit }: EditRecurringTask): Promise<RecurringTaskView> {
    const before = await this.#authorized(caller, 'recurringTasks.edit', id);
    const actor = this.#author(caller, before.projectId);
    const isRetimed = edit.when !== undefined || until !== undefined || count !== undefined;
    const now = new Date().toISOString();
    const set = {
      ...withoutUndefined(edit),
      ...(until != null && { until }),
      ...(count != null && { count }),
      ...(isRetimed && { since: wholeSecond(now) }),
      owner: actorRef(actor),
      changedAt: now,
    } as Partial<RecurringTaskDocument>;
    const cleared = [
      ...(until === null ? (['until'] as const) : []),
      ...(count === null ? (['count'] as const) : []),
      // Other times are to come.
      ...(isRetimed ? (['ended'] as const) : []),
    ];
    const after = { ...before, ...set };
    for (const name of cleared) delete after[name];
    await this.#check(after);
    if (isRetimed) await this.#nextTimes(after);
    const edited = await this.#change(id, set, cleared);
    await this.#changed(actor, edited, 'edited', `changed the recurring task ${edited.name}`);
    return this.#view(edited);
  }

  /** Nothing is made until it is resumed. */
  async pause(caller: Caller, id: string, { reason }: PauseRecurringTask): Promise<RecurringTaskView> {
    const task = await this.#authorized(caller, 'recurringTasks.pause', id);
    const actor = authorize(caller, 'recurringTasks.pause', task.projectId);
    const because = reason.trim() || 'no reason was given';
    const paused = { reason: because, by: actorRef(actor), at: new Date().toISOString() };
    if (await this.#deps.store.recurring.tasks.pause(id, paused)) {
      await this.#changed(actor, task, 'paused', `paused the recurring task ${task.name}: ${because}`);
    }
    return this.#view((await this.#deps.store.recurring.tasks.byId(id)) ?? task);
  }

  /** Goes on from now; what was due meanwhile is not made up for. Whoever resumes it stands for it from then on. */
  async resume(caller: Caller, id: string): Promise<RecurringTaskView> {
    const task = await this.#authorized(caller, 'recurringTasks.pause', id);
    if (!task.paused) return this.#view(task);
    const actor = this.#author(caller, task.projectId);
    const now = new Date().toISOString();
    const resumed = await this.#change(id, { owner: actorRef(actor), since: wholeSecond(now), changedAt: now }, [
      'paused',
    ]);
    await this.#deps.alerts.resolveByKey(recurringTaskKey(id), actor, 'it was resumed');
    await this.#changed(actor, resumed, 'resumed', `resumed the recurring task ${task.name}`);
    return this.#view(resumed);
  }

  /** Makes its task now, in the name of whoever asks, also while it is paused or its last task is open. */
  async run(caller: Caller, id: string, idempotencyKey: string): Promise<OccurrenceView> {
    const task = await this.#authorized(caller, 'recurringTasks.run', id);
    return occurrenceView(await this.#parts.occurrences.byHand(caller, task, idempotencyKey));
  }

  /** Its tasks stay, and still name it. */
  async remove(caller: Caller, id: string): Promise<void> {
    const task = await this.#authorized(caller, 'recurringTasks.edit', id);
    const actor = authorize(caller, 'recurringTasks.edit', task.projectId);
    await this.#change(id, { removedAt: new Date().toISOString() });
    await this.#deps.alerts.resolveByKey(recurringTaskKey(id), actor, 'it was removed');
    await this.#changed(actor, task, 'removed', `removed the recurring task ${task.name}`);
  }

  /** What it made and what it did not make, newest first. */
  async occurrences(
    caller: Caller,
    id: string,
    { limit, cursor }: ListOccurrences,
  ): Promise<{ items: OccurrenceView[]; nextCursor?: string }> {
    await this.#readable(caller, id);
    const found = await this.#deps.store.recurring.occurrences.page(id, limit + 1, decodeCursor(cursor));
    return pageFrom(found, limit, occurrenceView, ({ order }) => order);
  }

  /** Whoever stands for it must be able to create its tasks. */
  #author(caller: Caller, slug: string): Actor {
    authorize(caller, 'recurringTasks.edit', slug);
    return authorize(caller, 'tasks.create', slug);
  }

  async #readable(caller: Caller, id: string): Promise<RecurringTaskDocument> {
    const task = await this.#deps.store.recurring.tasks.byId(id);
    if (!task) throw notFound(`the recurring task ${id}`);
    authorize(caller, 'recurringTasks.read', task.projectId, `the recurring task ${id}`);
    return task;
  }

  async #authorized(caller: Caller, operation: Operation, id: string): Promise<RecurringTaskDocument> {
    const task = await this.#deps.store.recurring.tasks.byId(id);
    if (!task || task.removedAt !== undefined) throw notFound(`the recurring task ${id}`);
    authorize(caller, operation, task.projectId, `the recurring task ${id}`);
    return task;
  }

  /** @throws INVALID for a template that no task could be made of */
  async #check(task: RecurringTaskDocument): Promise<void> {
    const { projectId, template } = task;
    const errors = recurrenceProblems(task);
    if (errors[0]) throw new OperationError('INVALID', errors[0].message, { errors });
    const place = { deps: this.#deps, projectId };
    await inTemplate(() => requireFamily(this.#deps.store, projectId, template));
    const { reviewer } = template;
    if (reviewer) await inTemplate(() => findMember(reviewer, place, 'reviewer'));
    for (const [index, assignee] of template.assignees.entries()) {
      await inTemplate(() => findMember(assignee, place, `assignees.${index}`));
    }
  }

  /** @throws INVALID for times that never come, or too often */
  async #nextTimes({ projectId, ...recurrence }: Recurrence & { readonly projectId: string }): Promise<string[]> {
    const { timeZone } = await this.#deps.projects.require(projectId);
    return this.#parts.nextTimes.preview(recurrenceSpec(recurrence, timeZone));
  }

  async #change(...change: Parameters<Dependencies['store']['recurring']['tasks']['change']>) {
    const changed = await this.#deps.store.recurring.tasks.change(...change);
    if (!changed) throw notFound(`the recurring task ${change[0]}`);
    return changed;
  }

  async #changed(actor: Actor, { _id, projectId }: RecurringTaskDocument, verb: string, summary: string) {
    await this.#parts.schedules.follow(_id);
    const data = { recurringTaskId: _id };
    await this.#deps.activity.note({ actor, projectId, type: `recurring-task.${verb}`, summary, data });
    await this.#deps.store.changes.add({ event: 'recurring-task.changed', projectId, data: { projectId, ...data } });
  }

  async #view(task: RecurringTaskDocument): Promise<RecurringTaskView> {
    const { _id: id, since: _since, request: _request, removedAt, ...shown } = task;
    const { occurrences } = this.#deps.store.recurring;
    const project = await this.#deps.store.projects.bySlug(task.projectId);
    const timeZone = project?.timeZone ?? 'UTC';
    const state = removedAt === undefined ? stateOf(task, timeZone, new Date()) : 'REMOVED';
    const [nextTimes, made, [last]] = await Promise.all([
      state === 'ACTIVE' ? this.#upcoming(task) : [],
      occurrences.countMade(id, 'SCHEDULE'),
      occurrences.page(id, 1),
    ]);
    return {
      id,
      ...(shown as Omit<RecurringTaskView, 'id'>),
      inWords: timingInWords(task.when),
      timeZone,
      state,
      made,
      ...(nextTimes && { nextTimes }),
      ...(last && { last: occurrenceView(last) }),
    };
  }

  /** A schedule that Temporal has lost is made again. */
  async #upcoming({ _id }: RecurringTaskDocument): Promise<string[] | undefined> {
    const times = await this.#parts.nextTimes.of(_id);
    if (!times) void this.#parts.schedules.follow(_id);
    return times;
  }
}

/** Temporal's times are whole seconds. */
const wholeSecond = (at: string): string => `${at.slice(0, 19)}.000Z`;

/** What is wrong with a task is wrong with the template. */
async function inTemplate(check: () => Promise<unknown>): Promise<void> {
  try {
    await check();
  } catch (error) {
    if (!(error instanceof OperationError) || error.errors.length === 0) throw error;
    const errors = error.errors.map(({ path, message }) => ({ path: `template.${path}`, message }));
    throw new OperationError(error.code, error.message, { errors });
  }
}

const occurrenceView = ({ _id: id, ...occurrence }: OccurrenceDocument): OccurrenceView => {
  const { projectId: _project, order: _order, asked: _asked, expireAt: _expireAt, ...shown } = occurrence;
  return { id, ...shown };
};
