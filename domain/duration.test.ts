import { expect, it } from '@jest/globals';
import { durationInWords } from './duration.ts';

it.each([
  [0, '0 s'],
  [59.4, '59 s'],
  [60, '1 min'],
  [59 * 60, '59 min'],
  [3600, '1 h'],
  [3600 + 20 * 60, '1 h 20 min'],
  [86_400, '1 d'],
  [3 * 86_400 + 4 * 3600 + 59, '3 d 4 h'],
])('%d seconds are %s', (seconds, words) => expect(durationInWords(seconds)).toBe(words));
