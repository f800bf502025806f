import { afterAll, afterEach, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import { commandUpdates } from '../../workflows/messages.ts';
import { taskWorkflowId } from '../../domain/ids.ts';
import { NO_FACTS, type CommandOf } from '../../domain/task/commands.ts';
import { expectStatus, ProjectProbe, startTestApi, type TestApi } from '../../tests/api.test-support.ts';
import { agentWith } from '../../tests/identities.test-support.ts';
import { approvalsCommand } from './approvals.ts';
import { approveCommand, denyCommand } from './decide.ts';

let api: TestApi;
let project: ProjectProbe;
let key: string;
let printed: jest.SpiedFunction<typeof process.stdout.write>;

beforeAll(async () => {
  api = await startTestApi();
  project = await ProjectProbe.create(api);
  process.env['MISSION_CONTROL_URL'] = api.url;
  process.env['MISSION_CONTROL_TOKEN'] = api.tokens.owner;
}, 60_000);
afterAll(async () => {
  delete process.env['MISSION_CONTROL_URL'];
  delete process.env['MISSION_CONTROL_TOKEN'];
  await api.stop();
}, 60_000);
beforeEach(async () => {
  key = await project.task();
  printed = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
});
afterEach(() => {
  printed.mockRestore();
  process.exitCode = 0;
});

/** What a command prints. */
async function run(command: typeof approveCommand, ...args: string[]): Promise<string> {
  printed.mockClear();
  await command.parseAsync(args, { from: 'user' });
  return printed.mock.calls.map(([text]) => String(text)).join('');
}

async function ask(more: object = {}): Promise<string> {
  const agent = await agentWith(api, project);
  const body = { action: 'deploy', summary: 'deploy it', risk: 'YELLOW', blocking: false, ...more };
  const answer = await project.command(key, 'requestApproval', body, { token: agent.token });
  expectStatus(answer, 200);
  return answer.body.approvalId as string;
}

/** What a tool call asks for. */
async function askForTool(): Promise<string> {
  const { id } = (await api.get(`/tasks/${key}`)).body;
  const tool = { kind: 'TOOL_EXEC', action: 'shell', tool: 'shell', inputHash: 'hash' } as const;
  const command: CommandOf<'requestApproval'> = {
    name: 'requestApproval',
    summary: 'make build',
    risk: 'YELLOW',
    blocking: false,
    ...tool,
  };
  const actor = { kind: 'AGENT', id: 'x', name: 'X', role: 'INTERN' } as const;
  const handle = api.worker.client.workflow.getHandle(taskWorkflowId(id));
  const { approvalId } = await handle.executeUpdate(commandUpdates.approval, {
    args: [{ command, actor, facts: NO_FACTS }],
  });
  return approvalId ?? '';
}

it('approves and denies, and shows what happened', async () => {
  const [one, other] = [await ask({ justification: 'it is late' }), await ask()];
  expect(await run(approvalsCommand)).toContain(`${one.padEnd(12)}  YELLOW  deploy: deploy it (0 of 1, until `);
  expect(await run(approveCommand, one)).toBe(`Approved ${one}: ${key} is INBOX\n`);
  await expect(run(denyCommand, one, '--reason', 'no')).rejects.toThrow(`${one} is already APPROVED (Olga Owner at`);
  expect(await run(denyCommand, other, '--reason', 'not today')).toBe(`Denied ${other}: ${key} is INBOX\n`);
  expect(await run(approvalsCommand, 'list')).not.toContain(key);
  const shown = await run(approvalsCommand, 'show', one);
  expect(shown).toContain(`${one}  ACTION  YELLOW  APPROVED\ndeploy: deploy it\nWhy: it is late\n`);
  expect(shown).toContain(`Olga Owner approved ${one}`);
});

it('decides on several at once, says which were refused, and fails then', async () => {
  const ids = [await ask(), await ask()];
  expect(await run(approveCommand, ...ids, '--reason', 'all fine')).toBe(`Approved ${ids[0]}\nApproved ${ids[1]}\n`);
  expect(process.exitCode).toBe(0);
  const next = await ask();
  const said = await run(denyCommand, next, ids[0] ?? '', '--reason', 'no');
  expect(said).toMatch(new RegExp(`^Denied ${next}\n${ids[0]}: ${ids[0]} is already APPROVED`));
  expect(process.exitCode).toBe(1);
});

it('leaves a decision to the ADMINs', async () => {
  const id = await ask();
  expect(await run(approvalsCommand, 'delegate', id, '--reason', 'yours')).toBe(`${id} is for every ADMIN now.\n`);
  expect((await api.get(`/approvals/${id}`)).body.deciderRole).toBe('ADMIN');
});

it('allows the same again', async () => {
  await run(approveCommand, await askForTool(), '--again', '3');
  await run(approveCommand, await askForTool(), '--again', '2', '--minutes', '5', '--same-tool');
  expect((await api.get(`/tasks/${key}`)).body.grants).toMatchObject([
    { scope: 'SAME_CALL', tool: 'shell', usesLeft: 3 },
    { scope: 'SAME_TOOL', tool: 'shell', usesLeft: 2 },
  ]);
});

it.each([
  ['minutes without a number', ['MC-1-A1', '--minutes', '5'], /go with --again/],
  ['several at once', ['MC-1-A1', 'MC-1-A2', '--again', '2'], /one approval at a time/],
])('does not allow again: %s', async (_what, args, message) => {
  await expect(run(approveCommand, ...args)).rejects.toThrow(message);
});
