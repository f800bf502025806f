/** The three units that budgets are kept in: a flat subscription reports no money, its tokens and time are limited still. */
export const UNITS = ['micros', 'tokens', 'seconds'] as const;
export type Unit = (typeof UNITS)[number];

/** What work uses up. Integers. */
export interface Amounts {
  /** Micro-dollars. */
  readonly micros: number;
  /** Input and output together, cached ones included. */
  readonly tokens: number;
  /** Working time. */
  readonly seconds: number;
}

export const NOTHING: Amounts = { micros: 0, tokens: 0, seconds: 0 };

export const addAmounts = (one: Amounts, other: Amounts): Amounts => byUnit((unit) => one[unit] + other[unit]);

export const subtractAmounts = (from: Amounts, what: Amounts): Amounts => byUnit((unit) => from[unit] - what[unit]);

export const smallerOf = (one: Amounts, other: Amounts): Amounts => byUnit((unit) => Math.min(one[unit], other[unit]));

/** The units in which `amounts` is more than the limit; a unit that the limit leaves out is unlimited. */
export const exceeds = (amounts: Amounts, limit: Partial<Amounts>): Unit[] =>
  UNITS.filter((unit) => amounts[unit] > (limit[unit] ?? Infinity));

/** Amounts that are computed for each unit by itself. */
export const byUnit = (amountOf: (unit: Unit) => number): Amounts => ({
  micros: amountOf('micros'),
  tokens: amountOf('tokens'),
  seconds: amountOf('seconds'),
});
