import { recordsOf } from '../../domain/analytics/performance.ts';
import type { TaskType } from '../../domain/task/vocabulary.ts';
import { failuresKey } from '../../store/flow.ts';
import { authorize } from '../authorization/authorize.ts';
import type { Caller } from '../caller.ts';
import type { Dependencies } from '../dependencies.ts';
import type { PerformanceView } from '../schemas/analytics.ts';

const DAYS = 90;

/** Tasks of a project that records are made from: the newest of the last 90 days. */
const ROWS = 20_000;
/** And those of one type for a recommendation, which somebody waits for. */
const ROWS_FOR_RATES = 2_000;

/** How agents did. */
export class Performance {
  readonly #deps: Pick<Dependencies, 'store' | 'projects'>;

  constructor(deps: Pick<Dependencies, 'store' | 'projects'>) {
    this.#deps = deps;
  }

  /** Every agent's record by type of task, under the agents' present names. @throws NOT_FOUND, FORBIDDEN */
  async read(caller: Caller, slug: string): Promise<PerformanceView> {
    authorize(caller, 'analytics.read', slug);
    await this.#deps.projects.require(slug);
    const { store } = this.#deps;
    const since = daysAgo(DAYS);
    const [work, failures, agents] = await Promise.all([
      store.flow.endedWork({ projectId: slug, since, limit: ROWS }),
      store.flow.failedExecutions(slug, since),
      store.agents.ofProject(slug),
    ]);
    const names = new Map(agents.map(({ _id, name }) => [_id, name]));
    const named = work.map((task) => ({
      ...task,
      agents: task.agents.map(({ id, name }) => ({ id, name: names.get(id) ?? name })),
    }));
    const items = recordsOf(named).map((record) => ({
      ...record,
      executionsFailed: failures.get(failuresKey(record.agent.id, record.type)) ?? 0,
    }));
    return { items };
  }

  /**
   * The share of DONE among the finished tasks of a type, by agent id; agents with fewer than three are left out. For
   * other operations: who may see it is not checked.
   */
  async successRates(projectId: string, type: TaskType): Promise<ReadonlyMap<string, number>> {
    const filter = { projectId, type, since: daysAgo(DAYS), limit: ROWS_FOR_RATES };
    const records = recordsOf(await this.#deps.store.flow.endedWork(filter));
    return new Map(
      records.flatMap(({ agent, successRate }) =>
        successRate === undefined ? [] : [[agent.id, successRate] as const],
      ),
    );
  }
}

const daysAgo = (days: number): string => new Date(Date.now() - days * 24 * 60 * 60 * 1000).toISOString();
