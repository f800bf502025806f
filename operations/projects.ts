import { LRUCache } from 'lru-cache';
import type { Actor, HumanRole } from '../domain/actor.ts';
import { actorRef } from '../domain/actor.ts';
import { DEFAULT_ROUTING_RULES, type RoutingRule } from '../domain/routing/rule.ts';
import { standupSettingsOf } from '../domain/standup/settings.ts';
import type { ProjectMode } from '../domain/task/vocabulary.ts';
import { isDuplicateKey, isUnavailable } from '../store/connection.ts';
import type { ProjectDocument } from '../store/models.ts';
import type { Store } from '../store/store.ts';
import type { Activity } from './activity.ts';
import { roleIn } from './authorization/access.ts';
import { authorize, authorizeKind, authorizeMany } from './authorization/authorize.ts';
import type { Caller } from './caller.ts';
import type { Containment } from './containment.ts';
import type { Credentials } from './credentials.ts';
import { notFound, OperationError } from './errors.ts';
import type { CreateProject, EditProject, ModeHistoryView, ProjectView } from './schemas/project.ts';
import type { RecurringSchedules } from './recurring/recurring-schedules.ts';
import type { StandupSchedules } from './standup-schedules.ts';
import { withoutUndefined } from './without-undefined.ts';

/** What goes by the clock of a project, as long as it is there. */
export interface ProjectSchedules {
  readonly standups: StandupSchedules;
  readonly recurring: RecurringSchedules;
}

/** Projects and how they run. */
export class Projects {
  readonly #store: Store;
  readonly #activity: Activity;
  readonly #containment: Containment;
  readonly #credentials: Credentials;
  readonly #schedules: ProjectSchedules;
  /** The last known version of each project, for when the database is away. */
  readonly #known = new LRUCache<string, ProjectDocument>({ max: 1_000 });

  constructor(
    store: Store,
    activity: Activity,
    containment: Containment,
    credentials: Credentials,
    schedules: ProjectSchedules,
  ) {
    this.#store = store;
    this.#activity = activity;
    this.#containment = containment;
    this.#credentials = credentials;
    this.#schedules = schedules;
  }

  /** The projects that the caller sees. */
  async list(caller: Caller): Promise<ProjectView[]> {
    const projects = authorizeMany(caller, 'projects.list', undefined);
    const found = await this.#store.projects.list(projects);
    return (await this.#inEffect(found)).map((project) => view(project, caller));
  }

  async get(caller: Caller, slug: string): Promise<ProjectView> {
    authorize(caller, 'projects.read', slug);
    return view(await this.require(slug), caller);
  }

  async create(caller: Caller, input: CreateProject): Promise<ProjectView> {
    authorizeKind(caller, 'projects.create');
    const { slug, routingRules, taskBudgets, ...fields } = withoutUndefined(input);
    const project: ProjectDocument = {
      _id: slug,
      ...fields,
      mode: 'NORMAL',
      modeHistory: [],
      routingRules: (routingRules ?? [...DEFAULT_ROUTING_RULES]) as ProjectDocument['routingRules'],
      taskBudgets: taskBudgets ?? {},
      lastTaskNumber: 0,
      createdAt: new Date().toISOString(),
    };
    try {
      await this.#store.projects.create(project);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      throw new OperationError(
        'CONFLICT',
        `a project with the slug ${slug} or the key prefix ${input.keyPrefix} exists`,
      );
    }
    await this.#schedules.standups.follow(slug);
    await this.#note(caller.actor, slug, 'project.created', `created the project ${fields.name}`);
    return view(project, caller);
  }

