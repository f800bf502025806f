import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AGENT_ROLES, AGENT_STATUSES } from '../actor.ts';
import { TASK_TYPES } from '../task/vocabulary.ts';
import { recommend, type AssignmentCandidate } from './recommend.ts';

const NOW = '2026-01-01T12:00:00.000Z';
const minutesAgo = (minutes: number): string => new Date(Date.parse(NOW) - minutes * 60_000).toISOString();

const SCRIBE: AssignmentCandidate = {
  id: 'a1',
  name: 'Scribe',
  role: 'SPECIALIST',
  status: 'ACTIVE',
  allowedTypes: ['DOCS'],
  openTasks: 1,
  concurrencyLimit: 4,
  budgetLeft: true,
  lastHeartbeatAt: NOW,
  learned: { finished: 10, succeeded: 9 },
};

const only = (candidate: Partial<AssignmentCandidate>) =>
  recommend('DOCS', [{ ...SCRIBE, ...candidate }], NOW).recommendations[0];

describe('a candidate is left out', () => {
  it.each([
    [{ status: 'PAUSED' as const }, ['Scribe is PAUSED and takes no new tasks']],
    [{ status: 'OFFLINE' as const }, ['Scribe is OFFLINE and takes no new tasks']],
    [{ allowedTypes: ['OPS' as const] }, ['Scribe does not take DOCS tasks']],
    [{ openTasks: 4 }, ['Scribe has 4 open tasks of at most 4']],
    [{ openTasks: 0, concurrencyLimit: 0 }, ['Scribe has 0 open tasks of at most 0']],
    [{ budgetLeft: false }, ["Scribe has nothing left of today's budget"]],
    [
      { status: 'DRAINED' as const, budgetLeft: false },
      ['Scribe is DRAINED and takes no new tasks', "Scribe has nothing left of today's budget"],
    ],
  ])('for %j: %j', (change, reasons) => {
    const { recommendations, excluded } = recommend('DOCS', [{ ...SCRIBE, ...change }], NOW);
    expect(recommendations).toEqual([]);
    expect(excluded).toEqual([{ id: 'a1', name: 'Scribe', reasons }]);
  });
});

describe('the score', () => {
  it('is the weighted sum of five explained parts', () => {
    expect(only({})).toEqual({
      id: 'a1',
      name: 'Scribe',
      score: 0.91,
      parts: {
        skill: { score: 1, weight: 0.3, reason: 'is meant for DOCS tasks' },
        availability: { score: 1, weight: 0.2, reason: 'gave its last sign of life just now' },
        workload: { score: 0.75, weight: 0.2, reason: 'has 1 of at most 4 open tasks' },
        performance: { score: 0.9, weight: 0.2, reason: 'learned: 9 of 10 of its DOCS tasks succeeded' },
        role: { score: 0.8, weight: 0.1, reason: 'is a SPECIALIST' },
      },
    });
  });

  it('is 1 for the best there can be', () => {
    expect(only({ role: 'LEAD', openTasks: 0, learned: { finished: 3, succeeded: 3 } })?.score).toBe(1);
  });

  it.each([
    ['skill', { allowedTypes: [] }, 0.5],
    ['availability', { lastHeartbeatAt: minutesAgo(2) }, 1],
    ['availability', { lastHeartbeatAt: minutesAgo(31) }, 0.5],
    ['availability', { lastHeartbeatAt: minutesAgo(60) }, 0],
    ['availability', { lastHeartbeatAt: minutesAgo(600) }, 0],
    ['availability', { lastHeartbeatAt: minutesAgo(-5) }, 1],
    ['workload', { openTasks: 0 }, 1],
    ['workload', { openTasks: 3 }, 0.25],
    ['performance', { learned: { finished: 3, succeeded: 0 } }, 0],
    ['role', { role: 'LEAD' as const }, 1],
    ['role', { role: 'INTERN' as const }, 0.4],
  ] as const)('of %s for %j is %d', (part, change, score) => {
    expect(only(change)?.parts[part].score).toBe(score);
  });

  it('is neutral for what is not known', () => {
    const { lastHeartbeatAt: _heartbeat, learned: _learned, ...unknown } = SCRIBE;
    const parts = recommend('DOCS', [unknown], NOW).recommendations[0]?.parts;
    expect(parts?.availability).toMatchObject({ score: 0.5, reason: 'has given no sign of life yet' });
    expect(parts?.performance).toMatchObject({ score: 0.5, reason: 'not enough data for DOCS tasks' });
  });
});

it('the best comes first, and names break ties', () => {
  const candidates = [
    { ...SCRIBE, id: 'a3', name: 'Zoe' },
    { ...SCRIBE, id: 'a2', name: 'Anna' },
    { ...SCRIBE, id: 'a4', name: 'Lea', role: 'LEAD' as const },
    { ...SCRIBE, id: 'a5', name: 'Ida', budgetLeft: false },
    { ...SCRIBE, id: 'a6', name: 'Bob', status: 'PAUSED' as const },
  ];
  const { recommendations, excluded } = recommend('DOCS', candidates, NOW);
  expect(recommendations.map(({ name }) => name)).toEqual(['Lea', 'Anna', 'Zoe']);
  expect(excluded.map(({ name }) => name)).toEqual(['Bob', 'Ida']);
});

describe('for any candidates', () => {
  const candidate = fc.record(
    {
      name: fc.constantFrom('Anna', 'Bob', 'Zoe'),
      role: fc.constantFrom(...AGENT_ROLES),
      status: fc.constantFrom('ACTIVE' as const, 'ACTIVE' as const, ...AGENT_STATUSES),
      allowedTypes: fc.subarray([...TASK_TYPES]),
      openTasks: fc.nat(6),
      concurrencyLimit: fc.nat(6),
      budgetLeft: fc.boolean(),
      lastHeartbeatAt: fc.integer({ min: -10, max: 90 }).map(minutesAgo),
      learned: fc.tuple(fc.nat(9), fc.nat(9)).map(([good, bad]) => ({ finished: good + bad + 1, succeeded: good })),
    },
    { requiredKeys: ['name', 'role', 'status', 'allowedTypes', 'openTasks', 'concurrencyLimit', 'budgetLeft'] },
  );
  const candidates = fc
    .array(candidate, { maxLength: 8 })
    .map((list) => list.map((one, index) => ({ ...one, id: `a${index}` })));
  const type = fc.constantFrom(...TASK_TYPES);

  it('scores are within 0 and 1, sorted, and everybody is either recommended or left out', () => {
    fc.assert(
      fc.property(type, candidates, (wanted, list) => {
        const { recommendations, excluded } = recommend(wanted, list, NOW);
        const scores = recommendations.map(({ score }) => score);
        expect(scores.filter((score) => !(score >= 0 && score <= 1))).toEqual([]);
        expect(scores).toEqual(scores.toSorted((one, other) => other - one));
        const ids = [...recommendations, ...excluded].map(({ id }) => id);
        expect(ids.sort()).toEqual(list.map(({ id }) => id).sort());
      }),
    );
  });

  it('the order they are given in does not matter', () => {
    const shuffled = candidates.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    fc.assert(
      fc.property(type, shuffled, (wanted, [list, mixed]) => {
        expect(recommend(wanted, mixed, NOW)).toEqual(recommend(wanted, list, NOW));
      }),
    );
  });
});
