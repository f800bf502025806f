import { expect, it } from '@jest/globals';
import { AGENT_ROLES } from '../actor.ts';
import { exceeds } from './amounts.ts';
import { limitsOf, reservationFor, ROLE_LIMITS } from './limits.ts';

it.each([
  ['INTERN', 2_000_000, 250_000],
  ['SPECIALIST', 5_000_000, 750_000],
  ['LEAD', 12_000_000, 1_500_000],
] as const)('%s may spend %d micro-dollars a day and %d a run', (role, perDay, perRun) => {
  expect(ROLE_LIMITS[role].perDay.micros).toBe(perDay);
  expect(ROLE_LIMITS[role].perRun.micros).toBe(perRun);
});

it.each(AGENT_ROLES)('a day of %s has room for a run, in every unit', (role) => {
  expect(exceeds(reservationFor(ROLE_LIMITS[role]), ROLE_LIMITS[role].perDay)).toEqual([]);
});

it("an agent's own limits replace its role's unit by unit", () => {
  const limits = limitsOf('INTERN', { perDay: { micros: 1 }, perRun: { tokens: 0 } });
  expect(limits.perDay).toEqual({ ...ROLE_LIMITS.INTERN.perDay, micros: 1 });
  expect(limits.perRun).toEqual({ ...ROLE_LIMITS.INTERN.perRun, tokens: 0 });
  expect(limitsOf('LEAD')).toEqual(ROLE_LIMITS.LEAD);
});

it.each([
  ['the cap without an estimate', { micros: 10, tokens: 20, seconds: 30 }, undefined, [10, 20, 30]],
  ['the estimate where it is lower', { micros: 10, tokens: 20, seconds: 30 }, { micros: 4, tokens: 21 }, [4, 20, 30]],
  ['an estimate of nothing', { micros: 10 }, { micros: 0 }, [0, 0, 0]],
  ['the estimate in an unlimited unit', {}, { tokens: 7 }, [0, 7, 0]],
])('a run sets aside %s', (_case, perRun, estimate, [micros, tokens, seconds]) => {
  expect(reservationFor({ perDay: {}, perRun }, estimate)).toEqual({ micros, tokens, seconds });
});
