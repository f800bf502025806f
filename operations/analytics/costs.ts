import { mergeCostGroups, NO_COST, addCosts, sumOfCosts, type CostTotal } from '../../domain/analytics/costs.ts';
import { addDays, dayIn } from '../../domain/budget/day.ts';
import type { CostDay, CostDayTotal } from '../../store/costs.ts';
import type { CostRollUp } from '../../store/documents/budget.ts';
import { authorizeMany } from '../authorization/authorize.ts';
import type { Caller } from '../caller.ts';
import type { Dependencies } from '../dependencies.ts';
import type { CostsQuery, CostsView } from '../schemas/analytics.ts';

/** Days of a period, today included; undefined for all there are. */
const DAYS_OF: Readonly<Record<CostsQuery['period'], number | undefined>> = {
  today: 1,
  '7d': 7,
  '30d': 30,
  all: undefined,
};

/** Today in each of some projects, by slug. */
type Todays = ReadonlyMap<string, string>;

/** What the runs of the ledger cost. */
export class Costs {
  readonly #deps: Pick<Dependencies, 'store' | 'projects'>;

  constructor(deps: Pick<Dependencies, 'store' | 'projects'>) {
    this.#deps = deps;
  }

  /** Of one project or of all that the caller sees, each by its own days. @throws NOT_FOUND, FORBIDDEN */
  async read(caller: Caller, { project, period }: CostsQuery): Promise<CostsView> {
    const todays = await this.#todays(caller, project);
    const slugs = [...todays.keys()];
    const from = [...todays.values()].reduce((first, today) => earlier(first, firstInFull(period, today)), LAST_DAY);
    const { costs } = this.#deps.store;
    const [days, before] = await Promise.all([costs.days(slugs, from), costs.totalsBefore(slugs, from)]);
    const months = period === 'all' ? await costs.months(before) : [];
    return costsView(period, todays, { days, before, months });
  }

  async #todays(caller: Caller, project: string | undefined): Promise<Todays> {
    const slugs = authorizeMany(caller, 'analytics.read', project);
    const { projects, store } = this.#deps;
    const found = project === undefined ? await store.projects.list(slugs) : [await projects.require(project)];
    const now = new Date();
    return new Map(found.map(({ _id: slug, timeZone }) => [slug, dayIn(timeZone, now)]));
  }
}

interface Found {
  /** The latest days, with their groups. */
  readonly days: readonly CostDay[];
  /** All days before those. */
  readonly before: readonly CostDayTotal[];
  /** The groups of the days before, where the period has them. */
  readonly months: readonly CostRollUp[];
}

function costsView(period: CostsQuery['period'], todays: Todays, { days, before, months }: Found): CostsView {
  const all = [...before, ...days];
  const since = (of: CostsQuery['period']): CostTotal => sumOfCosts(within(all, of, todays).map(({ total }) => total));
  const shown = [...months, ...within(days, period, todays)];
  return {
    period,
    total: since(period),
    summary: { today: since('today'), last7Days: since('7d'), last30Days: since('30d'), all: since('all') },
    byDay: everyDay(period, todays, within(all, period, todays)),
    byAgent: mergeCostGroups(shown.flatMap(({ byAgent }) => byAgent)),
    byModel: mergeCostGroups(shown.flatMap(({ byModel }) => byModel)),
    byType: mergeCostGroups(shown.flatMap(({ byType }) => byType)),
    byTask: mergeCostGroups(shown.flatMap(({ byTask }) => byTask)).slice(0, TASKS_SHOWN),
  };
}

const TASKS_SHOWN = 100;
const LAST_DAY = '9999-12-31';

const earlier = (one: string, other: string): string => (one < other ? one : other);
const later = (one: string, other: string): string => (one > other ? one : other);

/** The first day of a period that ends with `today`; before every day for all of them. */
function firstDay(period: CostsQuery['period'], today: string): string {
  const count = DAYS_OF[period];
  return count === undefined ? '' : addDays(today, 1 - count);
}

/** The first day whose groups are read by themselves: of all there are, months are read up to the last one. */
const firstInFull = (period: CostsQuery['period'], today: string): string =>
  period === 'all' ? `${today.slice(0, 7)}-01` : firstDay(period, today);

/** A project that has moved west may have runs on a day that is still to come: they belong to today. */
const within = <Day extends CostDayTotal>(days: readonly Day[], period: CostsQuery['period'], todays: Todays): Day[] =>
  days.filter(({ projectId, day }) => day >= firstDay(period, todays.get(projectId) ?? LAST_DAY));

/** Every day of the period, also those without costs. */
function everyDay(
  period: CostsQuery['period'],
  todays: Todays,
  days: readonly CostDayTotal[],
): (CostTotal & { day: string })[] {
  const totals = new Map<string, CostTotal>();
  for (const { day, total } of days) totals.set(day, addCosts(totals.get(day) ?? NO_COST, total));
  const known = [...totals.keys(), ...todays.values()];
  const first = [...known, ...[...todays.values()].map((today) => firstDay(period, today))]
    .filter((day) => day !== '')
    .reduce(earlier, LAST_DAY);
  const list: (CostTotal & { day: string })[] = [];
  for (let day = first, last = known.reduce(later, ''); day <= last; day = addDays(day, 1)) {
    list.push({ day, ...(totals.get(day) ?? NO_COST) });
  }
  return list;
}
