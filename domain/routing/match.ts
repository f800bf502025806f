import type { Priority, TaskType } from '../task/vocabulary.ts';
import type { RoutingRule } from './rule.ts';

/** What rules look at. */
export interface Routable {
  readonly type: TaskType;
  readonly title: string;
  readonly labels: readonly string[];
  readonly priority: Priority;
}

/** Why a rule does not match a task, in words: its first condition that does not hold. Undefined when it matches. */
export function mismatchOf(task: Routable, rule: RoutingRule): string | undefined {
  const { types, labels, titleContains, priorities } = rule;
  if (types && !types.includes(task.type)) return `the type is ${task.type}, not ${types.join(' or ')}`;
  if (labels && !labels.some((label) => task.labels.includes(label))) {
    return `there is no label ${labels.join(' or ')}`;
  }
  if (titleContains !== undefined && !task.title.toLowerCase().includes(titleContains.toLowerCase())) {
    return `the title does not contain "${titleContains}"`;
  }
  if (priorities && !priorities.includes(task.priority)) {
    return `the priority is ${task.priority}, not ${priorities.join(' or ')}`;
  }
  return undefined;
}
