import type { AgentRole } from '../actor.ts';
import { dollars } from '../money.ts';
import { byUnit, type Amounts } from './amounts.ts';

/** What an agent may use up; a unit that is left out is unlimited. */
export interface Limits {
  readonly perDay: Partial<Amounts>;
  readonly perRun: Partial<Amounts>;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/**
 * The limits of a role. Tokens are what the money buys at about a dollar a million: nine tenths of an agent's tokens are
 * read from the cache (0.30 of a middle-sized model's list price), the rest are input (3) and output (15). They hold a
 * flat subscription, which reports no money, to the same amount of work. Time: a specialist gets the hour that an
 * execution has by default and a working day, an intern half and a lead twice of both.
 */
export const ROLE_LIMITS: Readonly<Record<AgentRole, Limits>> = {
  INTERN: {
    perDay: { micros: dollars(2), tokens: 2_000_000, seconds: 4 * HOUR },
    perRun: { micros: dollars(0.25), tokens: 250_000, seconds: 30 * MINUTE },
  },
  SPECIALIST: {
    perDay: { micros: dollars(5), tokens: 5_000_000, seconds: 8 * HOUR },
    perRun: { micros: dollars(0.75), tokens: 750_000, seconds: HOUR },
  },
  LEAD: {
    perDay: { micros: dollars(12), tokens: 12_000_000, seconds: 16 * HOUR },
    perRun: { micros: dollars(1.5), tokens: 1_500_000, seconds: 2 * HOUR },
  },
};

/** The limits of an agent: its own where it has them, unit by unit, and its role's otherwise. */
export const limitsOf = (role: AgentRole, own: Partial<Limits> = {}): Limits => ({
  perDay: { ...ROLE_LIMITS[role].perDay, ...own.perDay },
  perRun: { ...ROLE_LIMITS[role].perRun, ...own.perRun },
});

/** What a run sets aside before it starts: its cap or its estimate, whichever is lower, unit by unit. */
export const reservationFor = ({ perRun }: Limits, estimate: Partial<Amounts> = {}): Amounts =>
  byUnit((unit) => {
    const cap = perRun[unit] ?? Infinity;
    const expected = estimate[unit] ?? (cap === Infinity ? 0 : cap);
    return Math.min(cap, expected);
  });
