import { expect, it } from '@jest/globals';
import { tokensInWords } from './tokens.ts';

const usage = { inputTokens: 10, outputTokens: 5, costMicros: 0, costSource: 'BILLED' } as const;

it('says what went in and out, and the cache where it was used', () => {
  expect(tokensInWords(usage)).toBe('10 tokens in, 5 out');
  expect(tokensInWords({ ...usage, cacheReadTokens: 9, cacheWriteTokens: 0 })).toBe(
    '10 tokens in, 5 out, 9 read from the cache, 0 written to it',
  );
});
