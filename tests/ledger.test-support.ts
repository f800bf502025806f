import { addDays } from '../domain/budget/day.ts';
import { NO_COST, addCosts, type CostGroup, type CostTotal } from '../domain/analytics/costs.ts';
import { TASK_TYPES } from '../domain/task/vocabulary.ts';
import type { RunDocument } from '../store/documents/budget.ts';
import type { Store } from '../store/store.ts';
import { uniqueName } from './stack.test-support.ts';

/** A run that was reported on a day. */
export function finishedRun(projectId: string, day: string, more: Partial<RunDocument> = {}): RunDocument {
  return {
    _id: uniqueName('run'),
    projectId,
    status: 'FINISHED',
    day,
    reserved: { micros: 0, tokens: 0, seconds: 0 },
    usage: { inputTokens: 10, outputTokens: 2, costMicros: 1_000, costSource: 'BILLED' },
    startedAt: `${day}T12:00:00.000Z`,
    ...more,
  };
}

/** Writes runs as the ledger does: each day is told of its change after the run is there. */
export async function writeRuns(store: Store, runs: readonly RunDocument[]): Promise<void> {
  await Promise.all(runs.map((run) => store.ledger.insert(run)));
  const days = new Map(runs.map(({ projectId, day }) => [`${projectId}:${day}`, { projectId, day }]));
  for (const { projectId, day } of days.values()) await store.ledger.noteCostChange(projectId, day);
}

/** Runs of every kind over the days that end with `today`, also some that do not count, since nothing was reported. */
export function manyRuns(projectId: string, today: string, { days, count }: Record<'days' | 'count', number>) {
  return Array.from({ length: count }, (_, n): RunDocument => {
    // Every seventh day has no runs.
    const ago = (n * 5) % days;
    const day = addDays(today, ago % 7 === 6 ? -ago + 1 : -ago);
    const agent = n % 4 === 3 ? {} : { agentId: `agent-${n % 4}`, agentName: `Agent ${n % 4}` };
    const task = n % 5 === 4 ? {} : { taskId: `t${n % 9}`, taskKey: `T-${n % 9}`, taskType: TASK_TYPES[n % 3]! };
    const usage = {
      inputTokens: 100 + n,
      outputTokens: n % 50,
      costMicros: n % 6 === 0 ? 0 : n * 1_013,
      costSource: 'ESTIMATED' as const,
      ...(n % 3 === 0 && { model: `model-${n % 2}` }),
    };
    const started = n % 2 === 0 ? { model: 'asked-for' } : {};
    const run = finishedRun(projectId, day, { ...agent, ...task, ...started, usage });
    if (n % 11 === 10) return { ...run, status: 'RUNNING' };
    return n % 13 === 12 ? { ...run, status: 'REFUSED' } : run;
  });
}

/** The same runs added up one by one. */
export function foldOf(runs: readonly RunDocument[]): CostTotal {
  return runs
    .filter(({ status }) => status === 'FINISHED')
    .map(totalOf)
    .reduce(addCosts, NO_COST);
}

/** By what a run says of itself; runs that say nothing are left out where `of` answers undefined. */
export function groupsOf(
  runs: readonly RunDocument[],
  of: (run: RunDocument) => readonly [key: string, label: string] | undefined,
): CostGroup[] {
  const keys = new Map(runs.flatMap((run) => [of(run)].filter((entry) => entry !== undefined)));
  return [...keys]
    .map(([key, label]) => ({ key, label, ...foldOf(runs.filter((run) => of(run)?.[0] === key)) }))
    .filter(({ runs: counted }) => counted > 0)
    .toSorted((one, other) => other.micros - one.micros || (one.key < other.key ? -1 : 1));
}

const totalOf = ({ usage }: RunDocument): CostTotal => ({
  micros: usage?.costMicros ?? 0,
  inputTokens: usage?.inputTokens ?? 0,
  outputTokens: usage?.outputTokens ?? 0,
  runs: 1,
});
