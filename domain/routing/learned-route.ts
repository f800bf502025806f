import { compareSuccess, expectedSuccess, type Likeness } from '../learning/record.ts';
import type { Route } from '../task/state.ts';
import type { ExecutorType } from '../task/vocabulary.ts';
import type { ExecutorAvailability } from './availability.ts';
import type { Routable } from './match.ts';
import { alternativesTo, explainRoute, type RouteExplanation } from './route.ts';
import type { RoutingRule } from './rule.ts';

/** How tasks like the one in question went with an executor; undefined where there are not enough of them. */
export type LearnedOf = (executor: ExecutorType) => Likeness | undefined;

/** Share of a score that is learned, where something was. */
const LEARNED_WEIGHT = 0.2;

/**
 * Chooses as `explainRoute` does, and then lets what was learned decide between executors that the matching rules name:
 * another one takes over only where enough is known of both, and more of its tasks like this one succeeded. The score
 * and the reason say what was learned.
 */
export function explainLearnedRoute(
  task: Routable,
  rules: readonly RoutingRule[],
  availability: readonly ExecutorAvailability[],
  learnedOf: LearnedOf,
): RouteExplanation {
  const explanation = explainRoute(task, rules, availability);
  const first = withLearned(explanation.route, learnedOf);
  if (!first.learned || first.route.executor === 'MANUAL') return { ...explanation, route: first.route };
  const best = alternativesTo(first.route, task, rules, availability)
    .map((route) => withLearned(route, learnedOf))
    .reduce((leader, other) => (isBetter(other, leader) ? other : leader), first);
  return { ...explanation, route: best === first ? first.route : insteadOf(first, best) };
}

interface Candidate {
  readonly route: Route;
  readonly learned: Likeness | undefined;
}

function withLearned(route: Route, learnedOf: LearnedOf): Candidate {
  const learned = route.rule === 'LAST_RESORT' ? undefined : learnedOf(route.executor);
  if (!learned) return { route, learned };
  const { executor, score, reason } = route;
  const adjusted = (1 - LEARNED_WEIGHT) * score + LEARNED_WEIGHT * expectedSuccess(learned);
  return {
    // Rounded, so that scores that are alike are the same number.
    route: {
      ...route,
      score: Math.round(adjusted * 10_000) / 10_000,
      reason: `${reason} (learned: ${saying(learned, executor)})`,
    },
    learned,
  };
}

const isBetter = (one: Candidate, other: Candidate): boolean =>
  one.learned !== undefined &&
  other.learned !== undefined &&
  compareSuccess(one.learned, other.learned) > 0 &&
  one.route.score > other.route.score;

/** The one that the rules would have chosen stays the first to fall back on. */
function insteadOf({ route: first, learned: ofFirst }: Candidate, { route, learned }: Candidate): Route {
  const fallbacks = [first.executor, ...first.fallbacks, ...route.fallbacks];
  const both = [
    ...(learned ? [saying(learned, route.executor)] : []),
    ...(ofFirst ? [`${ofFirst.succeeded} of ${ofFirst.finished} with ${first.executor}`] : []),
  ];
  return {
    ...route,
    fallbacks: [...new Set(fallbacks)].filter((executor) => executor !== route.executor),
    reason: `learned: ${both.join(', ')}`,
    ...(first.skipped && { skipped: first.skipped }),
  };
}

/** "8 of 9 like this (label api) succeeded with CLAUDE_CODE" */
const saying = ({ finished, succeeded, pattern }: Likeness, executor: ExecutorType): string =>
  `${succeeded} of ${finished} like this${pattern === undefined ? '' : ` (${pattern})`} succeeded with ${executor}`;
