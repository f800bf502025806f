import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import {
  expectStatus,
  problem,
  ProjectProbe,
  startTestApi,
  type Json,
  type TestApi,
} from '../tests/api.test-support.ts';
import { agentWith, keyOf, personWith } from '../tests/identities.test-support.ts';
import { eventually } from '../tests/stack.test-support.ts';

let api: TestApi;
let project: ProjectProbe;

beforeAll(async () => {
  api = await startTestApi();
  project = await ProjectProbe.create(api);
}, 60_000);
afterEach(() => api.worker.store.installation.resume(new Date().toISOString()));
afterAll(() => api.stop(), 60_000);

const stop = (options = {}) => api.post('/installation/stop', { reason: 'something is wrong' }, options);
const resume = (options = {}) => api.post('/installation/resume', { reason: 'all is well' }, options);
const claim = () =>
  api.post('/executions/claim', { types: ['CODEMOD'], executor: { name: 'tester' } }, { token: api.tokens.executor });

it('cancels what runs, wherever, and lets nothing new start until a person lifts it', async () => {
  const elsewhere = await ProjectProbe.create(api);
  // One after the other: each claims whatever is on offer.
  const running = [await project.claimed(), await elsewhere.claimed()];
  const waiting = await project.dispatched();
  const stopped = await stop();
  expect(stopped.body.emergencyStop).toMatchObject({ reason: 'something is wrong', by: { name: 'Olga Owner' } });

  for (const { execution, token } of running) {
    const told = await eventually(async () => {
      const { body } = await api.post(`/executions/${execution}/heartbeat`, {}, { token });
      return body.cancelRequested === true && body.reason !== undefined ? body : undefined;
    });
    expect(told.reason).toBe('emergency stop: something is wrong (ordered by Olga Owner)');
  }
  const status = async (id: string) => (await api.get(`/executions/${id}`)).body.status;
  await eventually(async () => (await status(waiting.execution)) === 'CANCELED');

  const refused = await project.command(waiting.key, 'dispatch', { executor: 'CODEMOD' });
  expect(problem(refused, 422).errors?.map(({ path }) => path)).toEqual(['project.mode']);
  expect((await api.get(`/projects/${elsewhere.slug}`)).body).toMatchObject({
    mode: 'QUARANTINED',
    modeReason: 'emergency stop: something is wrong',
  });

  expect((await resume()).body).not.toHaveProperty('emergencyStop');
  expectStatus(await project.command(waiting.key, 'dispatch', { executor: 'CODEMOD' }), 200);
  expectStatus(await claim(), 200);
}, 60_000);

it('leaves work that is on offer unclaimed', async () => {
  const { key, execution } = await project.dispatched();
  await api.worker.store.installation.stop({
    reason: 'the containment is still on its way',
    by: { kind: 'HUMAN', id: 'olga', name: 'Olga' },
    at: new Date().toISOString(),
  });
  expectStatus(await claim(), 204);
  expectStatus(await resume(), 200);
  const claimed = await claim();
  expectStatus(claimed, 200);
  expect(claimed.body.execution).toMatchObject({ id: execution, taskKey: key });
});

it('locks agents out at once, and lets them in again', async () => {
  const agent = await agentWith(api, project);
  const read = () => api.get(`/agents?project=${project.slug}`, { token: agent.token });
  expectStatus(await read(), 200);
  expectStatus(await stop(), 200);
  expect(problem(await read(), 403).detail).toBe('emergency stop: something is wrong');
  expectStatus(await resume(), 200);
  expectStatus(await read(), 200);
});

it('is seen by everybody and told once, however often it is ordered', async () => {
  const viewer = await personWith(api, { memberships: [{ project: project.slug, role: 'VIEWER' }] });
  const before = new Date();
  await stop();
  await stop();
  const changes = await api.worker.store.changes.storedSince(before, 100);
  expect(changes).toContainEqual(expect.objectContaining({ event: 'project.changed', projectId: project.slug }));
  const { body } = await api.get('/installation', { token: viewer.token });
  expect(body.emergencyStop.reason).toBe('something is wrong');
  const open = async () =>
    (await api.get('/alerts?status=OPEN')).body.items.filter(({ kind }: Json) => kind === 'EMERGENCY_STOP');
  expect(await open()).toMatchObject([{ severity: 'CRITICAL', status: 'OPEN' }]);
  await resume();
  expect(await open()).toEqual([]);
  expect(problem(await resume(), 409).detail).toBe('there is no emergency stop to lift');
});

it('is ordered by ADMINs of the installation and services, and lifted by people alone', async () => {
  const operator = await personWith(api, { memberships: [{ project: project.slug, role: 'ADMIN' }] });
  problem(await stop({ token: operator.token }), 403);
  const service = await keyOf(api, { kind: 'SERVICE', role: 'ADMIN' });
  expectStatus(await stop({ token: service.token }), 200);
  problem(await resume({ token: service.token }), 403);
  problem(await resume({ token: operator.token }), 403);
  expectStatus(await resume(), 200);
});
