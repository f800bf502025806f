import type { TaskView } from '../../../operations/schemas/task.ts';

type Needs = TaskView['allowedTransitions'][number]['needs'];

const WORDS: readonly (readonly [path: RegExp, words: string])[] = [
  [/^assignees/, 'assignee'],
  [/^workPlan/, 'plan'],
  [/^deliverable/, 'deliverable'],
  [/^checklist/, 'checklist'],
  [/^reason/, 'reason'],
  [/^feedback/, 'feedback'],
  [/^dependsOn/, 'other tasks'],
  [/^project/, 'project mode'],
  [/^approval/, 'a second person'],
  [/^reviews/, 'answers to reviews'],
];

/** "needs plan, assignee": the gate in as few words as a menu has room for. */
export function shortNeed(needs: Needs): string {
  const words = needs.map(({ path }) => WORDS.find(([pattern]) => pattern.test(path))?.[1] ?? path);
  return `needs ${[...new Set(words)].join(', ')}`;
}
