import type { StandupCosts as Costs } from '../../../domain/standup/facts.ts';
import { burnInWords } from '../../../domain/standup/words.ts';
import { tokensInWords } from '../costs/amount-words.ts';
import { priceOf, tokensOf } from '../costs/cost-row.ts';
import { StandupSection } from './standup-list.tsx';

/** What the 24 hours cost, and how fast the project spends. */
export const StandupCosts = ({ costs }: { readonly costs: Costs }) => (
  <StandupSection title="Costs">
    <p className="tabular-nums">
      <span className="text-xl font-semibold">{priceOf(costs.last24Hours)}</span>{' '}
      <span className="text-xs text-ink-soft">
        in 24 hours · {tokensInWords(tokensOf(costs.last24Hours))} tokens · {costs.last24Hours.runs}{' '}
        {costs.last24Hours.runs === 1 ? 'run' : 'runs'}
      </span>
    </p>
    <ul className="mt-1.5 flex flex-col gap-0.5 text-[13px] text-ink-soft tabular-nums">
      {burnInWords(costs).map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  </StandupSection>
);
