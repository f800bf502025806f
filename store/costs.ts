import type { CostGroup, CostTotal } from '../domain/analytics/costs.ts';
import type { CostDayDocument } from './documents/budget.ts';
import type { Models } from './models.ts';
import { rollUpPipeline, rolledUpFrom, type RollUpFacets } from './cost-roll-up.ts';

/** Days that are added up at the same time when many have changed: the engine has other readers. */
const ROLLED_UP_AT_ONCE = 4;

/** What one day of a project cost. */
export interface CostDayTotal {
  readonly projectId: string;
  readonly day: string;
  readonly total: CostTotal;
}

export interface CostDay extends CostDayTotal {
  readonly byAgent: readonly CostGroup[];
  readonly byModel: readonly CostGroup[];
  readonly byType: readonly CostGroup[];
  readonly byTask: readonly CostGroup[];
}

type RollUp = NonNullable<CostDayDocument['rolledUp']>;

/**
 * The ledger by days. Each day with runs has a document, whose version the ledger raises after every change of one of
 * them; what the runs add up to is kept beside the version it was made at, and made anew once that has moved on. So
 * reading costs what the days are, not what the runs are.
 */
export class CostStore {
  readonly #models: Models;

  constructor(models: Models) {
    this.#models = models;
  }

  /** The days of some projects from `from` on (all of them for ''), each project's oldest first. Days without runs are left out. */
  async days(projects: readonly string[], from: string): Promise<CostDay[]> {
    const documents = await this.#find(projects, { $gte: from }, {});
    return inTurns(documents, async (document) => {
      const { projectId, day } = document;
      return { projectId, day, ...(await this.#current(document)) };
    });
  }

  /** The same without groups, of the days before `before`. */
  async totalsBefore(projects: readonly string[], before: string): Promise<CostDayTotal[]> {
    const documents = await this.#find(projects, { $lt: before }, { 'rolledUp.version': 1, 'rolledUp.total': 1 });
    return inTurns(documents, async (document) => {
      const { projectId, day } = document;
      return { projectId, day, total: (await this.#current(document)).total };
    });
  }

  async #find(projects: readonly string[], day: object, parts: object): Promise<CostDayDocument[]> {
    const projection = Object.keys(parts).length > 0 ? { projectId: 1, day: 1, version: 1, ...parts } : {};
    const projectId = projects.length === 1 ? projects[0] : { $in: [...projects] };
    const found = this.#models.costDays.find({ projectId, day } as never, projection).sort({ projectId: 1, day: 1 });
    return (await found.lean()) as unknown as CostDayDocument[];
  }

  #current({ rolledUp, ...document }: CostDayDocument): RollUp | Promise<RollUp> {
    return rolledUp?.version === document.version ? rolledUp : this.#rollUp(document);
  }

  /**
   * The version is that of before the runs were read, and is stored only where it is still that: a run that changed
   * meanwhile has raised it, or will, and the next reader adds up again.
   */
  async #rollUp({ _id, projectId, day, version }: Omit<CostDayDocument, 'rolledUp'>): Promise<RollUp> {
    const [facets] = await this.#models.runs.aggregate<RollUpFacets>(rollUpPipeline(projectId, day));
    const rolledUp: RollUp = { version, ...rolledUpFrom(facets) };
    await this.#models.costDays.collection.updateOne({ _id, version } as never, { $set: { rolledUp } });
    return rolledUp;
  }
}

/** All results in the order of the items, a few items at a time. */
async function inTurns<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  const remaining = items.entries();
  const takeTurns = async () => {
    for (const [index, item] of remaining) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: ROLLED_UP_AT_ONCE }, takeTurns));
  return results;
}
