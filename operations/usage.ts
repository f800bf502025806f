import { costOf } from '../domain/budget/prices.ts';
import type { Usage } from '../domain/task/state.ts';
import type { UsageInput } from './schemas/run.ts';
import { withoutUndefined } from './without-undefined.ts';

/** What a run knew of itself before it was reported. */
interface Reported {
  readonly model?: string | undefined;
  /** ISO 8601. */
  readonly startedAt: string;
}

/** A report, with what it leaves out: the price of its tokens and the time that it took. */
export function usageFrom(input: UsageInput, { model, startedAt }: Reported, now: Date): Usage {
  const report = { ...(model !== undefined && { model }), ...withoutUndefined(input) };
  return { ...report, seconds: report.seconds ?? secondsBetween(startedAt, now), ...moneyOf(report) };
}

/** Whether tokens were used that no price is known for: they are counted as free, and somebody should know. */
export const isUnpriced = (input: UsageInput, { model }: Pick<Reported, 'model'>): boolean =>
  input.costMicros === undefined &&
  input.costSource !== 'SUBSCRIPTION' &&
  input.inputTokens + input.outputTokens > 0 &&
  costOf(withoutUndefined(input), input.model ?? model) === undefined;

/** A flat subscription has no price per run, whatever it would have cost; what nobody billed is an estimate. */
function moneyOf(report: ReturnType<typeof withoutUndefined<UsageInput>>): Pick<Usage, 'costMicros' | 'costSource'> {
  const { costMicros, costSource, model } = report;
  if (costSource === 'SUBSCRIPTION') return { costMicros: 0, costSource };
  if (costMicros !== undefined) return { costMicros, costSource: costSource ?? 'ESTIMATED' };
  return { costMicros: costOf(report, model) ?? 0, costSource: 'ESTIMATED' };
}

const secondsBetween = (startedAt: string, now: Date): number =>
  Math.max(0, Math.ceil((now.getTime() - Date.parse(startedAt)) / 1000));
