import { isDeepStrictEqual } from 'node:util';
import { actorRef, type Actor } from '../domain/actor.ts';
import { unavailability } from '../domain/routing/availability.ts';
import { explainRoute } from '../domain/routing/route.ts';
import { DEFAULT_ROUTING_RULES, type RoutingRule } from '../domain/routing/rule.ts';
import type { Route } from '../domain/task/state.ts';
import type { ProjectDocument } from '../store/models.ts';
import type { RoutableTask } from '../store/tasks.ts';
import { authorize } from './authorization/authorize.ts';
import type { Caller } from './caller.ts';
import type { Dependencies } from './dependencies.ts';
import { chooseRoute } from './choose-route.ts';
import { OperationError } from './errors.ts';
import { executorAvailability } from './executor-availability.ts';
import type { ReplaceRouting, RoutePreview, RoutingTrial, RoutingView, TryRouting } from './schemas/routing.ts';
import type { TaskLookup } from './task-lookup.ts';
import { withoutUndefined } from './without-undefined.ts';

/** The routing rules of projects, and what they choose. */
export class Routing {
  readonly #deps: Dependencies;
  readonly #lookup: TaskLookup;

  constructor(deps: Dependencies, lookup: TaskLookup) {
    this.#deps = deps;
    this.#lookup = lookup;
  }

  async get(caller: Caller, slug: string): Promise<RoutingView> {
    authorize(caller, 'routing.read', slug);
    return view(await this.#deps.projects.require(slug));
  }

  /** Replaces the rules of a project. The same again is a repetition. @throws CONFLICT when somebody else was faster. */
  async replace(caller: Caller, slug: string, { rules: asked, version }: ReplaceRouting): Promise<RoutingView> {
    const actor = authorize(caller, 'routing.edit', slug);
    const rules = withoutUndefined(asked) as RoutingRule[];
    const before = await this.#deps.projects.require(slug);
    const changed = { by: actorRef(actor), at: new Date().toISOString() };
    const after = await this.#deps.store.projects.setRouting(slug, rules, changed, version);
    if (!after) return requireRepetition(await this.#deps.projects.require(slug), { actor, rules, version });
    await this.#note(actor, before, after);
    return view(after);
  }

  /** What the rules would choose for a task if it were dispatched now, and why. */
  async preview(caller: Caller, key: string): Promise<RoutePreview> {
    await this.#lookup.authorized(caller, 'tasks.read', key);
    const state = await this.#lookup.state(key);
    const { routingRules } = await this.#deps.projects.require(state.projectId);
    return (await chooseRoute(this.#deps, state, routingRules)) as RoutePreview;
  }

  /** What other rules would choose for the newest tasks of a project. Nothing is changed. */
  async tryOut(caller: Caller, slug: string, { rules: asked, tasks: limit }: TryRouting): Promise<RoutingTrial> {
    authorize(caller, 'routing.tryOut', slug);
    const rules = withoutUndefined(asked) as RoutingRule[];
    const { routingRules } = await this.#deps.projects.require(slug);
    const [tasks, availability] = await Promise.all([
      this.#deps.store.tasks.newest(slug, limit),
      executorAvailability(this.#deps),
    ]);
    const items = tasks.map((task) => compare(task, routingRules, rules));
    const named = new Set(rules.flatMap(({ executor, fallbacks = [] }) => [executor, ...fallbacks]));
    const unavailable = availability.flatMap((known) => {
      const reason = named.has(known.executor) ? unavailability(known) : undefined;
      return reason === undefined ? [] : [{ executor: known.executor, reason }];
    });
    const changed = items.filter(({ isChanged }) => isChanged);
    const sorted = [...changed, ...items.filter(({ isChanged }) => !isChanged)];
    return { looked: items.length, changed: changed.length, items: sorted, unavailable };
  }

  async #note(actor: Actor, { _id: projectId, routingRules: before }: ProjectDocument, after: ProjectDocument) {
    const count = after.routingRules.length;
    const summary = `replaced the routing rules: ${count === 1 ? '1 rule' : `${count} rules`}, version ${versionOf(after)}`;
    const data = { before, after: after.routingRules };
    await this.#deps.activity.note({ actor, projectId, type: 'project.routing_changed', summary, data });
    await this.#deps.store.changes.add({ event: 'project.changed', projectId, data: { projectId } });
  }
}

interface Asked {
  readonly actor: Actor;
  readonly rules: readonly RoutingRule[];
  readonly version: number;
}

/** @throws CONFLICT where what is there was not asked for by the same request. */
function requireRepetition(found: ProjectDocument, { actor, rules, version }: Asked): RoutingView {
  const { routing } = found;
  const isOwn = versionOf(found) === version + 1 && routing?.changedBy.id === actor.id;
  if (isOwn && isDeepStrictEqual(found.routingRules, rules)) return view(found);
  const who = routing ? `, by ${routing.changedBy.name} at ${routing.changedAt}` : '';
  const message = `the rules have version ${versionOf(found)} by now${who}: read them again`;
  throw new OperationError('CONFLICT', message, { errors: [{ path: 'version', message }] });
}

const versionOf = ({ routing }: ProjectDocument): number => routing?.version ?? 0;

function view(project: ProjectDocument): RoutingView {
  const { _id, routingRules, routing } = project;
  return {
    project: _id,
    rules: routingRules as RoutingView['rules'],
    version: versionOf(project),
    isBuiltIn: isDeepStrictEqual(routingRules, DEFAULT_ROUTING_RULES),
    ...(routing && { changedBy: routing.changedBy, changedAt: routing.changedAt }),
  };
}

function compare(
  task: RoutableTask,
  now: readonly RoutingRule[],
  draft: readonly RoutingRule[],
): RoutingTrial['items'][number] {
  const { key, title, type, status } = task;
  const before = explainRoute(task, now).route;
  const after = explainRoute(task, draft).route;
  const isChanged = !isDeepStrictEqual(effectOf(before), effectOf(after));
  return { key, title, type, status, isChanged, before: before as View, after: after as View };
}

type View = RoutingTrial['items'][number]['before'];

/** What a route means for the work, in whatever words and from whatever line it comes. */
const effectOf = ({ reason: _reason, rule: _rule, score: _score, ...effect }: Route) => effect;
