import { describe, expect, it } from '@jest/globals';
import { isSilent } from './silence.ts';

const NOW = '2026-01-01T12:00:00.000Z';
const secondsAgo = (seconds: number): string => new Date(Date.parse(NOW) - seconds * 1000).toISOString();
const LONG_AGO = secondsAgo(86_400);

const SCOUT = { control: { status: 'ACTIVE', at: LONG_AGO }, heartbeatTimeoutSeconds: 60 } as const;

describe('an agent is silent', () => {
  it.each([
    ['after more than its timeout', secondsAgo(61), true],
    ['not before', secondsAgo(60), false],
    ['not when its clock is ahead', secondsAgo(-5), false],
    ['never when it has not given any sign of life', undefined, false],
  ])('%s', (_, lastHeartbeatAt, silent) => {
    expect(isSilent({ ...SCOUT, ...(lastHeartbeatAt !== undefined && { lastHeartbeatAt }) }, NOW)).toBe(silent);
  });

  it('only while it can give signs of life', () => {
    const quiet = { ...SCOUT, lastHeartbeatAt: secondsAgo(600) };
    const quarantined = { ...quiet, control: { status: 'QUARANTINED', at: LONG_AGO } } as const;
    expect(isSilent(quarantined, NOW)).toBe(false);
    expect(isSilent({ ...quiet, control: { status: 'ACTIVE', at: secondsAgo(30) } }, NOW)).toBe(false);
    expect(isSilent(quiet, NOW, secondsAgo(30))).toBe(false);
    expect(isSilent(quiet, NOW, secondsAgo(61))).toBe(true);
  });
});
