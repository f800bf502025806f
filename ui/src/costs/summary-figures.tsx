import type { CostsView } from '../../../operations/schemas/analytics.ts';
import { tokensInWords } from './amount-words.ts';
import { isUnpriced, priceOf, tokensOf, type CostTotal } from './cost-row.ts';

/** The four figures that everything else explains. */
export const SummaryFigures = ({ summary }: { readonly summary: CostsView['summary'] }) => (
  <dl className="grid grid-cols-4 gap-3 max-md:grid-cols-2 max-md:gap-2">
    <Figure name="Today" total={summary.today} />
    <Figure name="Last 7 days" total={summary.last7Days} />
    <Figure name="Last 30 days" total={summary.last30Days} />
    <Figure name="All time" total={summary.all} />
  </dl>
);

const Figure = ({ name, total }: { readonly name: string; readonly total: CostTotal }) => (
  <div className="rounded-lg border border-line bg-surface px-3.5 py-2.5 shadow-card">
    <dt className="text-xs text-ink-faint">{name}</dt>
    <dd className="tabular-nums">
      <span className="block text-xl font-semibold">{priceOf(total)}</span>
      <span className="block text-xs text-ink-soft" title={titleOf(total)}>
        {tokensInWords(tokensOf(total))} tokens · {total.runs} {total.runs === 1 ? 'run' : 'runs'}
      </span>
    </dd>
  </div>
);

const titleOf = (total: CostTotal): string =>
  `${total.inputTokens.toLocaleString('en')} tokens in, ${total.outputTokens.toLocaleString('en')} out${
    isUnpriced(total) ? '; on a subscription, or of a model without a known price' : ''
  }`;
