import { expect, it } from '@jest/globals';
import { NOTHING } from './amounts.ts';
import { crossed, usedShare } from './thresholds.ts';

const used = (micros: number, tokens = 0) => ({ ...NOTHING, micros, tokens });

it.each([
  [used(79), []],
  [used(80), [{ percent: 80, unit: 'micros' }]],
  [used(94), [{ percent: 80, unit: 'micros' }]],
  [used(95), [{ percent: 95, unit: 'micros' }]],
  [used(99), [{ percent: 95, unit: 'micros' }]],
  [used(100), [{ percent: 100, unit: 'micros' }]],
  [used(250), [{ percent: 100, unit: 'micros' }]],
  [
    used(80, 1000),
    [
      { percent: 80, unit: 'micros' },
      { percent: 100, unit: 'tokens' },
    ],
  ],
])('%j of 100 micro-dollars and 1000 tokens crosses %j', (amounts, crossings) => {
  expect(crossed(amounts, { micros: 100, tokens: 1000 })).toEqual(crossings);
});

it('hits a threshold exactly where a share is no exact binary fraction', () => {
  for (let limit = 20; limit <= 20_000; limit += 20) {
    expect(crossed(used((limit * 95) / 100), { micros: limit })).toEqual([{ percent: 95, unit: 'micros' }]);
    expect(crossed(used((limit * 95) / 100 - 1), { micros: limit })).not.toContainEqual({
      percent: 95,
      unit: 'micros',
    });
  }
});

it('an unlimited unit has no share, and a limit of nothing is used up', () => {
  expect(usedShare(used(5), {}, 'micros')).toBe(0);
  expect(crossed(used(5), {})).toEqual([]);
  expect(usedShare(NOTHING, { micros: 0 }, 'micros')).toBe(1);
  expect(usedShare(used(5), { micros: 20 }, 'micros')).toBe(0.25);
});
