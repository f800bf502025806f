/**
 * The value below which `p` percent of the values are, interpolated between neighbours.
 * @param sorted ascending, in any unit.
 * @param p 0 to 100.
 * @returns undefined for no values.
 */
export function percentile(sorted: readonly number[], p: number): number | undefined {
  const position = (Math.min(Math.max(p, 0), 100) / 100) * (sorted.length - 1);
  const lower = sorted[Math.floor(position)];
  const upper = sorted[Math.ceil(position)];
  if (lower === undefined || upper === undefined) return undefined;
  return lower + (upper - lower) * (position - Math.floor(position));
}

/** @param sorted ascending. */
export const median = (sorted: readonly number[]): number | undefined => percentile(sorted, 50);
