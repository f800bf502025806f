import { monthOutlook } from '../../domain/analytics/month.ts';
import { addDays, dayIn } from '../../domain/budget/day.ts';
import type { ProjectDocument } from '../../store/models.ts';
import { authorizeMany } from '../authorization/authorize.ts';
import type { Caller } from '../caller.ts';
import type { Dependencies } from '../dependencies.ts';
import type { ForecastView } from '../schemas/analytics.ts';

/** What a month will come to. */
export class Forecasts {
  readonly #deps: Pick<Dependencies, 'store' | 'projects'>;

  constructor(deps: Pick<Dependencies, 'store' | 'projects'>) {
    this.#deps = deps;
  }

  /**
   * The calendar month under way: of one project where it is, or of all that the caller sees together, in UTC.
   * @throws NOT_FOUND, FORBIDDEN
   */
  async read(caller: Caller, project?: string): Promise<ForecastView> {
    const slugs = authorizeMany(caller, 'analytics.read', project);
    const { projects, store } = this.#deps;
    const found = project === undefined ? await store.projects.list(slugs) : [await projects.require(project)];
    const timeZone = (project !== undefined && found[0]?.timeZone) || 'UTC';
    const today = dayIn(timeZone, new Date());
    const totals = await store.costs.totalsBefore(
      found.map(({ _id }) => _id),
      addDays(today, 1),
    );
    const days = totals.map(({ day, total }) => ({ day, micros: total.micros }));
    const monthlyBudgetMicros = budgetOf(found);
    const { burnDown, ...outlook } = monthOutlook(days, today, monthlyBudgetMicros);
    return { ...(monthlyBudgetMicros !== undefined && { monthlyBudgetMicros }), ...outlook, burnDown: [...burnDown] };
  }
}

/** Together; none where one of them may spend what it likes. */
function budgetOf(projects: readonly ProjectDocument[]): number | undefined {
  const budgets = projects.flatMap(({ monthlyBudgetMicros }) => monthlyBudgetMicros ?? []);
  if (budgets.length === 0 || budgets.length < projects.length) return undefined;
  return budgets.reduce((sum, micros) => sum + micros, 0);
}
