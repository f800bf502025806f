import { expect, it } from '@jest/globals';
import { between } from './between.ts';

it.each([
  ['b', 'd', 'bcd'],
  ['d', 'b', 'bcd'],
  ['c', 'c', 'c'],
  ['gone', 'c', 'c'],
  ['c', 'gone', 'c'],
  ['gone', 'away', ''],
])('takes what lies between %s and %s', (one, other, expected) => {
  expect(between(['a', 'b', 'c', 'd', 'e'], one, other).join('')).toBe(expected);
});
