import { expect, it } from '@jest/globals';
import { median, percentile } from './durations.ts';

it.each([
  [[], 50, undefined],
  [[7], 95, 7],
  [[1, 2], 50, 1.5],
  [[1, 2, 3, 4, 5], 0, 1],
  [[1, 2, 3, 4, 5], 50, 3],
  [[1, 2, 3, 4, 5], 90, 4.6],
  [[1, 2, 3, 4, 5], 100, 5],
  [[1, 2, 3], 120, 3],
  [[1, 2, 3], -1, 1],
])('of %j the percentile %d is %d', (sorted, p, value) => {
  if (value === undefined) expect(percentile(sorted, p)).toBeUndefined();
  else expect(percentile(sorted, p)).toBeCloseTo(value, 10);
});

it('the median is the middle', () => {
  expect(median([1, 5, 100])).toBe(5);
  expect(median([1, 5, 7, 100])).toBe(6);
  expect(median([])).toBeUndefined();
});
