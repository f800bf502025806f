import { dollars, type MicroDollars } from '../money.ts';

/** Tokens of model work as Anthropic counts them: each token is in one of the four, so input does not include cached ones. */
export interface TokenUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheReadTokens?: number;
  readonly cacheWriteTokens?: number;
}

/** Micro-dollars for a million tokens. */
interface ModelPrice {
  readonly input: MicroDollars;
  readonly output: MicroDollars;
  readonly cacheRead: MicroDollars;
  readonly cacheWrite: MicroDollars;
}

/**
 * List prices by the beginning of the model id, in dollars for a million tokens: input, output, read from the cache.
 * Writing to the cache costs a quarter more than input at Anthropic (for five minutes) and since GPT-5.6 at OpenAI, and
 * as much as input elsewhere. Surcharges for prompts of more than 200,000 tokens and discounts for batches are left out.
 * Source: docs.anthropic.com/en/docs/about-claude/pricing, platform.openai.com/docs/pricing and
 * ai.google.dev/gemini-api/docs/pricing, by way of LiteLLM's model_prices_and_context_window.json of 2026-07-22.
 */
const PRICES: ReadonlyMap<string, ModelPrice> = new Map([
  ['claude-fable-5', withPaidWrites(10, 50, 1)],
  ['claude-mythos-5', withPaidWrites(10, 50, 1)],
  ['claude-opus-5', withPaidWrites(5, 25, 0.5)],
  ['claude-opus-4-8', withPaidWrites(5, 25, 0.5)],
  ['claude-opus-4-7', withPaidWrites(5, 25, 0.5)],
  ['claude-opus-4-6', withPaidWrites(5, 25, 0.5)],
  ['claude-opus-4-5', withPaidWrites(5, 25, 0.5)],
  ['claude-opus-4', withPaidWrites(15, 75, 1.5)],
  ['claude-sonnet-5', withPaidWrites(2, 10, 0.2)],
  ['claude-sonnet-4', withPaidWrites(3, 15, 0.3)],
  ['claude-haiku-4-5', withPaidWrites(1, 5, 0.1)],
  ['claude-3-7-sonnet', withPaidWrites(3, 15, 0.3)],
  ['claude-3-5-sonnet', withPaidWrites(3, 15, 0.3)],
  ['claude-3-5-haiku', withPaidWrites(0.8, 4, 0.08)],
  ['claude-3-opus', withPaidWrites(15, 75, 1.5)],
  ['claude-3-haiku', withPaidWrites(0.25, 1.25, 0.03)],
  ['gpt-5.6', withPaidWrites(5, 30, 0.5)],
  ['gpt-5.6-terra', withPaidWrites(2.5, 15, 0.25)],
  ['gpt-5.6-luna', withPaidWrites(1, 6, 0.1)],
  ['gpt-5.5', withFreeWrites(5, 30, 0.5)],
  ['gpt-5.5-pro', withFreeWrites(30, 180, 3)],
  ['gpt-5.4', withFreeWrites(2.5, 15, 0.25)],
  ['gpt-5.4-mini', withFreeWrites(0.75, 4.5, 0.075)],
  ['gpt-5.4-nano', withFreeWrites(0.2, 1.25, 0.02)],
  ['gpt-5.4-pro', withFreeWrites(30, 180, 3)],
  ['gpt-5.3', withFreeWrites(1.75, 14, 0.175)],
  ['gpt-5.2', withFreeWrites(1.75, 14, 0.175)],
  ['gpt-5.2-pro', withFreeWrites(21, 168, 21)],
  ['gpt-5.1', withFreeWrites(1.25, 10, 0.125)],
  ['gpt-5.1-codex-mini', withFreeWrites(0.25, 2, 0.025)],
  ['gpt-5', withFreeWrites(1.25, 10, 0.125)],
  ['gpt-5-mini', withFreeWrites(0.25, 2, 0.025)],
  ['gpt-5-nano', withFreeWrites(0.05, 0.4, 0.005)],
  ['gpt-5-pro', withFreeWrites(15, 120, 15)],
  ['gpt-4.1', withFreeWrites(2, 8, 0.5)],
  ['gpt-4.1-mini', withFreeWrites(0.4, 1.6, 0.1)],
  ['gpt-4.1-nano', withFreeWrites(0.1, 0.4, 0.025)],
  ['gpt-4o', withFreeWrites(2.5, 10, 1.25)],
  ['gpt-4o-mini', withFreeWrites(0.15, 0.6, 0.075)],
  ['o3', withFreeWrites(2, 8, 0.5)],
  ['o3-mini', withFreeWrites(1.1, 4.4, 0.55)],
  ['o3-pro', withFreeWrites(20, 80, 20)],
  ['o4-mini', withFreeWrites(1.1, 4.4, 0.275)],
  ['gemini-3.6-flash', withFreeWrites(1.5, 7.5, 0.15)],
  ['gemini-3.5-flash', withFreeWrites(1.5, 9, 0.15)],
  ['gemini-3.5-flash-lite', withFreeWrites(0.3, 2.5, 0.03)],
  ['gemini-3.1-pro', withFreeWrites(2, 12, 0.2)],
  ['gemini-3.1-flash-lite', withFreeWrites(0.25, 1.5, 0.025)],
  ['gemini-3-pro', withFreeWrites(2, 12, 0.2)],
  ['gemini-3-flash', withFreeWrites(0.5, 3, 0.05)],
  ['gemini-2.5-pro', withFreeWrites(1.25, 10, 0.125)],
  ['gemini-2.5-flash', withFreeWrites(0.3, 2.5, 0.03)],
  ['gemini-2.5-flash-lite', withFreeWrites(0.1, 0.4, 0.01)],
  ['gemini-2.0-flash', withFreeWrites(0.1, 0.4, 0.025)],
  ['gemini-2.0-flash-lite', withFreeWrites(0.075, 0.3, 0.01875)],
]);

