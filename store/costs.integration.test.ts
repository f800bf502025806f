import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import mongoose from 'mongoose';
import { sumOfCosts } from '../domain/analytics/costs.ts';
import { addDays } from '../domain/budget/day.ts';
import { finishedRun, foldOf, manyRuns, writeRuns } from '../tests/ledger.test-support.ts';
import { uniqueMongodbUri, uniqueName } from '../tests/stack.test-support.ts';
import { CostStore } from './costs.ts';
import type { RunDocument } from './documents/budget.ts';
import { createModels, type Models } from './models.ts';
import { createStore, type Store } from './store.ts';

const DAY = '2026-03-10';

let store: Store;
let models: Models;
let connection: mongoose.Connection;
let project: string;

beforeAll(async () => {
  const uri = uniqueMongodbUri();
  store = createStore(uri, 'test');
  await store.connect();
  connection = await mongoose.createConnection(uri).asPromise();
  models = createModels(connection);
});
beforeEach(() => void (project = uniqueName('project')));
afterAll(async () => {
  await connection.dropDatabase();
  await connection.close();
  await store.close();
});

const total = async (costs = store.costs) => (await costs.days([project], ''))[0]?.total;
const stored = async () => (await models.costDays.findOne({ _id: `${project}:${DAY}` }).lean())!;

/** Readers that hold back what they have read of the runs until `meanwhile` is done. */
function slowReader(meanwhile: () => Promise<void>): CostStore {
  const aggregate = async (...pipeline: Parameters<Models['runs']['aggregate']>) => {
    const found = await models.runs.aggregate(...pipeline);
    await meanwhile();
    return found;
  };
  return new CostStore({ ...models, runs: { aggregate } as unknown as Models['runs'] });
}

describe('a roll-up', () => {
  it('is made once, and used until the day is told of a change', async () => {
    const [first, second] = [finishedRun(project, DAY), finishedRun(project, DAY)];
    await writeRuns(store, [first]);
    expect(await total()).toEqual(foldOf([first]));
    expect((await stored()).rolledUp?.version).toBe((await stored()).version);
    await store.ledger.insert(second);
    expect(await total()).toEqual(foldOf([first]));
    await store.ledger.noteCostChange(project, DAY);
    expect(await total()).toEqual(foldOf([first, second]));
  });

  it('made while a run changed is not taken for fresh: the next reader has it right', async () => {
    const [first, second] = [finishedRun(project, DAY), finishedRun(project, DAY)];
    await writeRuns(store, [first]);
    await total(slowReader(() => writeRuns(store, [second])));
    const { version, rolledUp } = await stored();
    expect(rolledUp?.version).not.toBe(version);
    expect(await total()).toEqual(foldOf([first, second]));
  });

  it('does not replace one that was made later', async () => {
    const [first, second] = [finishedRun(project, DAY), finishedRun(project, DAY)];
    await writeRuns(store, [first]);
    const slow = slowReader(async () => {
      await writeRuns(store, [second]);
      expect(await total()).toEqual(foldOf([first, second]));
    });
    await total(slow);
    expect((await stored()).rolledUp?.total).toEqual(foldOf([first, second]));
    expect(await total()).toEqual(foldOf([first, second]));
  });

  it('that saw a run before its day was told is made again', async () => {
    const run = finishedRun(project, DAY);
    await writeRuns(store, [run]);
    const untold = finishedRun(project, DAY);
    await store.ledger.noteCostChange(project, DAY);
    await store.ledger.insert(untold);
    expect(await total()).toEqual(foldOf([run, untold]));
    await store.ledger.noteCostChange(project, DAY);
    expect((await stored()).rolledUp?.version).not.toBe((await stored()).version);
    expect(await total()).toEqual(foldOf([run, untold]));
  });

  it('is right in the end whatever writers and readers do at the same moment', async () => {
    const runs = Array.from({ length: 40 }, (_, n) => finishedRun(project, addDays(DAY, n % 3)));
    const writing = Promise.all(runs.map((run) => writeRuns(store, [run])));
    const reading = Promise.all(Array.from({ length: 40 }, () => store.costs.days([project], '')));
    await Promise.all([writing, reading]);
    const days = await store.costs.days([project], '');
    expect(days.map(({ day, total: found }) => [day, found])).toEqual(
      [0, 1, 2].map((n) => [addDays(DAY, n), foldOf(runs.filter(({ day }) => day === addDays(DAY, n)))]),
    );
    expect(await store.costs.days([project], '')).toEqual(days);
  });
});

