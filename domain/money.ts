/** Money is kept in integer micro-dollars: 1 USD = 1,000,000. */
export type MicroDollars = number;

const MICROS_PER_DOLLAR = 1_000_000;

export const dollars = (amount: number): MicroDollars => Math.round(amount * MICROS_PER_DOLLAR);

/** "$1.50"; amounts under a cent keep four digits, so that small runs do not all read $0.00. */
export function formatDollars(amount: MicroDollars): string {
  const value = amount / MICROS_PER_DOLLAR;
  const digits = value !== 0 && Math.abs(value) < 0.01 ? 4 : 2;
  return `$${value.toFixed(digits)}`;
}
