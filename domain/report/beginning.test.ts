import { expect, it } from '@jest/globals';
import { Beginning } from './beginning.ts';

it('keeps everything of what is short, and says so', () => {
  const beginning = new Beginning<string>(1_000);
  beginning.add(1, 'one', 3);
  beginning.add(4, 'four', 4);
  expect(beginning.items).toEqual(['one', 'four']);
  expect(beginning.cutOffAt).toBeUndefined();
});

it('keeps what comes before the first thing that is too much, and says where that ends', () => {
  const beginning = new Beginning<string>(1_000);
  beginning.add(2, 'two', 200);
  beginning.add(3, 'long', 5_000);
  beginning.add(4, 'four', 1);
  expect(beginning.items).toEqual(['two']);
  expect(beginning.cutOffAt).toBe(2);
});
