import { expect, it } from '@jest/globals';
import { recordsOf, type EndedWork } from './performance.ts';

const ANN = { id: 'a', name: 'Ann' };
const BOB = { id: 'b', name: 'Bob' };
const work = (seconds: number, more: Partial<EndedWork> = {}): EndedWork => ({
  status: 'DONE',
  type: 'OPS',
  createdAt: '2026-03-01T00:00:00.000Z',
  startedAt: '2026-03-01T00:00:00.000Z',
  completedAt: new Date(Date.parse('2026-03-01T00:00:00.000Z') + seconds * 1000).toISOString(),
  agents: [ANN],
  costMicros: seconds,
  ...more,
});

it('is what was DONE of what was finished, with time and cost of what was DONE', () => {
  const tasks = [work(10), work(30), work(500, { status: 'CANCELED' })];
  expect(recordsOf(tasks)).toEqual([
    {
      agent: ANN,
      type: 'OPS',
      finished: 3,
      succeeded: 2,
      successRate: 2 / 3,
      medianSeconds: 20,
      averageCostMicros: 20,
    },
  ]);
});

it('has no rate below three', () => {
  const [record] = recordsOf([work(10), work(30)]);
  expect(record).toMatchObject({ finished: 2, succeeded: 2 });
  expect(record).not.toHaveProperty('successRate');
});

it('does not hold against anybody what was cancelled before it began', () => {
  const { startedAt: _never, ...unbegun } = work(10, { status: 'CANCELED' });
  expect(recordsOf([unbegun])).toEqual([]);
  expect(recordsOf([work(10, { status: 'CANCELED' })])).toEqual([
    { agent: ANN, type: 'OPS', finished: 1, succeeded: 0 },
  ]);
});

it('is by agent and by type, and a shared task is in the record of each', () => {
  const tasks = [work(10, { agents: [BOB, ANN] }), work(10, { type: 'DOCS' }), work(10, { agents: [] })];
  expect(recordsOf(tasks).map(({ agent, type, finished }) => [agent.name, type, finished])).toEqual([
    ['Ann', 'DOCS', 1],
    ['Ann', 'OPS', 1],
    ['Bob', 'OPS', 1],
  ]);
});
