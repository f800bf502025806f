import {
  bottlenecksOf,
  cycleSeconds,
  durationsOf,
  leadSeconds,
  throughputOf,
  type Waiting,
} from '../../domain/analytics/flow.ts';
import { addDays, dayBounds, dayIn } from '../../domain/budget/day.ts';
import { isFinal, TASK_STATUSES, TASK_TYPES } from '../../domain/task/vocabulary.ts';
import { authorizeMany } from '../authorization/authorize.ts';
import type { Caller } from '../caller.ts';
import type { Dependencies } from '../dependencies.ts';
import type { FlowView } from '../schemas/analytics.ts';

/** Days that flow is about, today included. */
const DAYS = 30;

/** Tasks, and stays, that are looked at: of a project with more in 30 days, the newest, and `since` says from when. */
const FLOW_ROWS = 20_000;

/** How long work takes in a project, and where it waits. */
export class Flow {
  readonly #deps: Pick<Dependencies, 'store' | 'projects'>;
  readonly #rows: number;

  constructor(deps: Pick<Dependencies, 'store' | 'projects'>, rows = FLOW_ROWS) {
    this.#deps = deps;
    this.#rows = rows;
  }

  /**
   * Of what ended in the last 30 days: of one project in its time zone, or of all that the caller sees, in UTC.
   * @throws NOT_FOUND, FORBIDDEN
   */
  async read(caller: Caller, project?: string): Promise<FlowView> {
    const slugs = authorizeMany(caller, 'analytics.read', project);
    const { projects, store } = this.#deps;
    const found = project === undefined ? await store.projects.list(slugs) : [await projects.require(project)];
    const timeZone = (project !== undefined && found[0]?.timeZone) || 'UTC';
    const now = new Date().toISOString();
    const today = dayIn(timeZone, now);
    const { from } = dayBounds(timeZone, addDays(today, 1 - DAYS));
    const { flow, tasks: board } = store;
    const ids = found.map(({ _id }) => _id);
    const filter = { projects: ids, since: from, limit: this.#rows };
    const [ended, left, ...waits] = await Promise.all([
      flow.endedWork(filter),
      flow.stays(filter),
      ...ids.map(async (id) => flow.waiting(id, await board.counts(id))),
    ]);
    const waiting = together(waits);
    const since = this.#knownSince(
      from,
      ended.map(({ completedAt }) => completedAt),
      left.map(({ leftAt }) => leftAt),
    );
    const tasks = ended.filter(({ completedAt }) => completedAt >= since);
    const stays = left.filter(({ leftAt }) => leftAt >= since);
    return {
      since,
      cycleTime: durationsOf(cycleSeconds(tasks)),
      leadTime: durationsOf(leadSeconds(tasks)),
      byType: TASK_TYPES.map((type) => ({
        type,
        ...durationsOf(cycleSeconds(tasks.filter((task) => task.type === type))),
      })).filter(({ count }) => count > 0),
      throughput: throughputOf(tasks, daysSince(timeZone, since, today)),
      bottlenecks: bottlenecksOf(stays, waiting, now),
    };
  }

  /** From when on everything is known: where there are more rows than are looked at, since the oldest that was. */
  #knownSince(from: string, ...times: readonly (readonly string[])[]): string {
    return times.reduce((since, newestFirst) => {
      const oldest = newestFirst[this.#rows - 1];
      return oldest !== undefined && oldest > since ? oldest : since;
    }, from);
  }
}

/** What waits in several projects, status by status. */
const together = (projects: readonly (readonly Waiting[])[]): Waiting[] =>
  TASK_STATUSES.filter((status) => !isFinal(status)).map((status) => {
    const all = projects.flat().filter((waiting) => waiting.status === status);
    const [since] = all.flatMap((waiting) => waiting.since ?? []).sort();
    return { status, count: all.reduce((sum, { count }) => sum + count, 0), ...(since !== undefined && { since }) };
  });

/** The days of a zone that begin at `since` or later. */
function daysSince(timeZone: string, since: string, today: string): { day: string; from: string; until: string }[] {
  return Array.from({ length: DAYS }, (_, index) => addDays(today, 1 - DAYS + index))
    .map((day) => ({ day, ...dayBounds(timeZone, day) }))
    .filter(({ from }) => from >= since);
}
