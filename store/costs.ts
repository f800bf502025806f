import type { CostTotal } from '../domain/analytics/costs.ts';
import { isDuplicateKey } from './connection.ts';
import { mergeRollUps, rollUpPipeline, rolledUpFrom, type RollUpFacets } from './cost-roll-up.ts';
import type { CostDayDocument, CostRollUp } from './documents/budget.ts';
import type { Models } from './models.ts';

/** Days or months that are added up at the same time when many have changed: the engine has other readers. */
const ADDED_UP_AT_ONCE = 4;

/** What one day of a project cost. */
export interface CostDayTotal {
  readonly projectId: string;
  readonly day: string;
  /** Raised after each change of a run of the day. */
  readonly version: number;
  readonly total: CostTotal;
}

export type CostDay = CostDayTotal & CostRollUp;

/**
 * The ledger by days. Each day with runs has a document, whose version the ledger raises after every change of one of
 * them; what the runs add up to is kept beside the version it was made at, and made anew once that has moved on. So
 * reading costs what the days are, not what the runs are; and of years, what the months are.
 */
export class CostStore {
  readonly #models: Models;

  constructor(models: Models) {
    this.#models = models;
  }

  /** The days of some projects from `from` on (all of them for ''), each project's oldest first, without empty ones. */
  days(projects: readonly string[], from: string): Promise<CostDay[]> {
    return this.#days(projects, { $gte: from });
  }

  /** The same without groups, of the days before `before`. */
  async totalsBefore(projects: readonly string[], before: string): Promise<CostDayTotal[]> {
    const documents = await this.#find(projects, { $lt: before }, { 'rolledUp.version': 1, 'rolledUp.total': 1 });
    return inTurns(documents, async (document) => {
      const { projectId, day } = document;
      const { version, total } = await this.#current(document);
      return { projectId, day, version, total };
    });
  }

  /** Whole months, each project's oldest first. @param totals every day that those months have. */
  async months(totals: readonly CostDayTotal[]): Promise<CostRollUp[]> {
    const versions = new Map<string, number>();
    for (const { projectId, day, version } of totals) {
      const id = `${projectId}:${day.slice(0, 7)}`;
      versions.set(id, (versions.get(id) ?? 0) + version);
    }
    if (versions.size === 0) return [];
    const found = await this.#models.costMonths.find({ _id: { $in: [...versions.keys()] } }).lean();
    const known = new Map(found.map((month) => [month._id, month]));
    return inTurns([...versions], async ([id, version]) => {
      const month = known.get(id);
      return month?.version === version ? month : this.#addUpMonth(id);
    });
  }

  async #days(projects: readonly string[], range: object): Promise<CostDay[]> {
    const documents = await this.#find(projects, range, {});
    return inTurns(documents, async (document) => {
      const { projectId, day } = document;
      return { projectId, day, ...(await this.#current(document)) };
    });
  }

  async #find(projects: readonly string[], day: object, parts: object): Promise<CostDayDocument[]> {
    const projection = Object.keys(parts).length > 0 ? { projectId: 1, day: 1, version: 1, ...parts } : {};
    const projectId = projects.length === 1 ? projects[0] : { $in: [...projects] };
    const found = this.#models.costDays.find({ projectId, day } as never, projection).sort({ projectId: 1, day: 1 });
    return (await found.lean()) as unknown as CostDayDocument[];
  }

  async #current(document: CostDayDocument): Promise<CostRollUp & { version: number }> {
    const { rolledUp, version } = document;
    return rolledUp?.version === version ? rolledUp : this.#addUpDay(document);
  }

  /**
   * The version is that of before the runs were read, and is stored only where it is still that: a run that changed
   * meanwhile has raised it, or will, and the next reader adds up again.
   */
  async #addUpDay({ _id, projectId, day, version }: CostDayDocument): Promise<CostRollUp & { version: number }> {
    const [facets] = await this.#models.runs.aggregate<RollUpFacets>(rollUpPipeline(projectId, day));
    const rolledUp = { version, ...rolledUpFrom(facets) };
    await this.#models.costDays.collection.updateOne({ _id, version } as never, { $set: { rolledUp } });
    return rolledUp;
  }

  /** The version is that of the very days that were added up: where one has moved on meanwhile, the sum is another. */
  async #addUpMonth(id: string): Promise<CostRollUp> {
    const [projectId = '', month = ''] = id.split(':');
    const days = await this.#days([projectId], { $gte: `${month}-01`, $lte: `${month}-31` });
    const version = days.reduce((sum, day) => sum + day.version, 0);
    const added = mergeRollUps(days);
    try {
      const $set = { version, ...added };
      await this.#models.costMonths.collection.updateOne({ _id: id } as never, { $set }, { upsert: true });
    } catch (error) {
      // Another reader stored the month in the same moment: what it stored is known by its version as well.
      if (!isDuplicateKey(error)) throw error;
    }
    return added;
  }
}

/** All results in the order of the items, a few items at a time. */
async function inTurns<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  const remaining = items.entries();
  const takeTurns = async () => {
    for (const [index, item] of remaining) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: ADDED_UP_AT_ONCE }, takeTurns));
  return results;
}
