import type { Problem } from '../rejection.ts';
import type { RoutingRule } from './rule.ts';

/** What is wrong with rules beyond the form of each field. @param path where the rules are in what was sent. */
export const routingProblems = (rules: readonly RoutingRule[], path: string): readonly Problem[] =>
  rules.flatMap(({ executor, fallbacks = [] }, rule) =>
    fallbacks.flatMap((fallback, index) => {
      const at = `${path}.${rule}.fallbacks.${index}`;
      if (fallback === executor) return [{ path: at, message: `${fallback} is the executor of the rule itself` }];
      return fallbacks.indexOf(fallback) < index ? [{ path: at, message: `${fallback} is named twice` }] : [];
    }),
  );
