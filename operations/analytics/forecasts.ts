import { burnDown, daysInMonthOf } from '../../domain/analytics/burn-down.ts';
import { forecast } from '../../domain/analytics/forecast.ts';
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
    const budget = monthlyBudgetMicros === undefined ? {} : { budgetMicros: monthlyBudgetMicros };
    const { projection, basis } = forecast(days, today, { ...budget, daysInPeriod: daysInMonthOf(today) });
    const series = burnDown(days, today, projection?.burnRateMicros);
    return {
      ...(monthlyBudgetMicros !== undefined && { monthlyBudgetMicros }),
      spentThisMonthMicros: series.findLast(({ day }) => day <= today)?.spentMicros ?? 0,
      ...(projection && {
        burnPerDayMicros: projection.burnRateMicros,
        projectedMonthMicros: projection.totalMicros,
        ...(projection.usedUpOn !== undefined && { usedUpOn: projection.usedUpOn }),
      }),
      basis,
      burnDown: series,
    };
  }
}
