import type { Usage } from '../task/state.ts';
import type { Amounts } from './amounts.ts';

/** What a report takes from the budgets of its run. */
export const amountsOf = ({
  costMicros,
  inputTokens,
  outputTokens,
  cacheReadTokens = 0,
  cacheWriteTokens = 0,
  seconds = 0,
}: Usage): Amounts => ({
  micros: costMicros,
  tokens: inputTokens + outputTokens + cacheReadTokens + cacheWriteTokens,
  seconds,
});
