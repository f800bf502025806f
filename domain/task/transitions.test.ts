import { describe, expect, it } from '@jest/globals';
import type { Actor } from '../actor.ts';
import {
  ASSIGNED_AGENT,
  LEAD,
  OTHER_AGENT,
  OWNER,
  REVIEWING_AGENT,
  SYSTEM,
  TaskUnderTest,
  VIEWER,
} from './task.test-support.ts';
import { allowedTransitions } from './transitions.ts';
import { TASK_STATUSES, type TaskStatus } from './vocabulary.ts';

/** Who may take which edge, written down once more by hand: A assigned agent, R reviewing agent, H human, S system. */
const EDGES: Readonly<Partial<Record<TaskStatus, Partial<Record<TaskStatus, string>>>>> = {
  INBOX: { ASSIGNED: 'AHS', CANCELED: 'H', BLOCKED: 'HS' },
  ASSIGNED: { INBOX: 'H', IN_PROGRESS: 'AHS', NEEDS_APPROVAL: 'S', BLOCKED: 'HS', CANCELED: 'H' },
  IN_PROGRESS: { ASSIGNED: 'H', REVIEW: 'AHS', NEEDS_APPROVAL: 'S', BLOCKED: 'AHS', CANCELED: 'H' },
  REVIEW: { IN_PROGRESS: 'RH', DONE: 'H', NEEDS_APPROVAL: 'S', BLOCKED: 'HS', CANCELED: 'H' },
  NEEDS_APPROVAL: { ASSIGNED: 'S', IN_PROGRESS: 'S', REVIEW: 'S', BLOCKED: 'S', CANCELED: 'H' },
  BLOCKED: { ASSIGNED: 'H', IN_PROGRESS: 'H', CANCELED: 'H' },
};

/** Edges that follow from something else: a command for them finds its gate closed. */
const BY_ITSELF = new Set([
  'INBOX ASSIGNED',
  'ASSIGNED NEEDS_APPROVAL',
  'IN_PROGRESS NEEDS_APPROVAL',
  'REVIEW NEEDS_APPROVAL',
  'NEEDS_APPROVAL ASSIGNED',
  'NEEDS_APPROVAL IN_PROGRESS',
  'NEEDS_APPROVAL REVIEW',
  'NEEDS_APPROVAL BLOCKED',
]);

const ACTORS: readonly (readonly [string, Actor])[] = [
  ['A', ASSIGNED_AGENT],
  ['A', LEAD],
  ['R', REVIEWING_AGENT],
  ['H', OWNER],
  ['S', SYSTEM],
  ['-', OTHER_AGENT],
  ['-', VIEWER],
];

function expected(from: TaskStatus, to: TaskStatus, letter: string): string {
  if (from === 'DONE' || from === 'CANCELED') return 'CONFLICT';
  const movers = EDGES[from]?.[to];
  if (movers === undefined) return 'CONFLICT';
  if (!movers.includes(letter)) return 'FORBIDDEN';
  return BY_ITSELF.has(`${from} ${to}`) ? 'GATE_NOT_MET' : 'accepted';
}

describe('the transition table', () => {
  for (const from of TASK_STATUSES) {
    const task = TaskUnderTest.in(from);
    for (const to of TASK_STATUSES) {
      for (const [letter, actor] of ACTORS) {
        // An agent in the inbox is not assigned yet: only a LEAD counts.
        const isNotYetAssigned = from === 'INBOX' && actor === ASSIGNED_AGENT;
        const outcome = actor === VIEWER ? 'FORBIDDEN' : expected(from, to, isNotYetAssigned ? '-' : letter);
        it(`${from} -> ${to} by ${actor.name} is ${outcome}`, () => {
          const command = { name: 'transition', to, reason: 'because', feedback: 'change it' } as const;
          const decision = task.tryTo(command, actor);
          expect(decision.accepted ? 'accepted' : decision.rejection.code).toBe(outcome);
        });
      }
    }
  }

  it('lists with a refusal every transition that is allowed instead, and what each still needs', () => {
    const decision = TaskUnderTest.in('ASSIGNED').tryTo({ name: 'transition', to: 'DONE' });
    expect(decision).toMatchObject({
      accepted: false,
      rejection: { code: 'CONFLICT', errors: [{ path: 'to' }] },
    });
    const allowed = decision.accepted ? [] : (decision.rejection.allowed ?? []);
    expect(allowed.map(({ to, needs }) => `${to}:${needs.map(({ path }) => path).join()}`).toSorted()).toEqual([
      'BLOCKED:reason',
      'CANCELED:reason',
      'INBOX:',
      'IN_PROGRESS:',
    ]);
  });

  it('names what is missing before work starts', () => {
    const task = new TaskUnderTest({ dependsOn: ['MC-7'] }).assign();
    const facts = { projectMode: 'PAUSED', unfinishedDependencies: ['MC-7'] } as const;
    const start = allowedTransitions(task.current, OWNER, facts).find(({ to }) => to === 'IN_PROGRESS');
    expect(start?.needs.map(({ path }) => path)).toEqual(['workPlan', 'dependsOn', 'project.mode']);
  });

  it.each([
    [['a', 'b'], false],
    [['a', 'b', 'c'], true],
    [['a', 'b', 'c', 'd', 'e', 'f'], true],
    [['a', 'b', 'c', 'd', 'e', 'f', 'g'], false],
    [['a', 'b', ' '], false],
  ])('a plan of %j is complete: %s', (bullets, isComplete) => {
    const task = new TaskUnderTest().assign();
    expect(task.tryTo({ name: 'plan', plan: { bullets } }).accepted).toBe(isComplete);
  });

  it('lets nobody submit with an open checklist item that carries no note', () => {
    const task = new TaskUnderTest().start();
    const deliverable = { summary: 'done', artifacts: [] };
    const checklist = [
      { label: 'tests pass', checked: true },
      { label: 'docs', checked: false },
    ];
    expect(task.tryTo({ name: 'submit', deliverable, checklist })).toMatchObject({
      rejection: { code: 'GATE_NOT_MET', errors: [{ path: 'checklist.1' }] },
    });
    const noted = [checklist[0]!, { label: 'docs', checked: false, note: 'not needed here' }];
    expect(task.tryTo({ name: 'submit', deliverable, checklist: noted }).accepted).toBe(true);
  });

  it('tells whoever moves a task from a status it has left who was faster', () => {
    const task = new TaskUnderTest().start().submit();
    const decision = task.tryTo({ name: 'transition', from: 'IN_PROGRESS', to: 'BLOCKED', reason: 'x' });
    expect(decision).toMatchObject({ rejection: { code: 'CONFLICT', message: expect.stringMatching(/REVIEW.*Olga/) } });
  });
});
