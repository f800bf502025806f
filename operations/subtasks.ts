import { GREATEST_DEPTH } from '../domain/subtask/limits.ts';
import type { LinkedTask } from '../store/family.ts';
import type { Caller } from './caller.ts';
import type { Dependencies } from './dependencies.ts';
import { ancestorsFrom } from './family.ts';
import type { Subtasks as SubtasksView } from './schemas/task.ts';
import type { TaskLookup } from './task-lookup.ts';

/** What is shown of the tasks around one. */
const SHOWN_AT_MOST = 200;
/** What is added up of the tasks below one, for each generation. */
const COUNTED_AT_MOST = 1_000;

/** Which tasks belong to which, and which wait for which. */
export class Subtasks {
  readonly #deps: Dependencies;
  readonly #lookup: TaskLookup;

  constructor(deps: Dependencies, lookup: TaskLookup) {
    this.#deps = deps;
    this.#lookup = lookup;
  }

  /** @throws NOT_FOUND */
  async of(caller: Caller, key: string): Promise<SubtasksView> {
    const { projectId } = await this.#lookup.authorized(caller, 'tasks.read', key);
    const { family } = this.#deps.store;
    const { parent, dependsOn, spending } = await this.#lookup.state(key);
    const [items, costBelow, above, found, dependents] = await Promise.all([
      family.cardsBelow(projectId, key, SHOWN_AT_MOST),
      this.#costBelow(projectId, key),
      ancestorsFrom(family, projectId, parent),
      family.byKeys(projectId, dependsOn),
      family.waitingFor(projectId, key, SHOWN_AT_MOST),
    ]);
    const dependencies = dependsOn.map((one) => found.get(one)).filter((task) => task !== undefined);
    return {
      items: items as SubtasksView['items'],
      ownCostMicros: spending.costMicros,
      totalCostMicros: spending.costMicros + costBelow,
      ancestors: above.toReversed().map(inBrief),
      dependencies: dependencies.map(inBrief),
      dependents: dependents.map(inBrief),
    };
  }

  /** In micro-dollars, what all tasks below one have cost. */
  async #costBelow(projectId: string, key: string): Promise<number> {
    let costMicros = 0;
    let keys: readonly string[] = [key];
    for (let depth = 0; keys.length > 0 && depth <= GREATEST_DEPTH; depth++) {
      const children = await this.#deps.store.family.below(projectId, keys, COUNTED_AT_MOST);
      costMicros += children.reduce((sum, child) => sum + child.costMicros, 0);
      keys = children.map((child) => child.key);
    }
    return costMicros;
  }
}

const inBrief = ({ key, title, status }: LinkedTask) => ({ key, title, status });
