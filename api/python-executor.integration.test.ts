import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { repositoryRoot } from '../local/repository.ts';
import { ProjectProbe, startTestApi, type Json, type TestApi } from '../tests/api.test-support.ts';
import { eventually } from '../tests/stack.test-support.ts';

const PATIENCE_MS = 20_000;

let api: TestApi;
const children: ChildProcess[] = [];

beforeAll(async () => {
  api = await startTestApi();
}, 60_000);
afterAll(async () => {
  await Promise.all(children.map(end));
  await api.stop();
}, 60_000);

/** docs/examples/executor.py, which has nothing of ours but the protocol. */
function startExecutor(): ChildProcess {
  const child = spawn('python3', ['-B', join(repositoryRoot, 'docs/examples/executor.py')], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { PATH: process.env['PATH'], MISSION_CONTROL_URL: api.url, MISSION_CONTROL_TOKEN: api.tokens.executor },
  });
  children.push(child);
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill();
  await exit;
}

const taskOf = async (key: string): Promise<Json> => (await api.get(`/tasks/${key}`)).body;

it('an executor in Python does the work, with the agreement of people where it takes one, and ends in peace', async () => {
  const project = await ProjectProbe.create(api);
  const executor = startExecutor();
  const { key, execution } = await project.dispatched('OPENCLAW_AGENT', { title: 'Row, row, row your boat' });
  const approval = await eventually(async () => {
    const { body } = await api.get(`/approvals?task=${key}&status=PENDING`);
    return body.items[0] as Json;
  }, PATIENCE_MS);
  expect(approval).toMatchObject({ kind: 'TOOL_EXEC', tool: 'write_file', executionId: execution });
  const decide = (token: string) => api.post(`/approvals/${approval.id}/decide`, { decision: 'APPROVE' }, { token });
  expect((await decide(api.tokens.second)).status).toBe(200);
  const task = await eventually(async () => {
    const found = await taskOf(key);
    return found.status === 'REVIEW' ? found : undefined;
  }, PATIENCE_MS);
  expect(task.deliverable).toMatchObject({
    summary: '5 words, 3 different ones',
    artifacts: [{ name: 'words.csv', type: 'text/csv' }],
  });
  const { text } = await api.get(`/artifacts/${task.deliverable.artifacts[0].id}`);
  expect(text.split('\n').slice(0, 2)).toEqual(['word,count', 'row,3']);
  const { body } = await api.get(`/executions/${execution}`);
  expect(body).toMatchObject({ status: 'COMPLETED', worker: { name: 'python-example' }, logTail: '5 words\n' });
  await end(executor);
  expect(executor.exitCode).toBe(0);
}, 90_000);
