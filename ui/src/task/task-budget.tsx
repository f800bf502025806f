import { useQuery } from '@tanstack/react-query';
import { formatDollars } from '../../../domain/money.ts';
import type { BudgetView } from '../../../operations/schemas/run.ts';
import type { TaskView } from '../../../operations/schemas/task.ts';
import { taskBudgetQuery } from '../api/queries.ts';
import { Bar } from '../controls/bar.tsx';
import { Failure, SkeletonLines } from '../controls/states.tsx';
import { tokensInWords } from '../costs/amount-words.ts';
import { Section } from './section.tsx';

const NEARLY = 80;

/** What a task may cost, what it has cost, and what running work may still cost. */
export function TaskBudget({ task }: { readonly task: TaskView }) {
  const budget = useQuery(taskBudgetQuery(task.key));
  return (
    <Section title="Budget">
      {budget.isPending && <SkeletonLines count={2} />}
      {budget.error && !budget.data && <Failure error={budget.error} onRetry={() => void budget.refetch()} />}
      {budget.data && <Account budget={budget.data} />}
    </Section>
  );
}

function Account({ budget: { limit, granted, settled, reserved } }: { readonly budget: BudgetView }) {
  const most = (limit.micros ?? 0) + granted.micros;
  const percentOf = (micros: number) => (most === 0 ? 0 : (micros / most) * 100);
  const percent = percentOf(settled.micros + reserved.micros);
  const colour = percent >= 100 ? 'bg-bad' : percent >= NEARLY ? 'bg-warn' : 'bg-good';
  return (
    <div className="tabular-nums">
      <p className="flex items-baseline justify-between">
        <span className="text-xl font-semibold">{formatDollars(settled.micros)}</span>
        <span className="text-[13px] text-ink-soft">
          {Math.round(percentOf(settled.micros))} % of {formatDollars(most)}
        </span>
      </p>
      <Bar label="Budget used" percent={percent} colour={colour} className="mt-1.5 h-2" />
      {reserved.micros > 0 && (
        <p className="mt-1.5 text-[13px] text-ink-soft">
          {formatDollars(reserved.micros)} more set aside for running work,{' '}
          {formatDollars(Math.max(0, most - settled.micros - reserved.micros))} left
        </p>
      )}
      <p className="mt-1.5 text-xs text-ink-faint">
        <span title={`${settled.tokens.toLocaleString('en')} tokens, cached ones included`}>
          {tokensInWords(settled.tokens)} tokens
        </span>
        {granted.micros > 0 && `; ${formatDollars(granted.micros)} of it granted beyond the budget`}
      </p>
    </div>
  );
}