  async edit(caller: Caller, slug: string, { monthlyBudgetMicros, ...changes }: EditProject): Promise<ProjectView> {
    const actor = authorize(caller, 'projects.edit', slug);
    const { routingRules, ...fields } = withoutUndefined(changes);
    const set = { ...fields, ...(monthlyBudgetMicros != null && { monthlyBudgetMicros }) };
    const by = { by: actorRef(actor), at: new Date().toISOString() };
    if (routingRules) await this.#store.projects.setRouting(slug, routingRules as RoutingRule[], by, undefined);
    const changed = await this.#store.projects.update(
      slug,
      set as Partial<ProjectDocument>,
      monthlyBudgetMicros === null ? ['monthlyBudgetMicros'] : [],
    );
    if (!changed) throw notFound(`the project ${slug}`);
    if (changes.standup || changes.timeZone !== undefined) await this.#schedules.standups.follow(slug);
    if (changes.timeZone !== undefined) await this.#schedules.recurring.followProject(slug);
    await this.#note(actor, slug, 'project.edited', `edited ${Object.keys(changes).join(', ') || 'the budget'}`);
    return this.#changed(caller, slug);
  }

  /** Stops or lets go on; QUARANTINED also cancels what runs and locks the project's agents out. */
  async setMode(caller: Caller, slug: string, mode: ProjectMode, reason: string): Promise<ProjectView> {
    const actor = authorize(caller, 'projects.setMode', slug);
    const entry = { mode, reason, by: actorRef(actor), at: new Date().toISOString() };
    const changed = await this.#store.projects.setMode(slug, entry);
    if (!changed) throw notFound(`the project ${slug}`);
    this.#credentials.forget();
    if (mode === 'QUARANTINED') await this.#containment.ofProject(slug, reason, actor);
    await this.#note(actor, slug, 'project.mode_changed', `set the mode to ${mode}: ${reason}`);
    return this.#changed(caller, slug);
  }

  /** How the project ran, newest first. */
  async modeHistory(caller: Caller, slug: string): Promise<ModeHistoryView> {
    authorize(caller, 'projects.read', slug);
    const { modeHistory } = await this.require(slug);
    return { items: modeHistory.toReversed() };
  }

  /** Takes a project away: nobody sees it any more, its history stays. Only an empty one: nothing may be running. */
  async remove(caller: Caller, slug: string): Promise<void> {
    authorizeKind(caller, 'projects.remove');
    await this.require(slug);
    const { DONE: _done, CANCELED: _canceled, ...open } = await this.#store.tasks.counts(slug);
    const count = Object.values(open).reduce((sum, tasks) => sum + tasks, 0);
    if (count > 0) throw new OperationError('CONFLICT', `${slug} has ${count} open tasks: finish or cancel them first`);
    await this.#store.projects.update(slug, { removedAt: new Date().toISOString() }, []);
    this.#known.delete(slug);
    await this.#schedules.standups.follow(slug);
    await this.#schedules.recurring.followProject(slug);
    await this.#note(caller.actor, slug, 'project.removed', `removed the project ${slug}`);
  }

  /**
   * The project as it is, or as it was last seen when the database is away; the emergency stop makes it QUARANTINED.
   * For other operations: who may see it is not checked. @throws NOT_FOUND
   */
  async require(slug: string): Promise<ProjectDocument> {
    try {
      const project = await this.#store.projects.bySlug(slug);
      if (!project || project.removedAt !== undefined) throw notFound(`the project ${slug}`);
      const [inEffect = project] = await this.#inEffect([project]);
      this.#known.set(slug, inEffect);
      return inEffect;
    } catch (error) {
      const known = this.#known.get(slug);
      if (known && isUnavailable(error)) return known;
      throw error;
    }
  }

  async #inEffect(projects: readonly ProjectDocument[]): Promise<ProjectDocument[]> {
    const { emergencyStop } = await this.#store.installation.read();
    if (!emergencyStop) return [...projects];
    const modeReason = `emergency stop: ${emergencyStop.reason}`;
    return projects.map((project) => ({ ...project, mode: 'QUARANTINED', modeReason }));
  }

  async #note(actor: Actor, projectId: string, type: string, summary: string): Promise<void> {
    await this.#activity.note({ actor, projectId, type, summary });
    await this.#store.changes.add({ event: 'project.changed', projectId, data: { projectId } });
  }

  async #changed(caller: Caller, slug: string): Promise<ProjectView> {
    this.#known.delete(slug);
    return view(await this.require(slug), caller);
  }
}

function view(project: ProjectDocument, caller: Caller): ProjectView {
  const { _id: slug, lastTaskNumber: _number, modeHistory: _history, removedAt: _removed, ...rest } = project;
  const { routing: _routing, ...shown } = rest;
  const role: HumanRole | undefined = 'access' in caller ? roleIn(caller.access, slug) : undefined;
  const standup = standupSettingsOf(project) as ProjectView['standup'];
  const columnLimits = project.columnLimits ?? {};
  return { ...(shown as unknown as Omit<ProjectView, 'slug'>), slug, standup, columnLimits, ...(role && { role }) };
}
