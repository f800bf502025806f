import { LRUCache } from 'lru-cache';
import type { Actor } from '../domain/actor.ts';
import type { TaskFacts } from '../domain/task/commands.ts';
import type { TaskState } from '../domain/task/state.ts';
import { allowedTransitions } from '../domain/task/transitions.ts';
import { isUnavailable } from '../store/connection.ts';
import { openApprovalView } from './approval-view.ts';
import { authorize } from './authorization/authorize.ts';
import type { Operation } from './authorization/matrix.ts';
import type { Caller } from './caller.ts';
import type { Dependencies } from './dependencies.ts';
import { notFound, unavailable } from './errors.ts';
import type { TaskView } from './schemas/task.ts';

export interface Located {
  readonly id: string;
  readonly projectId: string;
}

/** Finds tasks and what their commands depend on, in the history or, while that is away, in Temporal. */
export class TaskLookup {
  readonly #deps: Dependencies;
  readonly #located = new LRUCache<string, Located>({ max: 50_000 });

  constructor(deps: Dependencies) {
    this.#deps = deps;
  }

  /** @throws NOT_FOUND */
  async locate(key: string): Promise<Located> {
    const known = this.#located.get(key);
    if (known) return known;
    const found = await this.#orElse(
      () => this.#deps.store.tasks.locate(key),
      () => this.#deps.gateway.locate(key),
    );
    if (!found) throw notFound(`the task ${key}`);
    this.#located.set(key, found);
    return found;
  }

  /** The task, if the caller may do this with it, and as whom. @throws NOT_FOUND, FORBIDDEN */
  async authorized(caller: Caller, operation: Operation, key: string): Promise<Located & { readonly actor: Actor }> {
    const located = await this.locate(key);
    return { ...located, actor: authorize(caller, operation, located.projectId, `the task ${key}`) };
  }

  remember(key: string, located: Located): void {
    this.#located.set(key, located);
  }

  /** The task as stored, or as its workflow holds it while the history is away. @throws NOT_FOUND */
  async state(key: string): Promise<TaskState> {
    const state = await this.#orElse(
      () => this.#deps.store.tasks.byKey(key),
      async () => this.#deps.gateway.state((await this.locate(key)).id),
    );
    if (!state) throw notFound(`the task ${key}`);
    return state;
  }

  /** What only the outside knows and moving a task depends on. */
  async facts(
    { projectId, type, dependsOn, assignees }: TaskState,
    project = this.#deps.projects.require(projectId),
    governed = this.#deps.governance.governanceFor(projectId, type),
  ): Promise<TaskFacts> {
    const [{ mode }, governance] = await Promise.all([project, governed]);
    const members = assignees.some(({ kind }) => kind === 'AGENT') ? await this.#deps.members.of(projectId) : [];
    const statuses = await this.#deps.store.tasks.statusesOf(projectId, dependsOn).catch((error: unknown) => {
      throw isUnavailable(error) ? unavailable('the history database', error) : error;
    });
    const assigned = new Set(assignees.map(({ id }) => id));
    const agents = members.filter(({ kind, id }) => kind === 'AGENT' && assigned.has(id));
    return {
      projectMode: mode,
      unfinishedDependencies: dependsOn.filter((key) => statuses.get(key) !== 'DONE'),
      agents: agents.map(({ kind, id, name, status }) => ({ kind, id, name, status })),
      ...(governance && { governance }),
    };
  }

  /** Reads a task for an actor, and beside it the project it is known to be in. @throws NOT_FOUND */
  async read(key: string, actorIn: (projectId: string) => Actor): Promise<TaskView> {
    const known = this.#located.get(key);
    const project = known && this.#deps.projects.require(known.projectId);
    const [state] = await Promise.all([this.state(key), project]);
    this.#located.set(key, { id: state.id, projectId: state.projectId });
    return this.#view(state, actorIn(state.projectId), await this.facts(state, project));
  }

  /** The task for this actor, with what may happen next. */
  async view(state: TaskState, actor: Actor): Promise<TaskView> {
    return this.#view(state, actor, await this.facts(state));
  }

  #view(state: TaskState, actor: Actor, facts: TaskFacts): TaskView {
    const workflowUrl = this.#deps.workflowUrl(state.id);
    const { closedApprovals: _closed, approvalCount: _approvals, executionCount: _executions, ...shown } = state;
    const { schemaVersion: _version, submissionPending: _pending, lastTransition: _last, ...more } = shown;
    const {
      recordedRuns: _runs,
      contributors: _contributors,
      reviewCount: _reviews,
      released: _told,
      ...others
    } = more;
    const { loopCounters, governance: _governance, openReviews = [], grants = [], queuedStart, ...most } = others;
    const { openApprovals, approvedHeld: _held, ...rest } = most;
    const queued = queuedStart && { by: queuedStart.by, executor: queuedStart.route.executor };
    return {
      ...(rest as unknown as Omit<TaskView, 'allowedTransitions'>),
      openApprovals: openApprovals.map(openApprovalView),
      openReviews: openReviews as TaskView['openReviews'],
      acknowledgedLoops: [...(loopCounters?.acknowledged ?? [])],
      grants: [...grants],
      ...(queued && { queuedStart: queued }),
      allowedTransitions: allowedTransitions(state, actor, facts) as TaskView['allowedTransitions'],
      ...(workflowUrl !== undefined && { workflowUrl }),
    };
  }

  async #orElse<Found>(inHistory: () => Promise<Found>, inTemporal: () => Promise<Found>): Promise<Found> {
    try {
      return await inHistory();
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      return inTemporal();
    }
  }
}
