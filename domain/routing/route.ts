import type { Route, SkippedExecutor } from '../task/state.ts';
import type { ExecutorType } from '../task/vocabulary.ts';
import { unavailability, type ExecutorAvailability } from './availability.ts';
import { mismatchOf, type Routable } from './match.ts';
import { LAST_RESORT, type RoutingRule } from './rule.ts';

const MAX_ATTEMPTS = 3;
const MAX_MINUTES = 60;
const HEARTBEAT_TIMEOUT_SECONDS = 30;

/** A person may take weeks. */
export const MANUAL_MAX_MINUTES = 90 * 24 * 60;

/** Which executor a task gets, and why not another one. */
export interface RouteExplanation {
  readonly route: Route;
  /** Rules before the one that was taken, by their place in the table, with why they do not match. */
  readonly notMatched: readonly { readonly rule: number; readonly reason: string }[];
}

/**
 * Chooses the executor for a task: of the first rule that matches, its executor or else its fallbacks, then of the next
 * one that matches. What is not available is skipped, and MANUAL is the last resort.
 * @param availability of the types; what is not in it, or all where nothing is known of any, is not skipped.
 */
export function explainRoute(
  task: Routable,
  rules: readonly RoutingRule[],
  availability: readonly ExecutorAvailability[] = [],
): RouteExplanation {
  const reasons = new Map(availability.map((known) => [known.executor, unavailability(known)]));
  const skipped: SkippedExecutor[] = [];
  const notMatched: { rule: number; reason: string }[] = [];
  for (const [index, rule] of rules.entries()) {
    const mismatch = mismatchOf(task, rule);
    if (mismatch !== undefined) {
      notMatched.push({ rule: index, reason: mismatch });
      continue;
    }
    for (const executor of [rule.executor, ...(rule.fallbacks ?? [])]) {
      const reason = reasons.get(executor);
      if (reason === undefined) return { route: { ...routeOf(rule, executor), ...why(index, skipped) }, notMatched };
      skipped.push({ executor, rule: index, reason });
    }
  }
  return { route: { ...routeOf(LAST_RESORT, 'MANUAL'), ...why('LAST_RESORT', skipped) }, notMatched };
}

/**
 * What else the rules would have allowed, in their order: executors of matching rules, and their fallbacks, that are
 * there. Nobody is made to stand in for an executor because people do better: MANUAL is not among them.
 */
export function alternativesTo(
  { executor: chosen }: Route,
  task: Routable,
  rules: readonly RoutingRule[],
  availability: readonly ExecutorAvailability[],
): readonly Route[] {
  const away = new Set(availability.filter((known) => unavailability(known) !== undefined).map((one) => one.executor));
  const routes = new Map<ExecutorType, Route>();
  for (const [index, rule] of rules.entries()) {
    if (mismatchOf(task, rule) !== undefined) continue;
    for (const executor of [rule.executor, ...(rule.fallbacks ?? [])]) {
      if (executor === 'MANUAL' || executor === chosen || away.has(executor) || routes.has(executor)) continue;
      routes.set(executor, { ...routeOf(rule, executor), rule: index });
    }
  }
  return [...routes.values()];
}

/** The route of a person's own choice, which is never skipped; limits are those of the first rule for that executor. */
export function routeByHand(executor: ExecutorType, chooser: string, rules: readonly RoutingRule[]): Route {
  const limits = rules.find((rule) => rule.executor === executor);
  const rule = { ...limits, executor, score: 1, reason: `chosen by ${chooser}`, fallbacks: [] };
  return { ...routeOf(rule, executor), rule: 'BY_HAND' };
}

/** The route after all attempts of an executor have failed; undefined when nobody is left. */
export function routeAfter(route: Route): Route | undefined {
  const [executor, ...fallbacks] = route.fallbacks;
  if (executor === undefined) return undefined;
  const next = { ...route, executor, fallbacks, reason: `${route.executor} failed; ${executor} is the fallback` };
  // What was decided by an older version stays as it is, or a replay would come to another state.
  if (executor !== 'MANUAL' || route.rule === undefined) return next;
  const { heartbeatTimeoutSeconds: _heartbeat, ...ofPerson } = next;
  return { ...ofPerson, maxMinutes: MANUAL_MAX_MINUTES };
}

const why = (
  rule: NonNullable<Route['rule']>,
  skipped: readonly SkippedExecutor[],
): Pick<Route, 'rule' | 'skipped'> => ({
  rule,
  ...(skipped.length > 0 && { skipped }),
});

/** @param executor the rule's own, or one of its fallbacks; those after it are left. */
function routeOf(rule: RoutingRule, executor: ExecutorType): Route {
  const { score, fallbacks = [], maxAttempts = MAX_ATTEMPTS, maxCostMicros } = rule;
  const isFallback = executor !== rule.executor;
  return {
    executor,
    score,
    reason: isFallback ? `${executor} instead of ${rule.executor}: ${rule.reason}` : rule.reason,
    fallbacks: isFallback ? fallbacks.slice(fallbacks.indexOf(executor) + 1) : fallbacks,
    maxAttempts,
    ...(maxCostMicros !== undefined && { maxCostMicros }),
    ...timesOf(rule, executor),
  };
}

/** A person who stands in for an executor has a person's time. */
function timesOf({ executor: own, maxMinutes, heartbeatTimeoutSeconds }: RoutingRule, executor: ExecutorType) {
  if (executor === 'MANUAL') return { maxMinutes: (own === 'MANUAL' && maxMinutes) || MANUAL_MAX_MINUTES };
  return {
    maxMinutes: maxMinutes ?? MAX_MINUTES,
    heartbeatTimeoutSeconds: heartbeatTimeoutSeconds ?? HEARTBEAT_TIMEOUT_SECONDS,
  };
}
