import { expect, it } from '@jest/globals';
import { runForAll, summaryOf } from './bulk-run.ts';

const items = Array.from({ length: 9 }, (_, index) => ({ key: `MC-${index}` }));

it('does one thing to many tasks, a few at once, and tells of each in their order', async () => {
  let running = 0;
  let most = 0;
  const progress: number[] = [];
  const outcomes = await runForAll(
    items,
    async ({ key }) => {
      most = Math.max(most, (running += 1));
      await new Promise((resolve) => setTimeout(resolve, key === 'MC-0' ? 20 : 1));
      running -= 1;
      if (key === 'MC-3') throw new Error('has no plan');
    },
    (done) => progress.push(done),
  );
  expect(most).toBe(4);
  expect(outcomes.map(({ key }) => key)).toEqual(items.map(({ key }) => key));
  expect(outcomes.filter(({ refusal }) => refusal !== undefined)).toEqual([{ key: 'MC-3', refusal: 'has no plan' }]);
  expect(progress).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(summaryOf(outcomes, 'moved')).toBe('8 moved, 1 refused');
});

it('says nothing of refusals where there are none', () => {
  expect(summaryOf([{ key: 'A-1' }, { key: 'A-2' }], 'canceled')).toBe('2 canceled');
});
