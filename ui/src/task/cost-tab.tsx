import { useInfiniteQuery } from '@tanstack/react-query';
import { ReceiptText } from 'lucide-react';
import { formatDollars } from '../../../domain/money.ts';
import type { RunView } from '../../../operations/schemas/run.ts';
import type { TaskView } from '../../../operations/schemas/task.ts';
import { runsQuery } from '../api/queries.ts';
import { Bar } from '../controls/bar.tsx';
import { Empty } from '../controls/states.tsx';
import { Pages } from './pages.tsx';
import { RunTable } from './run-table.tsx';
import { Section } from './section.tsx';

const NEARLY = 80;

export default function CostTab({ task }: { readonly task: TaskView }) {
  const query = useInfiniteQuery(runsQuery(task.key));
  const runs = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <>
      <BudgetBar task={task} reserved={reservedBy(runs)} />
      <Pages
        query={query}
        empty={
          <Empty title="No model has worked on this yet" icon={<ReceiptText size={20} aria-hidden />}>
            <p>Every run appears here with its tokens and its price.</p>
          </Empty>
        }
      >
        {(items) => <RunTable runs={items} />}
      </Pages>
    </>
  );
}

/** What runs that have not reported yet may still cost. */
const reservedBy = (runs: readonly RunView[]): number =>
  runs
    .filter(({ status }) => status === 'RUNNING' || status === 'RESERVING')
    .reduce((sum, { reserved }) => sum + reserved.micros, 0);

interface BudgetBarProps {
  readonly task: TaskView;
  readonly reserved: number;
}

function BudgetBar({ task: { spending, budgetMicros }, reserved }: BudgetBarProps) {
  const { costMicros, inputTokens, outputTokens, runs } = spending;
  const percentOf = (micros: number) => (budgetMicros === 0 ? 0 : (micros / budgetMicros) * 100);
  const percent = percentOf(costMicros + reserved);
  const colour = percent >= 100 ? 'bg-bad' : percent >= NEARLY ? 'bg-warn' : 'bg-good';
  return (
    <Section title="Budget">
      <p className="flex items-baseline justify-between">
        <span className="text-xl font-semibold tabular-nums">{formatDollars(costMicros)}</span>
        <span className="text-[13px] text-ink-soft tabular-nums">
          {Math.round(percentOf(costMicros))} % of {formatDollars(budgetMicros)}
        </span>
      </p>
      <Bar label="Budget used" percent={percent} colour={colour} className="mt-1.5 h-2" />
      {reserved > 0 && (
        <p className="mt-1.5 text-[13px] text-ink-soft tabular-nums">
          {formatDollars(reserved)} more set aside for running work,{' '}
          {formatDollars(budgetMicros - costMicros - reserved)} left
        </p>
      )}
      <p className="mt-1.5 text-xs text-ink-faint tabular-nums">
        {inputTokens.toLocaleString('en')} tokens in, {outputTokens.toLocaleString('en')} out, in {runs}{' '}
        {runs === 1 ? 'run' : 'runs'}
      </p>
    </Section>
  );
}
