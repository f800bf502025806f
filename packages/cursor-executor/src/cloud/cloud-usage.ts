import type { Usage } from '@mission-control/executor-client';
import type { CloudUsage } from './cloud-types.ts';

const MICROS_PER_CENT = 10_000;

/** Cursor's figures as ours; without a price the list price of the model counts. */
export function usageOf({ totalUsage = {}, cost }: CloudUsage, model: string | undefined): Usage {
  const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens } = totalUsage;
  const charged = cost?.chargedCents;
  return {
    ...(model !== undefined && { model }),
    inputTokens: countOf(inputTokens),
    outputTokens: countOf(outputTokens),
    cacheReadTokens: countOf(cacheReadTokens),
    cacheWriteTokens: countOf(cacheWriteTokens),
    ...(isAmount(charged) && { costMicros: Math.round(charged * MICROS_PER_CENT), costSource: 'BILLED' }),
  };
}

const isAmount = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0;

const countOf = (value: unknown): number => (isAmount(value) ? Math.round(value) : 0);
