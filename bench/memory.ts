import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { connectDriver } from './database.ts';
import { absolute, compared, note, type Figure } from './figure.ts';
import type { Lives } from './lifecycle/life.ts';
import { ourLives } from './lifecycle/ours.ts';
import { referenceLives } from './lifecycle/theirs.ts';
import { usageOf } from './process-usage.ts';
import { startReferenceWorker } from './reference/process.ts';
import { withStack } from './temporary-stack.ts';

const FIRST_TASKS = 300;
const MORE_TASKS = 700;
const AT_ONCE = 8;
/** Long enough for the garbage collector to have been through. */
const SETTLE_MS = 8_000;

/** Memory of the processes, and what one more open task that waits for people adds to the worker. */
export async function* benchMemory(): AsyncGenerator<Figure> {
  yield* await withStack(async (stack, dataDir) => {
    const pidOf = (name: 'worker' | 'api') => stack.processes.get(name)?.pid ?? 0;
    await sleep(SETTLE_MS);
    const idle = [
      absolute('memory.worker_rss_mb', usageOf(pidOf('worker')).residentKb / 1024, 'MB'),
      absolute('memory.api_rss_mb', usageOf(pidOf('api')).residentKb / 1024, 'MB'),
    ];
    const reference = await startReferenceWorker(stack, dataDir);
    const connection = await Connection.connect({ address: stack.temporalAddress });
    const driver = await connectDriver(stack.mongodbUri);
    try {
      const client = new Client({ connection });
      const ours = await kbPerTask(ourLives(client, driver.db()), pidOf('worker'));
      const theirs = await kbPerTask(referenceLives(client, driver.db('reference')), reference.pid ?? 0);
      return [compared('memory.idle_task_kb', ours, theirs, 'kB'), ...idle];
    } finally {
      await driver.close();
      await connection.close();
      await reference.stop();
    }
  });
}

/** Growth of a worker's resident memory for each task that is open, assigned, planned and cached. */
async function kbPerTask(lives: Lives, pid: number): Promise<number> {
  await open(lives, 0, FIRST_TASKS);
  const before = usageOf(pid).residentKb;
  await open(lives, FIRST_TASKS, MORE_TASKS);
  const after = usageOf(pid).residentKb;
  note(`${FIRST_TASKS} tasks: ${before} kB, ${FIRST_TASKS + MORE_TASKS} tasks: ${after} kB`);
  return (after - before) / MORE_TASKS;
}

async function open(lives: Lives, from: number, count: number): Promise<void> {
  let opened = 0;
  const oneAfterTheOther = async () => {
    while (opened < count) {
      const life = lives(1 + from + opened++);
      await life.create();
      await life.assign();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, oneAfterTheOther));
  await sleep(SETTLE_MS);
}
