const STEPS = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];
const INTERVALS = 4;

/** Where an axis from 0 ends so that its four intervals are round numbers. @param most the highest that is shown, not 0 */
export function axisTop(most: number): number {
  const least = most / INTERVALS;
  const magnitude = 10 ** Math.floor(Math.log10(least));
  const step = STEPS.find((candidate) => candidate * magnitude >= least) ?? 10;
  return step * magnitude * INTERVALS;
}
