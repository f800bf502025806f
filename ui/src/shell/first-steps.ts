import type { TaskStatus } from '../../../domain/task/vocabulary.ts';

/** What somebody does with their first task, in this order. */
export const FIRST_STEPS = ['CREATE', 'GIVE', 'START', 'SUBMIT', 'ACCEPT'] as const;
export type FirstStep = (typeof FIRST_STEPS)[number];

/** Who has so many tasks knows how. */
const MANY = 20;

/** The step that comes next on a board with so many tasks in each state; undefined once a task has been done. */
export function nextStep(counts: Readonly<Record<TaskStatus, number>>): FirstStep | undefined {
  const { INBOX, ASSIGNED, IN_PROGRESS, REVIEW, NEEDS_APPROVAL, BLOCKED, DONE } = counts;
  const open = INBOX + ASSIGNED + IN_PROGRESS + REVIEW + NEEDS_APPROVAL + BLOCKED;
  if (DONE > 0 || open > MANY) return undefined;
  if (REVIEW > 0) return 'ACCEPT';
  if (IN_PROGRESS + NEEDS_APPROVAL + BLOCKED > 0) return 'SUBMIT';
  if (ASSIGNED > 0) return 'START';
  return INBOX > 0 ? 'GIVE' : 'CREATE';
}

const placeOf = (personId: string): string => `first-steps:${personId}`;

/** Whether the person needs no more guidance: they have said so, or a task has been done. */
export function areStepsOver(personId: string): boolean {
  try {
    return localStorage.getItem(placeOf(personId)) === 'over';
  } catch {
    return true;
  }
}

export const endSteps = (personId: string): void => localStorage.setItem(placeOf(personId), 'over');
