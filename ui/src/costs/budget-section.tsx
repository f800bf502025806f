import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { budgetsQuery } from '../agents/agent-queries.ts';
import { usesOf, withGranted } from '../agents/day-account.ts';
import { DayUse } from '../agents/day-use.tsx';
import { Failure, Skeleton } from '../controls/states.tsx';

/** What every agent may still spend today. */
export function BudgetSection({ slug }: { readonly slug: string }) {
  const budgets = useQuery(budgetsQuery(slug));
  const days = (budgets.data?.items ?? [])
    .filter(({ kind }) => kind === 'AGENT_DAY')
    .toSorted((one, other) => other.usedShare - one.usedShare);
  return (
    <section aria-label="Budgets today" className="rounded-lg border border-line bg-surface p-3.5 shadow-card">
      <h2 className="mb-2 text-[13px] font-semibold">Budgets of agents today</h2>
      {budgets.error && !budgets.data && <Failure error={budgets.error} onRetry={() => void budgets.refetch()} />}
      {budgets.isPending && <Skeleton className="h-24" />}
      {budgets.isSuccess && days.length === 0 && (
        <p className="text-[13px] text-ink-faint">No agents are registered in this project.</p>
      )}
      <ul className="grid grid-cols-2 gap-x-8 gap-y-3 max-md:grid-cols-1">
        {days.map((budget) => (
          <li key={budget.id}>
            <p className="mb-1 flex items-baseline gap-2 text-[13px]">
              <Link
                to="/projects/$project/agents/$agent"
                params={{ project: slug, agent: budget.id }}
                className="min-w-0 flex-1 truncate hover:underline"
              >
                {budget.name}
              </Link>
              <span className="text-xs text-ink-soft tabular-nums">{Math.round(budget.usedShare * 100)} %</span>
            </p>
            <DayUse
              name={budget.name}
              uses={usesOf({ spent: budget.settled, reserved: budget.reserved, limit: withGranted(budget) })}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
