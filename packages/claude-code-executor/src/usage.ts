import type { Usage } from '@mission-control/executor-client';
import { added, type AssistantMessage, type ResultMessage, type TokenCounts } from './messages.ts';

/** What a session has used, over all its runs. */
export interface SessionTotals extends TokenCounts {
  readonly costMicros: number;
}

export type CostSource = 'ESTIMATED' | 'SUBSCRIPTION';

const NOTHING: TokenCounts = { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 };

/** Adds up what the model's answers say of themselves while they come; the result knows better. */
export class RunningUsage {
  readonly #costSource: CostSource;
  readonly #answers = new Map<string, TokenCounts>();
  #model: string | undefined;

  constructor(costSource: CostSource) {
    this.#costSource = costSource;
  }

  /** Returns everything so far. One answer comes in several parts, which repeat the same counts. */
  add({ id, model, usage }: AssistantMessage): Usage {
    this.#answers.set(id, usage);
    // What the CLI itself says in the model's name is marked like this.
    if (model !== '' && !model.startsWith('<')) this.#model ??= model;
    return this.total();
  }

  total(): Usage {
    return usageOf(this.#model, [...this.#answers.values()].reduce(added, NOTHING), this.#costSource);
  }
}

/**
 * What one run of a session has used. The CLI counts for the whole session, which may have runs that are paid already.
 *
 * @param earlier what the session had used when this run began
 */
export function usageOfRun(
  result: ResultMessage,
  earlier: SessionTotals | undefined,
  costSource: CostSource,
): Usage & { readonly costMicros?: number } {
  const { totalTokens, runTokens, model, totalCostMicros } = result;
  const tokens = totalTokens ? since(totalTokens, earlier) : runTokens;
  const usage = usageOf(model, tokens, costSource);
  if (costSource === 'SUBSCRIPTION') return usage;
  return { ...usage, costMicros: difference(totalCostMicros, earlier?.costMicros) };
}

/** What to remember of a session for its next run. */
export const totalsOf = ({ totalTokens, runTokens, totalCostMicros }: ResultMessage): SessionTotals => ({
  ...(totalTokens ?? runTokens),
  costMicros: totalCostMicros,
});

const usageOf = (model: string | undefined, tokens: TokenCounts, costSource: CostSource): Usage => ({
  ...(model !== undefined && { model }),
  ...tokens,
  costSource,
});

const since = (total: TokenCounts, earlier: TokenCounts | undefined): TokenCounts => ({
  inputTokens: difference(total.inputTokens, earlier?.inputTokens),
  outputTokens: difference(total.outputTokens, earlier?.outputTokens),
  cacheReadTokens: difference(total.cacheReadTokens, earlier?.cacheReadTokens),
  cacheWriteTokens: difference(total.cacheWriteTokens, earlier?.cacheWriteTokens),
});

/** A total that is less than before has begun anew. */
const difference = (total: number, earlier = 0): number => (total >= earlier ? total - earlier : total);
