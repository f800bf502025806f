import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { costOf } from './prices.ts';

const MILLION = 1_000_000;
const usage = { inputTokens: MILLION, outputTokens: MILLION, cacheReadTokens: MILLION, cacheWriteTokens: MILLION };

describe('a million tokens of each kind', () => {
  it.each([
    ['claude-sonnet-4-5-20250929', 3 + 15 + 0.3 + 3.75],
    ['claude-sonnet-4-20250514', 3 + 15 + 0.3 + 3.75],
    ['claude-opus-4-1-20250805', 15 + 75 + 1.5 + 18.75],
    ['claude-opus-4-5-20251101', 5 + 25 + 0.5 + 6.25],
    ['claude-haiku-4-5', 1 + 5 + 0.1 + 1.25],
    ['gpt-5', 1.25 + 10 + 0.125 + 1.25],
    ['gpt-5-mini-2025-08-07', 0.25 + 2 + 0.025 + 0.25],
    ['gpt-5.1-codex-max', 1.25 + 10 + 0.125 + 1.25],
    ['gpt-4.1-2025-04-14', 2 + 8 + 0.5 + 2],
    ['gemini-2.5-pro', 1.25 + 10 + 0.125 + 1.25],
    ['gemini-2.5-flash-lite', 0.1 + 0.4 + 0.01 + 0.1],
    ['anthropic/claude-haiku-4-5', 1 + 5 + 0.1 + 1.25],
    ['us.anthropic.claude-haiku-4-5-20251001-v1:0', 1 + 5 + 0.1 + 1.25],
    [' Claude-Haiku-4-5@20251001 ', 1 + 5 + 0.1 + 1.25],
    ['claude-sonnet-4-5[1m]', 3 + 15 + 0.3 + 3.75],
  ])('of %s cost %d dollars', (model, dollars) => {
    expect(costOf(usage, model)).toBe(Math.round(dollars * MILLION));
  });
});

it.each([undefined, '', 'gpt-5.99', 'gpt-50', 'gpt-4-1106-preview', 'llama-3', 'my-claude-opus-5', '__proto__'])(
  'the price of %j is not known',
  (model) => {
    expect(costOf(usage, model)).toBeUndefined();
  },
);

it('is rounded to a micro-dollar once, for all kinds of tokens together', () => {
  expect(costOf({ inputTokens: 1, outputTokens: 0 }, 'gemini-2.5-flash')).toBe(0);
  expect(costOf({ inputTokens: 1, outputTokens: 0, cacheReadTokens: 10 }, 'gemini-2.5-flash')).toBe(1);
  expect(costOf({ inputTokens: 0, outputTokens: 0 }, 'gpt-5')).toBe(0);
});

it('is an integer that grows with every kind of tokens', () => {
  const tokens = fc.nat(100 * MILLION);
  fc.assert(
    fc.property(tokens, tokens, tokens, tokens, (inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens) => {
      const less = costOf({ inputTokens, outputTokens }, 'claude-opus-4-5') ?? NaN;
      const more = costOf({ inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens }, 'claude-opus-4-5') ?? NaN;
      return Number.isSafeInteger(less) && Number.isSafeInteger(more) && more >= less;
    }),
  );
});
