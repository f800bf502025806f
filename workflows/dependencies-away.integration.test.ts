import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { hostAndPort, startSeverableProxy, type SeverableProxy } from '../tests/fakes/severable-proxy.ts';
import { eventually, uniqueMongodbUri } from '../tests/stack.test-support.ts';
import { MANUAL_ROUTE, newTask, TaskProbe } from '../tests/task.test-support.ts';
import { startTestWorker, type TestWorker } from '../tests/worker.test-support.ts';

let worker: TestWorker;
let proxy: SeverableProxy;

beforeAll(async () => {
  const uri = uniqueMongodbUri();
  const { host, port } = hostAndPort(uri);
  proxy = await startSeverableProxy(host, port);
  worker = await startTestWorker({ MONGODB_URI: uri.replace(`${host}:${port}`, proxy.address) });
  await worker.store.projects.create({
    _id: 'tests',
    name: 'Tests',
    keyPrefix: 'AWAY',
    timeZone: 'UTC',
    mode: 'NORMAL',
    modeHistory: [],
    routingRules: [],
    taskBudgets: {},
    lastTaskNumber: 0,
    createdAt: new Date().toISOString(),
  });
}, 60_000);
afterAll(async () => {
  proxy.mend();
  await worker.stop();
  await proxy.close();
}, 60_000);

it('work that waits starts once the history database is back, where it was away as the last dependency ended', async () => {
  const dependency = new TaskProbe(worker);
  await dependency.start();
  const dependsOn = [dependency.task.key];
  const waiting = new TaskProbe(worker, newTask({ dependsOn }));
  await waiting.create({ historyLimit: 12 });
  await waiting.assign();
  await waiting.plan();
  const facts = { projectMode: 'NORMAL', unfinishedDependencies: dependsOn } as const;
  proxy.cut();
  await dependency.send({ name: 'submit', deliverable: { summary: 'done', artifacts: [] } });
  expect(await dependency.move('DONE')).toMatchObject({ status: 'DONE', projected: false });
  // Whoever queues it now cannot know that there is nothing left to wait for.
  await waiting.send({ name: 'dispatch', route: MANUAL_ROUTE, whenReady: true }, { facts });
  for (let number = 1; (await waiting.info()).continuedAsNew === 0; number++) await waiting.comment(`talk ${number}`);
  expect((await waiting.info()).pendingEffects).toBe(1);
  proxy.mend();
  await waiting.reaches('IN_PROGRESS');
  expect(await dependency.handle.result()).toMatchObject({ status: 'DONE' });
  const log = await eventually(() => waiting.types());
  const count = (type: string) => log.filter((one) => one === type).length;
  expect([count('task.queued'), count('task.released'), count('execution.requested')]).toEqual([1, 1, 1]);
}, 60_000);
