import { expect, it } from '@jest/globals';
import { addAmounts, exceeds, NOTHING, smallerOf, subtractAmounts } from './amounts.ts';

const one = { micros: 5, tokens: 100, seconds: 60 };
const other = { micros: 3, tokens: 200, seconds: 60 };

it('amounts are computed unit by unit', () => {
  expect(addAmounts(one, other)).toEqual({ micros: 8, tokens: 300, seconds: 120 });
  expect(subtractAmounts(one, other)).toEqual({ micros: 2, tokens: -100, seconds: 0 });
  expect(smallerOf(one, other)).toEqual({ micros: 3, tokens: 100, seconds: 60 });
  expect(addAmounts(one, NOTHING)).toEqual(one);
});

it.each([
  ['nothing limited', {}, []],
  ['exactly the limit', one, []],
  ['one unit less', { ...one, tokens: 99 }, ['tokens']],
  ['a limit of nothing', { micros: 0, seconds: 0 }, ['micros', 'seconds']],
])('%s', (_case, limit, units) => {
  expect(exceeds(one, limit)).toEqual(units);
});
