import { expect, it } from '@jest/globals';
import { GIVE_UP_AFTER_MS, retryDelay } from './retry-schedule.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const after = (attempts: number, more: object = {}) => retryDelay({ attempts, firstTriedAt: 0, now: 0, ...more });

it('waits longer after each failure, at most an hour', () => {
  const delays = Array.from({ length: 20 }, (_, index) => after(index + 1) ?? 0);
  expect(delays.slice(0, 3)).toEqual([5_000, 30_000, 2 * MINUTE]);
  expect(delays).toEqual(delays.toSorted((one, other) => one - other));
  expect(delays.at(-1)).toBe(HOUR);
});

it('keeps to what the receiver asks for, but not for longer than an hour', () => {
  expect(after(1, { retryAfterMs: 90_000 })).toBe(90_000);
  expect(after(1, { retryAfterMs: 1_000 })).toBe(5_000);
  expect(after(1, { retryAfterMs: 7 * HOUR })).toBe(HOUR);
});

it('tries for 24 hours and no longer', () => {
  let now = 0;
  let attempts = 0;
  for (;;) {
    attempts += 1;
    const delay = retryDelay({ attempts, firstTriedAt: 0, now });
    if (delay === undefined) break;
    now += delay;
  }
  expect(now).toBeLessThanOrEqual(GIVE_UP_AFTER_MS);
  expect(now).toBeGreaterThan(GIVE_UP_AFTER_MS - 2 * HOUR);
  expect(attempts).toBeGreaterThan(25);
});
