import { monthOutlook } from '../../domain/analytics/month.ts';
import { addDays, dayIn } from '../../domain/budget/day.ts';
import { authorize } from '../authorization/authorize.ts';
import type { Caller } from '../caller.ts';
import type { Dependencies } from '../dependencies.ts';
import type { ForecastView } from '../schemas/analytics.ts';

/** What a project's month will come to. */
export class Forecasts {
  readonly #deps: Pick<Dependencies, 'store' | 'projects'>;

  constructor(deps: Pick<Dependencies, 'store' | 'projects'>) {
    this.#deps = deps;
  }

  /** The calendar month under way where the project is. @throws NOT_FOUND, FORBIDDEN */
  async read(caller: Caller, slug: string): Promise<ForecastView> {
    authorize(caller, 'analytics.read', slug);
    const { timeZone, monthlyBudgetMicros } = await this.#deps.projects.require(slug);
    const today = dayIn(timeZone, new Date());
    const found = await this.#deps.store.costs.totalsBefore([slug], addDays(today, 1));
    const days = found.map(({ day, total }) => ({ day, micros: total.micros }));
    const { burnDown, ...outlook } = monthOutlook(days, today, monthlyBudgetMicros);
    return { ...(monthlyBudgetMicros !== undefined && { monthlyBudgetMicros }), ...outlook, burnDown: [...burnDown] };
  }
}
