import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { expectStatus, ProjectProbe, startTestApi, type Json, type TestApi } from '../tests/api.test-support.ts';
import { agentWith, personWith } from '../tests/identities.test-support.ts';

let api: TestApi;
let project: ProjectProbe;

beforeAll(async () => {
  api = await startTestApi();
  project = await ProjectProbe.create(api);
}, 60_000);
afterAll(() => api.stop(), 60_000);

const read = async (path: string, token = api.tokens.owner): Promise<Json> => {
  const answer = await api.get(path, { token });
  expectStatus(answer, 200);
  return answer.body;
};

it('two agents that talk in circles are stopped, and everybody who can help hears of it', async () => {
  const [one, other] = await Promise.all([agentWith(api, project), agentWith(api, project)]);
  const operator = await personWith(api, { memberships: [{ project: project.slug, role: 'OPERATOR' }] });
  const { key } = await project.dispatched('MANUAL');
  expectStatus(
    await project.command(key, 'assign', { assignees: [one, other].map(({ id }) => ({ kind: 'AGENT', id })) }),
    200,
  );
  const say = (index: number) =>
    project.command(key, 'comment', { body: `no, you (${index})` }, { token: (index % 2 === 0 ? one : other).token });
  for (let index = 0; index < 20; index += 1) expectStatus(await say(index), 200);
  expect((await read(`/tasks/${key}`)).status).toBe('IN_PROGRESS');
  const last = await say(20);
  expect(last.body.task).toMatchObject({
    status: 'BLOCKED',
    blockedReason: 'COMMENT_STORM: 21 messages in 30 minutes',
    loop: { kind: 'COMMENT_STORM', lastEvents: { length: 5 } },
    activeExecutions: [],
  });

  const { items: thread } = await read(`/tasks/${key}/messages`);
  expect(thread).toHaveLength(22);
  expect(thread.at(-1)).toMatchObject({
    author: { name: 'Mission Control' },
    body: expect.stringContaining(last.body.task.loop.nextStep),
  });
  const alerts = async () => (await read(`/alerts?task=${key}`)).items;
  expect(await alerts()).toMatchObject([{ kind: 'LOOP_DETECTED', severity: 'ERROR', status: 'OPEN' }]);
  const { items: heard } = await read('/notifications?kind=ALERT', operator.token);
  expect(heard).toMatchObject([{ taskKey: key, title: expect.stringContaining('is blocked') }]);
  const { items: activity } = await read(`/activity?task=${key}&type=loop`);
  expect(activity).toMatchObject([{ type: 'loop.detected', summary: expect.stringContaining('21 messages') }]);
  const moves = async ({ token }: { token: string }) =>
    (await read('/notifications?kind=TRANSITION', token)).items.filter(({ taskKey }: Json) => taskKey === key);
  // Who wrote the last message is not woken by what it led to.
  expect(await moves(one)).toEqual([]);
  expect(await moves(other)).toHaveLength(1);

  expectStatus(await project.command(key, 'acknowledgeLoop', { kind: 'COMMENT_STORM', reason: 'let them' }), 200);
  expectStatus(await project.command(key, 'transition', { to: 'IN_PROGRESS' }), 200);
  expect(await alerts()).toMatchObject([{ kind: 'LOOP_DETECTED', status: 'RESOLVED' }]);
  for (let index = 0; index < 22; index += 1) expectStatus(await say(index), 200);
  const task = await read(`/tasks/${key}`);
  expect(task).toMatchObject({ status: 'IN_PROGRESS', acknowledgedLoops: ['COMMENT_STORM'] });
  expect(task).not.toHaveProperty('loop');
  expect((await read(`/tasks/${key}/verify`)).problems).toEqual([]);
}, 60_000);
