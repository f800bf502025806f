import { explainLearnedRoute } from '../domain/routing/learned-route.ts';
import type { RouteExplanation } from '../domain/routing/route.ts';
import type { RoutingRule } from '../domain/routing/rule.ts';
import type { TaskState } from '../domain/task/state.ts';
import type { Store } from '../store/store.ts';
import { learnedOfExecutors } from './analytics/performance.ts';
import { executorAvailability } from './executor-availability.ts';

/** What the rules choose for a task now, with who is there and what was learned. */
export async function chooseRoute(
  deps: { readonly store: Store },
  task: TaskState,
  rules: readonly RoutingRule[],
): Promise<RouteExplanation> {
  const [availability, learnedOf] = await Promise.all([executorAvailability(deps), learnedOfExecutors(deps, task)]);
  return explainLearnedRoute(task, rules, availability, learnedOf);
}