describe('months', () => {
  /** The months before April 2026, as the page reads them. */
  const months = async () => store.costs.months(await store.costs.totalsBefore([project], '2026-04-01'));

  it('are their days added up, and kept', async () => {
    const runs = manyRuns(project, '2026-03-31', { days: 70, count: 200 });
    await writeRuns(store, runs);
    const found = await months();
    const ofMonth = (month: string) => runs.filter(({ day }) => day.startsWith(month));
    expect(found.map((one) => one.total)).toEqual(['2026-01', '2026-02', '2026-03'].map(ofMonth).map(foldOf));
    for (const one of found) expect(sumOfCosts(one.byAgent)).toEqual(one.total);
    const kept = await models.costMonths
      .find({ _id: { $regex: `^${project}:` } })
      .sort({ _id: 1 })
      .lean();
    expect(kept.map((month) => month.total)).toEqual(found.map((one) => one.total));
    expect((await months()).map((one) => one.byTask)).toEqual(found.map((one) => one.byTask));
  });

  it('are made anew once one of their days has changed, and for a day more', async () => {
    const runs = [finishedRun(project, '2026-02-28'), finishedRun(project, '2026-03-01')];
    await writeRuns(store, runs);
    await months();
    const late = [finishedRun(project, '2026-02-28'), finishedRun(project, '2026-03-31')];
    await writeRuns(store, late);
    expect((await months()).map((one) => one.total)).toEqual([
      foldOf([runs[0]!, late[0]!]),
      foldOf([runs[1]!, late[1]!]),
    ]);
  });

  it('are right in the end whatever writers and readers do at the same moment', async () => {
    const runs = Array.from({ length: 30 }, (_, n) => finishedRun(project, addDays('2026-02-20', n % 20)));
    await Promise.all([...runs.map((run) => writeRuns(store, [run])), ...Array.from({ length: 20 }, () => months())]);
    const found = await months();
    expect(sumOfCosts(found.map((one) => one.total))).toEqual(foldOf(runs));
    expect(sumOfCosts(found.flatMap((one) => one.byModel))).toEqual(foldOf(runs));
  });
});

describe('days', () => {
  it('come from the first asked for on, and the totals of those before it', async () => {
    const runs = manyRuns(project, DAY, { days: 20, count: 100 });
    await writeRuns(store, runs);
    await writeRuns(store, manyRuns(uniqueName('other'), DAY, { days: 20, count: 20 }));
    const from = addDays(DAY, -8);
    const [after, before] = await Promise.all([
      store.costs.days([project], from),
      store.costs.totalsBefore([project], from),
    ]);
    const daysOf = (wanted: (day: string) => boolean) =>
      [...new Set(runs.map(({ day }) => day).filter(wanted))].toSorted();
    const totalsOf = (days: string[]) => days.map((day) => [day, foldOf(runs.filter((run) => run.day === day))]);
    expect(after.map((one) => [one.day, one.total])).toEqual(totalsOf(daysOf((day) => day >= from)));
    expect(before.map((one) => [one.day, one.total])).toEqual(totalsOf(daysOf((day) => day < from)));
    expect(await store.costs.totalsBefore([project], from)).toEqual(before);
  });

  it('keep the 100 most expensive tasks, and all of the rest', async () => {
    const ofTask = (n: number): Partial<RunDocument> => ({
      taskId: `t${n}`,
      taskKey: `T-${n}`,
      usage: { inputTokens: 0, outputTokens: 0, costMicros: n, costSource: 'BILLED' },
    });
    const runs = Array.from({ length: 130 }, (_, n) => finishedRun(project, DAY, ofTask(n)));
    await writeRuns(store, runs);
    const [day] = await store.costs.days([project], DAY);
    expect(day?.byTask.map(({ key }) => key)).toEqual(Array.from({ length: 100 }, (_, n) => `T-${129 - n}`));
    expect(day?.total).toEqual(foldOf(runs));
  });

  it('of nobody and of a project without runs are none', async () => {
    expect(await store.costs.days([], '')).toEqual([]);
    expect(await store.costs.days([project], '')).toEqual([]);
  });
});
