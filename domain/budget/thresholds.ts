import { UNITS, type Amounts, type Unit } from './amounts.ts';

/** Percent of a limit: the first two raise alerts, the last one pauses the agent. */
const THRESHOLDS = [80, 95, 100] as const;
type Threshold = (typeof THRESHOLDS)[number];

export interface Crossing {
  readonly percent: Threshold;
  readonly unit: Unit;
}

/** The highest threshold that was reached in each limited unit. */
export function crossed(used: Amounts, limit: Partial<Amounts>): Crossing[] {
  return UNITS.flatMap((unit) => {
    const percent = usedShare(used, limit, unit) * 100;
    const highest = THRESHOLDS.findLast((threshold) => percent >= threshold);
    return highest === undefined ? [] : [{ percent: highest, unit }];
  });
}

/** The part of a unit's limit that is used: 1 is all of it, 0 when the unit is unlimited. */
export function usedShare(used: Amounts, limit: Partial<Amounts>, unit: Unit): number {
  const most = limit[unit];
  if (most === undefined) return 0;
  return most === 0 ? 1 : used[unit] / most;
}
