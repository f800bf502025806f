import { formatDollars } from '../../../domain/money.ts';
import type { RunView } from '../../../operations/schemas/run.ts';
import { tokensInWords } from './amount-words.ts';

/** What a run cost and who says so; a subscription has no price per run, and $0.00 would be a lie. */
export function RunPrice({ run: { status, usage, reserved } }: { readonly run: RunView }) {
  if (status === 'REFUSED') return <span className="text-bad">refused</span>;
  if (!usage) {
    return (
      <span className="whitespace-nowrap text-ink-soft" title="Set aside until the run reports what it used">
        {formatDollars(reserved.micros)} <span className="text-xs text-ink-faint">reserved</span>
      </span>
    );
  }
  if (usage.costSource === 'SUBSCRIPTION') return <span>subscription</span>;
  return (
    <span className="whitespace-nowrap">
      {formatDollars(usage.costMicros ?? 0)}{' '}
      <span className="text-xs text-ink-faint">{(usage.costSource ?? 'ESTIMATED').toLowerCase()}</span>
    </span>
  );
}

/** "182K in, 13K out, 1.2M cached" */
export function RunTokens({ run: { usage } }: { readonly run: RunView }) {
  if (!usage) return <>no tokens reported yet</>;
  const cached = (usage.cacheReadTokens ?? 0) + (usage.cacheWriteTokens ?? 0);
  return (
    <>
      {tokensInWords(usage.inputTokens)} in, {tokensInWords(usage.outputTokens)} out
      {cached > 0 && `, ${tokensInWords(cached)} cached`}
    </>
  );
}
