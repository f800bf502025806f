import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ProjectProbe, startTestApi, type Json, type TestApi } from '../tests/api.test-support.ts';
import { agentAtWork } from '../tests/governance.test-support.ts';
import { agentWith, keyOf, personWith } from '../tests/identities.test-support.ts';
import { McpProbe } from './client.test-support.ts';

const PLAN = ['Read it', 'Write it', 'Check it'];
const ALL_TOOLS = [
  'get_task',
  'list_my_tasks',
  'list_messages',
  'claim_task',
  'submit_plan',
  'move_task',
  'post_comment',
  'submit_deliverable',
  'request_approval',
  'check_tool',
  'get_approval',
  'start_run',
  'report_usage',
];

let api: TestApi;
let project: ProjectProbe;

beforeAll(async () => {
  api = await startTestApi();
  project = await ProjectProbe.create(api);
}, 60_000);
afterAll(() => api.stop(), 60_000);

/** A new agent of the project, connected. */
async function connected(): Promise<{ readonly mcp: McpProbe; readonly id: string }> {
  const { id, token } = await agentWith(api, project);
  return { mcp: await McpProbe.connect(api, token), id };
}

describe('an agent', () => {
  it('is told of every tool, what it is for, and what it does to the world', async () => {
    const { mcp } = await connected();
    const { tools } = await mcp.client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(ALL_TOOLS);
    for (const { description = '', inputSchema, outputSchema, annotations } of tools) {
      expect(description.length).toBeGreaterThan(60);
      expect(inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
      expect(outputSchema).toMatchObject({ type: 'object' });
      expect(annotations).toMatchObject({ openWorldHint: false, readOnlyHint: expect.any(Boolean) });
    }
    expect(mcp.client.getInstructions()).toContain('get_approval');
  });

  it('takes a task from the inbox to review', async () => {
    const key = await project.task({ title: 'Write the manual', checklist: [{ label: 'spelling', checked: false }] });
    const { mcp, id } = await connected();

    const { items: claimable } = await mcp.call('list_my_tasks', { which: 'CLAIMABLE', limit: 200 });
    expect(claimable.map((card: Json) => card.key)).toContain(key);
    expect(await mcp.call('list_my_tasks')).toEqual({ items: [] });

    expect(await mcp.call('claim_task', { task: key })).toMatchObject({ task: key, status: 'ASSIGNED' });
    expect(await mcp.call('claim_task', { task: key })).toMatchObject({ task: key, status: 'ASSIGNED' });
    const other = await connected();
    expect(await other.mcp.refusal('claim_task', { task: key })).toMatchObject({ code: 'CONFLICT' });

    const early = await mcp.refusal('move_task', { task: key, to: 'IN_PROGRESS' });
    expect(early).toMatchObject({ code: 'GATE_NOT_MET', errors: [{ path: 'workPlan' }] });
    expect(early.allowed.map(({ to }: Json) => to)).toContain('IN_PROGRESS');
    expect(await mcp.call('submit_plan', { task: key, bullets: PLAN })).toMatchObject({ status: 'ASSIGNED' });
    expect(await mcp.call('move_task', { task: key, to: 'IN_PROGRESS' })).toMatchObject({ status: 'IN_PROGRESS' });

    const { messageId } = await mcp.call('post_comment', { task: key, body: 'Halfway there.' });
    const { items: messages } = await mcp.call('list_messages', { task: key });
    expect(messages).toMatchObject([{ id: messageId, body: 'Halfway there.', author: { kind: 'AGENT', id } }]);
    expect(await mcp.call('list_my_tasks')).toMatchObject({ items: [{ key, status: 'IN_PROGRESS' }] });

    const unsettled = await mcp.refusal('submit_deliverable', { task: key, summary: 'Written' });
    expect(unsettled).toMatchObject({ code: 'GATE_NOT_MET', errors: [{ path: 'checklist.0' }] });
    const checklist = [{ label: 'spelling', checked: true }];
    expect(await mcp.call('submit_deliverable', { task: key, summary: 'Written', checklist })).toMatchObject({
      status: 'REVIEW',
      projected: true,
    });
    expect(await mcp.call('get_task', { task: key })).toMatchObject({
      task: { key, status: 'REVIEW', workPlan: { bullets: PLAN }, deliverable: { summary: 'Written' } },
    });
    expect((await mcp.call('list_my_tasks', { status: 'REVIEW' })).items).toHaveLength(1);
  });

  it('has a call done once that it sends twice under one idempotency key', async () => {
    const { agent, key } = await agentAtWork(project);
    const mcp = await McpProbe.connect(api, agent.token);
    const comment = { task: key, body: 'Once.', idempotencyKey: 'comment-1' };
    const [first, second] = [await mcp.call('post_comment', comment), await mcp.call('post_comment', comment)];
    expect(second.messageId).toBe(first.messageId);
    expect((await mcp.call('list_messages', { task: key })).items).toHaveLength(1);
    expect(await mcp.refusal('post_comment', { ...comment, body: 'Other.' })).toMatchObject({
      code: 'IDEMPOTENCY_CONFLICT',
    });
  });

  it('sets money aside and reports what was used, with and without a run', async () => {
    const { agent, key } = await agentAtWork(project);
    const mcp = await McpProbe.connect(api, agent.token);
    const usage = { inputTokens: 10, outputTokens: 5, costMicros: 20_000, costSource: 'BILLED' };
    const { run } = await mcp.call('start_run', { task: key, estimate: { micros: 50_000 } });
    expect(run).toMatchObject({ status: 'RUNNING', taskKey: key, reserved: { micros: 50_000 } });
    expect(await mcp.call('report_usage', { run: run.id, usage })).toMatchObject({
      run: { status: 'FINISHED', usage },
    });
    const report = { task: key, usage, idempotencyKey: 'stretch-2' };
    const { run: second } = await mcp.call('report_usage', report);
    expect((await mcp.call('report_usage', report)).run).toEqual(second);
    expect(second).toMatchObject({ status: 'FINISHED', taskKey: key, reserved: { micros: 0 }, usage });
    const { task } = await mcp.call('get_task', { task: key });
    expect(task.spending).toMatchObject({ costMicros: 40_000, runs: 2 });
    expect(await mcp.refusal('report_usage', { run: run.id, task: key, usage })).toMatchObject({
      errors: [{ path: 'task' }],
    });
  });

  it('is told which field is wrong', async () => {
    const { agent, key } = await agentAtWork(project);
    const mcp = await McpProbe.connect(api, agent.token);
    const wrong = await mcp.refusal('submit_plan', { task: key, bullets: ['one', 2, 'three'], more: 1 });
    expect(wrong).toMatchObject({ code: 'INVALID' });
    expect(wrong.errors.map(({ path }: Json) => path)).toEqual(['bullets.1', 'more']);
    expect(await mcp.refusal('get_task', { task: 'nonsense' })).toMatchObject({
      code: 'INVALID',
      errors: [{ path: 'task', message: 'is not a task key like MC-42' }],
    });
    expect(await mcp.refusal('get_task')).toMatchObject({ errors: [{ path: 'task' }] });
    expect((await mcp.call('get_task', { task: key })).task.workPlan.bullets).toEqual(['one', 'two', 'three']);
  });

  it('reads a task and its report as resources', async () => {
    const { agent, key } = await agentAtWork(project, {}, { title: 'A resourceful one' });
    const mcp = await McpProbe.connect(api, agent.token);
    const uri = `mission-control://tasks/${key}`;
    expect((await mcp.client.listResources()).resources).toMatchObject([{ uri, title: `${key} · A resourceful one` }]);
    const { resourceTemplates } = await mcp.client.listResourceTemplates();
    expect(resourceTemplates.map(({ uriTemplate }) => uriTemplate)).toEqual([
      'mission-control://tasks/{key}',
      'mission-control://tasks/{key}/report',
    ]);
    const task = await mcp.read(uri);
    expect(task).toMatchObject({ uri, mimeType: 'application/json' });
    expect(JSON.parse(task.text)).toMatchObject({ key, title: 'A resourceful one', status: 'ASSIGNED' });
    const report = await mcp.read(`${uri}/report`);
    expect(report).toMatchObject({ mimeType: 'text/markdown', text: expect.stringContaining('A resourceful one') });
    await expect(mcp.read('mission-control://tasks/nonsense')).rejects.toThrow('is not a task key');
  });
});

describe('what is not for them', () => {
  it('does not exist for agents of other projects', async () => {
    const { key } = await agentAtWork(project);
    const inbox = await project.task();
    const elsewhere = await ProjectProbe.create(api);
    const mcp = await McpProbe.connect(api, (await agentWith(api, elsewhere)).token);
    for (const [tool, input] of [
      ['get_task', {}],
      ['claim_task', {}],
      ['post_comment', { body: 'Hello' }],
      ['check_tool', { tool: 'read_file', summary: 'look' }],
      ['request_approval', { action: 'a', summary: 's', risk: 'GREEN' }],
    ] as const) {
      expect(await mcp.refusal(tool, { task: key, ...input })).toMatchObject({ code: 'NOT_FOUND' });
    }
    expect(await mcp.call('list_my_tasks', { which: 'CLAIMABLE' })).toEqual({ items: [] });
    await expect(mcp.read(`mission-control://tasks/${inbox}`)).rejects.toMatchObject({ code: -32_002 });
    await expect(mcp.read(`mission-control://tasks/${inbox}/report`)).rejects.toMatchObject({ code: -32_002 });
  });

  it('is refused to people below their role, who may do the rest', async () => {
    const key = await project.task();
    const withRole = async (role: 'VIEWER' | 'OPERATOR') =>
      McpProbe.connect(api, (await personWith(api, { memberships: [{ project: project.slug, role }] })).token);
    const [viewer, operator] = [await withRole('VIEWER'), await withRole('OPERATOR')];
    expect(await viewer.call('get_task', { task: key })).toMatchObject({ task: { key } });
    expect(await viewer.refusal('claim_task', { task: key })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await operator.call('claim_task', { task: key })).toMatchObject({ status: 'ASSIGNED' });
    expect((await operator.call('list_my_tasks')).items).toMatchObject([{ key }]);
    expect(await operator.toolNames()).not.toContain('check_tool');
    expect(await operator.refusal('check_tool', { task: key, tool: 'read_file', summary: 'look' })).toMatchObject({
      code: 'FORBIDDEN',
    });
  });

  it('is not even shown to keys of other kinds', async () => {
    const { token } = await project.claimed();
    const execution = await McpProbe.connect(api, token);
    expect(await execution.toolNames()).toEqual(['check_tool', 'get_approval']);
    expect(await execution.refusal('get_task', { task: await project.task() })).toMatchObject({ code: 'FORBIDDEN' });
    const executor = await McpProbe.connect(api, api.tokens.executor);
    expect(await executor.toolNames()).toEqual([]);
    const { id } = await agentWith(api, project);
    const reader = await keyOf(api, { kind: 'AGENT', agentId: id, scopes: ['tasks.read'] });
    expect(await (await McpProbe.connect(api, reader.token)).toolNames()).toEqual(ALL_TOOLS.slice(0, 3));
  });
});
