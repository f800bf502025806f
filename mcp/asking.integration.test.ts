import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ProjectProbe, startTestApi, type TestApi } from '../tests/api.test-support.ts';
import {
  agentAtWork,
  approvalsOf,
  approve,
  askFor,
  decisionsOn,
  deny,
  running,
  shell,
  write,
} from '../tests/governance.test-support.ts';
import { agentWith } from '../tests/identities.test-support.ts';
import { McpProbe } from './client.test-support.ts';

let api: TestApi;
let project: ProjectProbe;

beforeAll(async () => {
  api = await startTestApi();
  project = await ProjectProbe.create(api);
}, 60_000);
afterAll(() => api.stop(), 60_000);

/** An INTERN, which asks for all that changes anything, with a task that it works on. */
async function internAtWork() {
  const { agent, key } = await agentAtWork(project, { role: 'INTERN' });
  return { agent, key, mcp: await McpProbe.connect(api, agent.token) };
}

const call = (task: string, what: object) => ({ task, summary: 'a test', ...what });

describe('a call of a tool', () => {
  it('is allowed, or not for anybody, by the policy alone', async () => {
    const { key, mcp, agent } = await internAtWork();
    const reading = call(key, { tool: 'read_file', arguments: { path: 'src/a.ts' } });
    expect(await mcp.call('check_tool', reading)).toMatchObject({ decision: 'ALLOW', risk: 'GREEN' });
    expect(await mcp.call('check_tool', call(key, shell('sudo rm -rf /')))).toMatchObject({ decision: 'DENY' });
    const decisions = await decisionsOn(project, key);
    expect(decisions).toMatchObject([{ decision: 'DENY' }, { decision: 'ALLOW' }]);
    for (const { actor, executionId } of decisions) {
      expect({ actor, executionId }).toMatchObject({ actor: { kind: 'AGENT', id: agent.id }, executionId: undefined });
    }
  });

  it('goes on after a person has approved it', async () => {
    const { key, mcp } = await internAtWork();
    const writing = { ...call(key, write('src/a.ts')), idempotencyKey: 'write-1' };
    const asked = await mcp.call('check_tool', writing);
    expect(asked).toMatchObject({ decision: 'NEEDS_APPROVAL', risk: 'YELLOW' });
    const { approvalId } = asked;
    // Asking for the same again, also under another key, bothers nobody twice.
    expect(await mcp.call('check_tool', call(key, write('src/a.ts')))).toMatchObject({ approvalId });
    expect(await approvalsOf(project, key)).toMatchObject([{ id: approvalId, kind: 'TOOL_EXEC', status: 'PENDING' }]);
    expect(await mcp.call('get_approval', { approvalId })).toMatchObject({ decision: 'PENDING' });
    expect(await mcp.call('get_task', { task: key })).toMatchObject({ task: { status: 'NEEDS_APPROVAL' } });

    const waiting = mcp.call('get_approval', { approvalId, waitSeconds: 25 });
    await approve(project, approvalId);
    expect(await waiting).toMatchObject({ decision: 'ALLOW', approval: { status: 'APPROVED' } });
    expect(await mcp.call('check_tool', writing)).toMatchObject({ decision: 'ALLOW', approvalId });
    expect(await mcp.call('get_task', { task: key })).toMatchObject({ task: { status: 'ASSIGNED' } });
  });

  it('that was approved is denied once people have paused the agent', async () => {
    const { key, mcp, agent } = await internAtWork();
    const { approvalId } = await mcp.call('check_tool', call(key, write('src/a.ts')));
    await approve(project, approvalId);
    await api.post(`/agents/${agent.id}/status`, { status: 'PAUSED', reason: 'a test' });
    expect(await mcp.call('get_approval', { approvalId })).toMatchObject({ decision: 'DENY' });
    await api.post(`/agents/${agent.id}/status`, { status: 'ACTIVE', reason: 'a test' });
    expect(await mcp.call('get_approval', { approvalId })).toMatchObject({ decision: 'ALLOW' });
  });

  it('that a person has denied blocks the task, where nobody works any more', async () => {
    const { key, mcp } = await internAtWork();
    const { approvalId } = await mcp.call('check_tool', call(key, write('src/a.ts')));
    await deny(project, approvalId, 'not this file');
    expect(await mcp.call('get_approval', { approvalId })).toMatchObject({
      decision: 'DENY',
      reason: 'not this file',
    });
    expect(await mcp.call('check_tool', call(key, { tool: 'read_file' }))).toMatchObject({
      decision: 'DENY',
      reasons: [`${key} is BLOCKED: nobody works on it now`],
    });
  });

  it('is for the agent of the task alone, which says for which one', async () => {
    const { key, mcp } = await internAtWork();
    const other = await McpProbe.connect(api, (await agentWith(api, project)).token);
    expect(await other.refusal('check_tool', call(key, write('src/a.ts')))).toMatchObject({ code: 'FORBIDDEN' });
    expect(await mcp.refusal('check_tool', { summary: 'a test', ...write('src/a.ts') })).toMatchObject({
      code: 'INVALID',
      errors: [{ path: 'task' }],
    });
    const { approvalId } = await mcp.call('check_tool', call(key, write('src/a.ts')));
    const path = `/tasks/${key}/tool-calls/${approvalId}`;
    const { token } = await agentWith(api, project);
    expect((await api.get(path, { token })).status).toBe(403);
    expect((await api.get(path.replace(`${key}/`, `${await project.task()}/`), { token })).status).toBe(404);
  });

  it('may be given up while people think, who are still asked', async () => {
    const { agent, key, mcp } = await internAtWork();
    const { approvalId } = await mcp.call('check_tool', call(key, write('src/a.ts')));
    const hangUp = new AbortController();
    const waiting = fetch(`${api.url}/mcp`, {
      method: 'POST',
      headers: {
        accept: 'application/json, text/event-stream',
        authorization: `Bearer ${agent.token}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({
        jsonrpc: '2.0',
        id: 1,
        method: 'tools/call',
        params: { name: 'get_approval', arguments: { approvalId, waitSeconds: 25 } },
      }),
      signal: hangUp.signal,
    });
    // By the time that another call is answered, this one waits.
    await mcp.call('get_approval', { approvalId });
    hangUp.abort();
    await expect(waiting).rejects.toThrow('aborted');
    expect(await mcp.call('get_approval', { approvalId })).toMatchObject({ decision: 'PENDING' });
  });

  it('of an execution is the same as over its own protocol', async () => {
    const work = await running(project, { role: 'INTERN' });
    const mcp = await McpProbe.connect(api, work.token);
    const { approvalId } = await mcp.call('check_tool', { summary: 'a test', ...write('src/a.ts') });
    expect((await askFor(project, work, write('src/a.ts'))).body).toMatchObject({ approvalId });
    const waiting = mcp.call('get_approval', { approvalId, waitSeconds: 25 });
    await approve(project, approvalId);
    expect(await waiting).toEqual({ decision: 'ALLOW' });
  });
});

describe('a request in words', () => {
  const asking = { action: 'send the newsletter', summary: 'to 1200 people', risk: 'YELLOW' };

  it('holds the task until people have decided', async () => {
    const { key, mcp } = await internAtWork();
    const asked = await mcp.call('request_approval', { task: key, ...asking });
    expect(asked).toMatchObject({ task: key, status: 'NEEDS_APPROVAL', approvalId: `${key}-A1` });
    const { approvalId } = asked;
    expect(await mcp.call('get_approval', { approvalId })).toMatchObject({
      decision: 'PENDING',
      approval: { mayDecide: false },
    });
    await approve(project, approvalId);
    expect(await mcp.call('get_approval', { approvalId, waitSeconds: 25 })).toMatchObject({ decision: 'ALLOW' });
  });

  it('tells why it was denied', async () => {
    const { key, mcp } = await internAtWork();
    const { approvalId } = await mcp.call('request_approval', { task: key, ...asking, blocking: false });
    await deny(project, approvalId, 'not on a Friday');
    expect(await mcp.call('get_approval', { approvalId, waitSeconds: 1 })).toMatchObject({
      decision: 'DENY',
      reason: 'not on a Friday',
    });
    expect(await mcp.refusal('get_approval', { approvalId: `${key}-A9` })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await mcp.refusal('get_approval', { approvalId, waitSeconds: 26 })).toMatchObject({
      errors: [{ path: 'waitSeconds' }],
    });
  });
});
