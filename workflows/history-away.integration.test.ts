import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { hostAndPort, startSeverableProxy, type SeverableProxy } from '../tests/fakes/severable-proxy.ts';
import { eventually, testTemporalAddress, uniqueMongodbUri } from '../tests/stack.test-support.ts';
import { PAUL, ROUTE, TaskProbe } from '../tests/task.test-support.ts';
import { startTestWorker, type TestWorker } from '../tests/worker.test-support.ts';

let worker: TestWorker;
let proxy: SeverableProxy;
let temporal: SeverableProxy;

beforeAll(async () => {
  const uri = uniqueMongodbUri();
  const { host, port } = hostAndPort(uri);
  proxy = await startSeverableProxy(host, port);
  const server = hostAndPort(testTemporalAddress());
  temporal = await startSeverableProxy(server.host, server.port);
  worker = await startTestWorker({
    MONGODB_URI: uri.replace(`${host}:${port}`, proxy.address),
    TEMPORAL_ADDRESS: temporal.address,
  });
}, 60_000);
afterAll(async () => {
  proxy.mend();
  await worker.stop();
  await proxy.close();
  await temporal.close();
}, 60_000);

it('takes commands while the history database is away, says so, and catches up when it is back', async () => {
  const task = new TaskProbe(worker);
  await task.start();
  proxy.cut();
  const asked = await task.send({
    name: 'requestApproval',
    action: 'deploy',
    summary: 'x',
    risk: 'YELLOW',
    blocking: true,
  });
  expect(asked).toMatchObject({ status: 'NEEDS_APPROVAL', projected: false });
  const decided = await task.send(
    { name: 'decideApproval', approvalId: asked.approvalId!, decision: 'APPROVE' },
    { actor: PAUL },
  );
  expect(decided).toMatchObject({ status: 'IN_PROGRESS', projected: false });
  expect(await task.info()).toMatchObject({ historyAway: true });
  proxy.mend();
  await eventually(async () => (await task.info()).outboxLength === 0, 20_000);
  expect((await task.comment('back')).projected).toBe(true);
  await expectAgreement(task);
}, 60_000);

it('goes on with executions while the history database is away', async () => {
  const task = new TaskProbe(worker);
  await task.start();
  proxy.cut();
  const execution = await task.dispatch({ ...ROUTE, heartbeatTimeoutSeconds: 30 });
  const lease = await task.claim(execution, `${execution}-L1-away`);
  await lease.complete();
  await task.reaches('REVIEW');
  proxy.mend();
  await eventually(async () => (await task.info()).outboxLength === 0, 20_000);
  await expectAgreement(task);
}, 60_000);

it('continues as new while the history database is away, with everything that is not stored yet', async () => {
  const task = new TaskProbe(worker);
  await task.create({ historyLimit: 15 });
  await task.send({ name: 'acknowledgeLoop', kind: 'COMMENT_STORM', reason: 'a test' });
  proxy.cut();
  const said = Array.from({ length: 30 }, (_, index) => `said ${index}`);
  for (const sender of [0, 1, 2]) {
    await Promise.all(
      said.filter((_, index) => index % 3 === sender).map((body) => task.comment(body, { idempotencyKey: body })),
    );
  }
  const { continuedAsNew, outboxLength } = await task.info();
  expect(continuedAsNew).toBeGreaterThan(0);
  expect(outboxLength).toBe(30);
  proxy.mend();
  await eventually(async () => (await task.info()).outboxLength === 0, 20_000);
  const heard = (await task.settledLog()).flatMap(({ type, data }) => (type === 'task.commented' ? [data.body] : []));
  expect(heard.toSorted()).toEqual(said.toSorted());
  await expectAgreement(task);
}, 60_000);

it('ends a task only after its history is stored', async () => {
  const task = new TaskProbe(worker);
  await task.create();
  proxy.cut();
  expect((await task.move('CANCELED', { reason: 'x' })).projected).toBe(false);
  expect((await task.handle.describe()).status.name).toBe('RUNNING');
  proxy.mend();
  expect(await task.handle.result()).toEqual({ key: task.task.key, status: 'CANCELED' });
  await expectAgreement(task);
}, 60_000);

it('stores nothing that the workflow does not know any more when its worker is lost in the middle', async () => {
  const task = new TaskProbe(worker);
  await task.create({}, {}, { workflowTaskTimeout: '1s' });
  proxy.hold();
  const said = [task.comment('one'), task.comment('two')];
  await eventually(() => proxy.isHolding);
  // The worker writes, but cannot tell Temporal: its workflow task is given to somebody else, who decides anew.
  temporal.cut();
  proxy.release();
  await eventually(async () => (await task.log()).length > 1);
  await sleep(2_500);
  temporal.mend();
  await Promise.all(said);
  await task.comment('three');
  await expectAgreement(task);
  expect(await task.types()).toEqual(['task.created', 'task.commented', 'task.commented', 'task.commented']);
}, 60_000);

/** The log folds to what the workflow holds and the document shows. */
async function expectAgreement(task: TaskProbe): Promise<void> {
  const state = await task.state();
  const log = await task.settledLog();
  expect(log.map(({ seq }) => seq)).toEqual(Array.from({ length: state.seq }, (_, index) => index + 1));
  expect(await eventually(() => task.store.tasks.byKey(task.task.key))).toEqual(state);
}
