import type { Usage } from '../task/state.ts';

/** "10 tokens in, 5 out", and what the cache had to do with it where it was used. */
export function tokensInWords({ inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens }: Usage): string {
  const read = cacheReadTokens === undefined ? '' : `, ${cacheReadTokens} read from the cache`;
  const written = cacheWriteTokens === undefined ? '' : `, ${cacheWriteTokens} written to it`;
  return `${inputTokens} tokens in, ${outputTokens} out${read}${written}`;
}