const LONGEST_FIRST = [...PRICES].sort(([one], [other]) => other.length - one.length);

/**
 * What the tokens cost at list price, rounded to a micro-dollar.
 * @param model as the provider names it ("claude-sonnet-4-5-20250929"), also with a gateway's prefix ("openai/gpt-5").
 * @returns undefined for a model that the table does not know.
 */
export function costOf(usage: TokenUsage, model: string | undefined): MicroDollars | undefined {
  const price = model === undefined ? undefined : priceOf(model);
  if (!price) return undefined;
  const { inputTokens, outputTokens, cacheReadTokens = 0, cacheWriteTokens = 0 } = usage;
  const micros =
    inputTokens * price.input +
    outputTokens * price.output +
    cacheReadTokens * price.cacheRead +
    cacheWriteTokens * price.cacheWrite;
  return Math.round(micros / 1_000_000);
}

function priceOf(model: string): ModelPrice | undefined {
  const name = model
    .trim()
    .toLowerCase()
    .replace(/^.*\//, '')
    .replace(/^(?:[a-z]+\.)?anthropic\./, '');
  return LONGEST_FIRST.find(([prefix]) => beginsWith(name, prefix))?.[1];
}

/** A version goes on with a dot or a digit ("gpt-5.9" is no "gpt-5"), a variant with anything else. */
const beginsWith = (name: string, prefix: string): boolean =>
  name.startsWith(prefix) && !/^[a-z0-9.]/.test(name.slice(prefix.length));

function withPaidWrites(input: number, output: number, cacheRead: number): ModelPrice {
  return { ...withFreeWrites(input, output, cacheRead), cacheWrite: dollars(input * 1.25) };
}

function withFreeWrites(input: number, output: number, cacheRead: number): ModelPrice {
  return {
    input: dollars(input),
    output: dollars(output),
    cacheRead: dollars(cacheRead),
    cacheWrite: dollars(input),
  };
}
