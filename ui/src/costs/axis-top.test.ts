import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { axisTop } from './axis-top.ts';

it.each([
  [2_480_000, 3_200_000],
  [4_000_000, 4_000_000],
  [1, 1],
  [9_900_000, 10_000_000],
])('ends an axis of %d at %d', (most, top) => {
  expect(axisTop(most)).toBeCloseTo(top, 6);
});

it('has room for everything, and not much more', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e15 }), (most) => {
      const top = axisTop(most);
      expect(top).toBeGreaterThanOrEqual(most * (1 - 1e-9));
      expect(top).toBeLessThanOrEqual(most * 1.5);
    }),
  );
});
