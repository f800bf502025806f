import { describe, expect, it } from '@jest/globals';
import { isUnpriced, usageFrom } from './usage.ts';

const STARTED = { startedAt: '2026-01-01T10:00:00.000Z' };
const NOW = new Date('2026-01-01T10:01:30.200Z');
const TOKENS = { inputTokens: 1_000_000, outputTokens: 100_000 };

describe('the usage of a report', () => {
  it('has the price of its tokens where the model is known, as an estimate', () => {
    const report = { ...TOKENS, cacheReadTokens: 1_000_000, model: 'claude-sonnet-4-5-20250929' };
    expect(usageFrom(report, STARTED, NOW)).toEqual({
      ...report,
      seconds: 91,
      costMicros: 3_000_000 + 1_500_000 + 300_000,
      costSource: 'ESTIMATED',
    });
  });

  it('takes the model that the run was started with, and its own where it has one', () => {
    const started = { ...STARTED, model: 'claude-haiku-4-5' };
    expect(usageFrom(TOKENS, started, NOW)).toMatchObject({ model: 'claude-haiku-4-5', costMicros: 1_500_000 });
    expect(usageFrom({ ...TOKENS, model: 'gpt-5' }, started, NOW)).toMatchObject({
      model: 'gpt-5',
      costMicros: 2_250_000,
    });
  });

  it('keeps the cost and the time that it names', () => {
    const billed = { ...TOKENS, costMicros: 7, costSource: 'BILLED' as const, seconds: 4, model: 'gpt-5' };
    expect(usageFrom(billed, STARTED, NOW)).toEqual(billed);
    expect(usageFrom({ ...TOKENS, costMicros: 7 }, STARTED, NOW).costSource).toBe('ESTIMATED');
  });

  it('costs nothing with a flat subscription, whatever it would have cost', () => {
    const report = { ...TOKENS, costMicros: 7, costSource: 'SUBSCRIPTION' as const, model: 'gpt-5' };
    expect(usageFrom(report, STARTED, NOW)).toMatchObject({ costMicros: 0, costSource: 'SUBSCRIPTION' });
    expect(isUnpriced({ ...TOKENS, costSource: 'SUBSCRIPTION' }, {})).toBe(false);
  });

  it('costs nothing where no price is known, and says so', () => {
    const report = { ...TOKENS, model: 'homemade-7b' };
    expect(usageFrom(report, STARTED, NOW)).toMatchObject({ costMicros: 0, costSource: 'ESTIMATED' });
    expect(isUnpriced(report, {})).toBe(true);
    expect(isUnpriced(TOKENS, {})).toBe(true);
    expect(isUnpriced({ ...report, costMicros: 0 }, {})).toBe(false);
    expect(isUnpriced(TOKENS, { model: 'gpt-5' })).toBe(false);
    expect(isUnpriced({ inputTokens: 0, outputTokens: 0 }, {})).toBe(false);
  });
});
