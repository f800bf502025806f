import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { runExecutor, type ExecutionContext } from '@mission-control/executor-client';
import { runCommand } from '@mission-control/executor-host';
import { loadKeys, openDataFolder } from '../local/data-folder.ts';
import { absolute, note, ratio, type Figure } from './figure.ts';
import { connectHttp, type HttpClient } from './http-client.ts';
import { median } from './statistics.ts';
import { withStack } from './temporary-stack.ts';
import { timed, until } from './timing.ts';

const PROJECT = 'executions';
const EXECUTOR = 'CODEMOD';
const PROGRAM = ['/bin/true'];
const LATENCY_ROUNDS = 40;
const WARM_UP_ROUNDS = 5;
const NO_OPS = 200;
const CONCURRENCY = 8;
const LOG_SECONDS = 10;
const LOG_EVERY_MS = 100;
const LINE = `${'x'.repeat(99)}\n`;

const quiet = { info() {}, warn() {}, error() {}, debug() {} };

/** Where an executor of the benchmark works. */
interface Place {
  readonly url: string;
  readonly owner: HttpClient;
  readonly executorToken: string;
}

/**
 * From the command to dispatch to a started process, beside starting that process directly; executions a second that do
 * nothing; and how far behind people see the output of one that prints a little, and one that prints a lot.
 */
export async function* benchExecutions(): AsyncGenerator<Figure> {
  yield* await withStack(async ({ url, ownerToken }, dataDir) => {
    const { executorToken } = loadKeys(openDataFolder(dataDir));
    const owner = connectHttp(url, ownerToken);
    try {
      await owner.post('/projects', { slug: PROJECT, name: 'Executions', keyPrefix: 'EXE' });
      const place = { url, owner, executorToken };
      return [
        ...(await latency(place)),
        ...(await throughput(place)),
        ...(await logs(place, 'little', 5)),
        ...(await logs(place, 'much', 1_000)),
      ];
    } finally {
      owner.close();
    }
  });
}

/** Runs an executor while `work` goes on. */
async function withExecutor<Result>(
  { url, executorToken }: Place,
  concurrency: number,
  handle: (context: ExecutionContext) => Promise<void>,
  work: () => Promise<Result>,
): Promise<Result> {
  const shutdown = new AbortController();
  const ended = runExecutor({
    url,
    apiKey: executorToken,
    name: 'bench',
    types: [EXECUTOR],
    concurrency,
    signal: shutdown.signal,
    logger: quiet,
    handler: async (context) => {
      await handle(context);
      return { summary: 'done' };
    },
  });
  try {
    return await work();
  } finally {
    shutdown.abort();
    await ended;
  }
}

async function latency(place: Place): Promise<Figure[]> {
  let startedAt = 0;
  const samples: number[] = [];
  const direct: number[] = [];
  const handle = async ({ signal }: ExecutionContext) => {
    await runCommand(PROGRAM, { cwd: '/', environment: {}, signal });
    samples.push(performance.now() - startedAt);
  };
  await withExecutor(place, 1, handle, async () => {
    for (let round = 0; round < WARM_UP_ROUNDS + LATENCY_ROUNDS; round++) {
      const key = await newTask(place.owner);
      // The executor asks for work again only once it has handed in what it had.
      await sleep(100);
      startedAt = performance.now();
      await dispatch(place.owner, key);
      await until('the process has run', async () => samples.length > round);
      direct.push(await timed(async () => once(spawn(PROGRAM[0]!, { stdio: 'ignore' }), 'exit')));
    }
  });
  const [ours, reference] = [samples, direct].map((all) => median(all.slice(WARM_UP_ROUNDS)));
  return [ratio('executions.dispatch_to_process_p50_ratio', ours!, reference!, 'ms')];
}

async function throughput(place: Place): Promise<Figure[]> {
  note(`dispatching ${NO_OPS} executions`);
  for (let index = 0; index < NO_OPS; index++) await dispatch(place.owner, await newTask(place.owner));
  let finished = 0;
  const count = async () => void (finished += 1);
  const took = await withExecutor(place, CONCURRENCY, count, () =>
    timed(async () => {
      await until('all have been worked on', async () => finished === NO_OPS);
      await until('all are in review', async () => (await inProgress(place.owner)) === 0);
    }),
  );
  return [absolute('executions.no_op_per_second', (NO_OPS * 1000) / took, 'executions/s')];
}

/** Prints lines for a while, each with the time that it was printed at, and looks when people see it. */
async function logs(place: Place, name: string, kilobytesPerSecond: number): Promise<Figure[]> {
  const linesAtOnce = Math.max(1, Math.round((kilobytesPerSecond * 1_000 * LOG_EVERY_MS) / 1_000 / LINE.length));
  const lags: number[] = [];
  const print = async ({ log }: ExecutionContext) => {
    const end = performance.now() + LOG_SECONDS * 1_000;
    while (performance.now() < end) {
      log(LINE.repeat(linesAtOnce - 1) + `at ${performance.now().toFixed(0)}\n`);
      await sleep(LOG_EVERY_MS);
    }
  };
  await withExecutor(place, 1, print, async () => {
    const key = await newTask(place.owner);
    await dispatch(place.owner, key);
    await until('it is over', async () => {
      const { items } = JSON.parse(await place.owner.get(`/executions?task=${key}`));
      const { status, logTail = '' } = items[0] ?? {};
      const last = [...String(logTail).matchAll(/^at (\d+)$/gm)].at(-1)?.[1];
      if (status === 'COMPLETED') return true;
      if (last !== undefined) lags.push(performance.now() - Number(last));
      await sleep(40);
      return false;
    });
  });
  return [absolute(`executions.log_behind_p50_${name}`, median(lags), 'ms')];
}

async function newTask(owner: HttpClient): Promise<string> {
  const { items } = JSON.parse(await owner.get(`/projects/${PROJECT}/members`));
  const [{ kind, id }] = items;
  const { task } = JSON.parse(await owner.post('/tasks', { project: PROJECT, title: 'Work', type: 'OPS' }));
  await owner.post(`/tasks/${task.key}/commands/assign`, { assignees: [{ kind, id }] });
  await owner.post(`/tasks/${task.key}/commands/plan`, { bullets: ['one', 'two', 'three'] });
  return task.key as string;
}

const dispatch = (owner: HttpClient, key: string): Promise<string> =>
  owner.post(`/tasks/${key}/commands/dispatch`, { executor: EXECUTOR });

const inProgress = async (owner: HttpClient): Promise<number> =>
  JSON.parse(await owner.get(`/tasks?project=${PROJECT}&status=IN_PROGRESS`)).items.length;
