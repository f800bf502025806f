import { useInfiniteQuery } from '@tanstack/react-query';
import { ReceiptText } from 'lucide-react';
import { formatDollars } from '../../../domain/money.ts';
import type { RunView } from '../../../operations/schemas/execution.ts';
import type { TaskView } from '../../../operations/schemas/task.ts';
import { runsQuery } from '../api/queries.ts';
import { Bar } from '../controls/bar.tsx';
import { Empty } from '../controls/states.tsx';
import { Ago } from '../controls/time.tsx';
import { Pages } from './pages.tsx';
import { Section } from './section.tsx';

const NEARLY = 80;

export default function CostTab({ task }: { readonly task: TaskView }) {
  const query = useInfiniteQuery(runsQuery(task.key));
  return (
    <>
      <BudgetBar task={task} />
      <Pages
        query={query}
        empty={
          <Empty title="No model has worked on this yet" icon={<ReceiptText size={20} aria-hidden />}>
            <p>Every run appears here with its tokens and its price.</p>
          </Empty>
        }
      >
        {(runs) => <RunTable runs={runs} />}
      </Pages>
    </>
  );
}

function BudgetBar({ task: { spending, budgetMicros } }: { readonly task: TaskView }) {
  const { costMicros, inputTokens, outputTokens, runs } = spending;
  const percent = budgetMicros === 0 ? 0 : (costMicros / budgetMicros) * 100;
  const colour = percent >= 100 ? 'bg-bad' : percent >= NEARLY ? 'bg-warn' : 'bg-good';
  return (
    <Section title="Budget">
      <p className="flex items-baseline justify-between">
        <span className="text-xl font-semibold tabular-nums">{formatDollars(costMicros)}</span>
        <span className="text-[13px] text-ink-soft tabular-nums">
          {Math.round(percent)} % of {formatDollars(budgetMicros)}
        </span>
      </p>
      <Bar label="Budget used" percent={percent} colour={colour} className="mt-1.5 h-2" />
      <p className="mt-1.5 text-xs text-ink-faint tabular-nums">
        {inputTokens.toLocaleString('en')} tokens in, {outputTokens.toLocaleString('en')} out, in {runs}{' '}
        {runs === 1 ? 'run' : 'runs'}
      </p>
    </Section>
  );
}

const RunTable = ({ runs }: { readonly runs: readonly RunView[] }) => (
  <section aria-label="Runs" tabIndex={0} className="overflow-x-auto px-4 py-3">
    <table className="w-full text-[13px] tabular-nums">
      <caption className="sr-only">Runs</caption>
      <thead>
        <tr className="text-left text-xs text-ink-faint [&>th]:pb-1.5 [&>th]:font-medium">
          <th scope="col">Run</th>
          <th scope="col">Model</th>
          <th scope="col" className="text-right">
            In
          </th>
          <th scope="col" className="text-right">
            Out
          </th>
          <th scope="col" className="pl-4 text-right">
            Cost
          </th>
          <th scope="col" className="pl-4 text-right">
            When
          </th>
        </tr>
      </thead>
      <tbody>
        {runs.map(({ id, executionId, usage, at }) => (
          <tr key={id} className="border-t border-line [&>td]:py-1.5">
            <td className="font-mono text-xs" title={executionId}>
              {id}
            </td>
            <td className="max-w-32 truncate">{usage.model ?? '–'}</td>
            <td className="text-right">{usage.inputTokens.toLocaleString('en')}</td>
            <td className="text-right">{usage.outputTokens.toLocaleString('en')}</td>
            <td className="pl-4 text-right whitespace-nowrap">
              <Price usage={usage} />
            </td>
            <td className="pl-4 text-right text-xs whitespace-nowrap text-ink-faint">
              <Ago at={at} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);

/** A subscription has no price per run, and $0.00 would be a lie. */
const Price = ({ usage: { costMicros, costSource } }: { readonly usage: RunView['usage'] }) =>
  costSource === 'SUBSCRIPTION' ? (
    'subscription'
  ) : (
    <>
      {formatDollars(costMicros)} <span className="text-xs text-ink-faint">{costSource.toLowerCase()}</span>
    </>
  );
