import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureApiKey } from '../../operations/api-keys.ts';
import {
  countIn,
  createProject,
  createTask,
  settledTypes,
  startBreakableStack,
  type BreakableStack,
} from '../faults.test-support.ts';
import { eventually, uniqueName } from '../stack.test-support.ts';

const LONG = 120_000;

let faults: BreakableStack;
let project: string;

beforeAll(async () => {
  faults = await startBreakableStack();
  project = await createProject(faults);
}, LONG);
afterAll(() => faults.stop(), LONG);

it(
  'without MongoDB commands are taken and approvals decided; the history catches up afterwards',
  async () => {
    const { call, stack } = faults;
    const key = await createTask(faults, project);
    await call('POST', `/tasks/${key}/commands/transition`, { to: 'IN_PROGRESS' });
    const approvalId = await approvalOfSomebodyElse(key);

    await stack.servers.stopMongodb();
    const commented = await call('POST', `/tasks/${key}/commands/comment`, { body: 'in the dark' }, 'dark');
    expect(commented).toMatchObject({ status: 202, body: { projected: false, messageId: `${key}-M1` } });
    const repeated = await call('POST', `/tasks/${key}/commands/comment`, { body: 'in the dark' }, 'dark');
    expect(repeated).toMatchObject({ status: 202, body: { messageId: `${key}-M1` } });
    const decided = await call('POST', `/approvals/${approvalId}/decide`, { decision: 'APPROVE' });
    expect(decided).toMatchObject({ status: 202, body: { task: { status: 'IN_PROGRESS' } } });
    const tooLate = await call('POST', `/approvals/${approvalId}/decide`, { decision: 'APPROVE' });
    expect(tooLate.status).toBe(409);

    for (const path of ['/tasks', `/projects/${project}/board`, `/tasks/${key}/events`, '/approvals']) {
      const { status, headers, body } = await call('GET', path);
      expect([path, status, headers.get('retry-after'), body.type]).toEqual([
        path,
        503,
        expect.stringMatching(/^\d+$/),
        'urn:mission-control:problem:unavailable',
      ]);
    }
    expect((await call('GET', '/health')).body.components).toContainEqual(
      expect.objectContaining({ name: 'mongodb', status: 'DOWN' }),
    );

    await stack.servers.startMongodb();
    const types = await settledTypes(faults, key);
    expect(countIn(types, 'task.commented')).toBe(1);
    expect(countIn(types, 'approval.decided')).toBe(1);
    expect((await call('GET', `/approvals/${approvalId}`)).body.status).toBe('APPROVED');
    await eventually(
      async () => (await call('POST', `/tasks/${key}/commands/comment`, { body: 'light' })).status === 200,
      LONG,
    );
    expect((await call('GET', `/projects/${project}/verify`)).body.problems).toEqual([]);
  },
  LONG,
);

it(
  'without Temporal reading goes on, writing says when to come back, and the same key then works once',
  async () => {
    const { call, stack } = faults;
    const key = await createTask(faults, project);
    await stack.servers.stopTemporal();
    const body = { body: 'said once' };
    const task = { project, title: 'Made once', type: 'OPS' };
    const refused = await Promise.all([
      call('POST', `/tasks/${key}/commands/comment`, body, 'comment-key'),
      call('POST', '/tasks', task, 'create-key'),
      call('POST', '/tasks', task, 'create-key'),
    ]);
    for (const { status, headers, body: problem } of refused) {
      expect([status, problem.type]).toEqual([503, 'urn:mission-control:problem:unavailable']);
      expect(headers.get('retry-after')).toMatch(/^\d+$/);
    }
    for (const path of [
      `/tasks/${key}`,
      '/tasks',
      `/projects/${project}/board`,
      `/tasks/${key}/events`,
      `/tasks/${key}/report.md`,
    ]) {
      const answer = await fetch(`${stack.url}/api/v1${path}`, {
        headers: { authorization: `Bearer ${stack.ownerToken}` },
      });
      expect([path, answer.status]).toEqual([path, 200]);
      await answer.text();
    }

    await stack.servers.startTemporal();
    const again = (path: string, sent: object, idempotencyKey: string, status: number) =>
      eventually(async () => {
        const answer = await call('POST', path, sent, idempotencyKey);
        return answer.status === status ? answer : undefined;
      }, LONG);
    await again(`/tasks/${key}/commands/comment`, body, 'comment-key', 200);
    const created = await again('/tasks', task, 'create-key', 201);
    expect((await again('/tasks', task, 'create-key', 201)).body.task.key).toBe(created.body.task.key);
    expect((await call('GET', `/tasks?project=${project}&text=made`)).body.items).toHaveLength(1);
    expect(countIn(await settledTypes(faults, key), 'task.commented')).toBe(1);
    await settledTypes(faults, created.body.task.key);
  },
  LONG,
);

it('no log line holds a key or a token', () => {
  const logs = join(faults.folder, 'logs');
  const lines = readdirSync(logs)
    .map((file) => readFileSync(join(logs, file), 'utf8'))
    .join('\n');
  expect(lines).toContain('"level"');
  for (const secret of faults.secrets) expect(lines.includes(secret)).toBe(false);
  expect(lines).not.toMatch(/mc_lease_|Bearer /);
});

/** Nobody decides on what they asked for: a second person asks. */
async function approvalOfSomebodyElse(key: string): Promise<string> {
  const token = uniqueName('mc_owner');
  await ensureApiKey(faults.stack.mongodbUri, { token, kind: 'OWNER', name: 'Somebody Else' });
  const response = await fetch(`${faults.stack.url}/api/v1/tasks/${key}/commands/requestApproval`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ action: 'deploy', summary: 'to production', risk: 'YELLOW' }),
  });
  expect(response.status).toBe(200);
  return ((await response.json()) as { approvalId: string }).approvalId;
}
