import { setTimeout as sleep } from 'node:timers/promises';
import { dayIn } from '../../domain/budget/day.ts';
import { withDatabase } from '../../local/mongodb-uri.ts';
import { startServers, type Servers } from '../../local/servers.ts';
import type { CostsView } from '../../operations/schemas/analytics.ts';
import { startApi } from '../api-process.ts';
import { connectDriver, type Db } from '../database.ts';
import { absolute, note, ratio, type Figure } from '../figure.ts';
import { connectHttp, type HttpClient } from '../http-client.ts';
import { median } from '../statistics.ts';
import { withoutForeignServers, withTemporaryFolder } from '../temporary-stack.ts';
import { timed } from '../timing.ts';
import { countByAggregation } from './direct.ts';
import { insertRolledUpDays, insertRun, insertRuns } from './ledger.ts';

const PROJECT = 'bench';
const OLD_PROJECT = 'years';
const RUNS = 100_000;
const DAYS = 90;
const DAYS_OF_YEARS = 3 * 365;
const ROUNDS = 30;
const WARM_UP_ROUNDS = 5;

/** The engine collects statistics about what was inserted every 10 s; its query planner needs them. */
const STATISTICS_AFTER_MS = 20_000;

type Samples = Record<'page' | 'week' | 'years' | 'direct' | 'afterChange', number[]>;

interface Subject {
  readonly http: HttpClient;
  readonly database: Db;
  readonly today: string;
}

/** The cost page of a project with 100,000 runs over 90 days, against adding the runs up anew. */
export async function* benchCosts(): AsyncGenerator<Figure> {
  yield* await withTemporaryFolder(async (dataDir) => {
    withoutForeignServers();
    const servers = await startServers({ dataDir, quiet: true });
    try {
      return await onServers(servers, dataDir);
    } finally {
      await servers.stop();
    }
  });
}

async function onServers(servers: Servers, dataDir: string): Promise<Figure[]> {
  const mongodbUri = withDatabase(servers.mongodbUri, 'costs');
  const api = await startApi(servers, dataDir, 'costs', mongodbUri);
  const driver = await connectDriver(mongodbUri);
  const http = connectHttp(api.url, api.ownerToken);
  try {
    await http.post('/projects', { slug: PROJECT, name: 'Benchmark', keyPrefix: 'BENCH' });
    await http.post('/projects', { slug: OLD_PROJECT, name: 'Three years', keyPrefix: 'YEARS' });
    const today = dayIn('UTC', new Date());
    note(`inserting ${RUNS} runs`);
    await insertRuns(driver.db(), PROJECT, { today, days: DAYS, count: RUNS });
    await insertRolledUpDays(driver.db(), OLD_PROJECT, today, DAYS_OF_YEARS);
    await sleep(STATISTICS_AFTER_MS);
    return await measure({ http, database: driver.db(), today });
  } finally {
    http.close();
    await driver.close();
    await api.process.stop();
  }
}

async function measure(subject: Subject): Promise<Figure[]> {
  const cold = await timed(() => page(subject, RUNS));
  const samples: Samples = { page: [], week: [], years: [], direct: [], afterChange: [] };
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
    if (round === WARM_UP_ROUNDS) for (const list of Object.values(samples)) list.length = 0;
    await measureOnce(subject, RUNS + round, samples);
    if (round % 10 === 0) note(`round ${round} of ${WARM_UP_ROUNDS + ROUNDS}`);
  }
  return [
    absolute('costs.page_p50_ms', median(samples.page), 'ms'),
    ratio('costs.page_p50_ratio', median(samples.page), median(samples.direct), 'ms'),
    absolute('costs.page_7d_p50_ms', median(samples.week), 'ms'),
    absolute('costs.page_3_years_p50_ms', median(samples.years), 'ms'),
    absolute('costs.page_after_change_p50_ms', median(samples.afterChange), 'ms'),
    absolute('costs.page_cold_ms', cold, 'ms'),
  ];
}

/** Each way to read once, and then a run more. @param runs there are at the beginning. */
async function measureOnce(subject: Subject, runs: number, samples: Samples): Promise<void> {
  const { http, database, today } = subject;
  samples.page.push(await timed(() => page(subject, runs)));
  samples.week.push(await timed(() => http.get(pathOf(PROJECT, '7d'))));
  samples.years.push(await timed(() => http.get(pathOf(OLD_PROJECT, 'all'))));
  samples.direct.push(await timed(() => expectRuns(runs, countByAggregation(database, PROJECT))));
  await insertRun(database, PROJECT, today, runs);
  samples.afterChange.push(await timed(() => page(subject, runs + 1)));
}

const pathOf = (project: string, period: CostsView['period']): string =>
  `/analytics/costs?project=${project}&period=${period}`;

async function page({ http }: Subject, runs: number): Promise<void> {
  const answer = http.get(pathOf(PROJECT, 'all')).then((text) => (JSON.parse(text) as CostsView).total.runs);
  await expectRuns(runs, answer);
}

/** A fast answer that is wrong is none. */
async function expectRuns(runs: number, found: Promise<number>): Promise<void> {
  const actual = await found;
  if (actual !== runs) throw new Error(`${actual} runs instead of ${runs}`);
}
