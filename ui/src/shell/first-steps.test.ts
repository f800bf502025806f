import { expect, it } from '@jest/globals';
import { TASK_STATUSES, type TaskStatus } from '../../../domain/task/vocabulary.ts';
import { nextStep } from './first-steps.ts';

const counts = (some: Partial<Record<TaskStatus, number>>) =>
  ({ ...Object.fromEntries(TASK_STATUSES.map((status) => [status, 0])), ...some }) as Record<TaskStatus, number>;

it.each([
  [{}, 'CREATE'],
  [{ CANCELED: 3 }, 'CREATE'],
  [{ INBOX: 2 }, 'GIVE'],
  [{ INBOX: 2, ASSIGNED: 1 }, 'START'],
  [{ IN_PROGRESS: 1, ASSIGNED: 1 }, 'SUBMIT'],
  [{ NEEDS_APPROVAL: 1 }, 'SUBMIT'],
  [{ REVIEW: 1, IN_PROGRESS: 1 }, 'ACCEPT'],
  [{ REVIEW: 1, DONE: 1 }, undefined],
  [{ INBOX: 21 }, undefined],
])('on a board with %j the next step is %s', (some, step) => expect(nextStep(counts(some))).toBe(step));
