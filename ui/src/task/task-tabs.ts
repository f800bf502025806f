/** The tabs of a task, in order. */
export const TASK_TABS = [
  'overview',
  'thread',
  'timeline',
  'executions',
  'approvals',
  'reviews',
  'cost',
  'why',
] as const;
export type TaskTab = (typeof TASK_TABS)[number];

export const TAB_LABELS: Readonly<Record<TaskTab, string>> = {
  overview: 'Overview',
  thread: 'Thread',
  timeline: 'Timeline',
  executions: 'Executions',
  approvals: 'Approvals',
  reviews: 'Reviews',
  cost: 'Cost',
  why: 'Why?',
};
