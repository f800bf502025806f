import { existsSync, mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { ExecutionBrief } from '@mission-control/executor-client';
import type { RecordedCall } from '../../executor-client/src/protocol-server.test-support.ts';
import { startClaudeExecutor, type ClaudeExecutor } from './claude-executor.test-support.ts';
import { forgetOldSessions } from './sessions.ts';

let executor: ClaudeExecutor;

beforeEach(async () => {
  executor = await startClaudeExecutor();
});

afterEach(() => executor.close());

/** One cycle of the task, which tells its arguments. */
async function cycle(count: number, brief: Partial<ExecutionBrief> = {}): Promise<RecordedCall> {
  executor.offer({ title: 'fake:arguments', ...brief });
  const ending = await executor.ending(count);
  expect([ending.name, ending.body['error']]).toEqual(['complete', undefined]);
  return ending;
}

const argumentsOf = ({ body }: RecordedCall) => JSON.parse(String(body['content'])) as Record<string, string>;
const feedback = ['Shorter, please. fake:arguments'];
const folder = () => join(executor.workDir, 'claude/MC-1');

test('goes on with the session of the last cycle, and charges what came since', async () => {
  const first = await cycle(1);
  const second = await cycle(2, { feedback });
  const third = await cycle(3, { feedback: [...feedback, 'Shorter still. fake:arguments'] });
  const sessionId = argumentsOf(first)['session-id'];
  expect([second, third].map((call) => argumentsOf(call)['resume'])).toEqual([sessionId, sessionId]);
  const used = { inputTokens: 100, outputTokens: 20, costMicros: 800 };
  for (const { body } of [first, second, third]) expect(body['usage']).toMatchObject(used);
});

test('a task that comes without feedback starts anew', async () => {
  const first = argumentsOf(await cycle(1));
  const second = argumentsOf(await cycle(2));
  expect(second['session-id']).toMatch(/^[\da-f-]{36}$/);
  expect(second['session-id']).not.toBe(first['session-id']);
});

test('a task that was reworded starts anew, with all of it', async () => {
  await cycle(1);
  const second = argumentsOf(await cycle(2, { feedback, description: 'About cats' }));
  expect(second).not.toHaveProperty('resume');
});

test('starts anew where the CLI has lost the session', async () => {
  const sessionId = argumentsOf(await cycle(1))['session-id'];
  rmSync(join(folder(), 'config', `${sessionId}.json`));
  const second = await cycle(2, { feedback });
  expect(argumentsOf(second)).not.toHaveProperty('resume');
  expect(second.body['usage']).toMatchObject({ costMicros: 800 });
  expect(executor.server.log()).toContain('The session of the last cycle is gone; starting anew');
});

test('a session whose work was not handed in is not gone on with', async () => {
  await cycle(1);
  executor.offer({ title: 'fake:arguments', feedback: ['fake:crash'] });
  expect((await executor.ending(2)).name).toBe('fail');
  expect(argumentsOf(await cycle(3, { feedback }))).not.toHaveProperty('resume');
});

test('only the user of the executor can look into it', async () => {
  await cycle(1);
  const modes = ['', 'config', 'home', 'session.json'].map((name) => statSync(join(folder(), name)).mode & 0o777);
  expect(modes).toEqual([0o700, 0o700, 0o700, 0o600]);
});

test('a session file that was cut is none', async () => {
  await cycle(1);
  const path = join(folder(), 'session.json');
  writeFileSync(path, readFileSync(path, 'utf8').slice(0, 40));
  expect(argumentsOf(await cycle(2, { feedback }))).not.toHaveProperty('resume');
});

test('forgets what nobody has used for two weeks', async () => {
  const now = new Date('2026-11-20T12:00:00Z');
  const folders = join(executor.workDir, 'claude');
  for (const [name, usedAt] of [
    ['old', '2026-11-06T11:59:00Z'],
    ['recent', '2026-11-06T12:01:00Z'],
  ] as const) {
    mkdirSync(join(folders, name, 'config'), { recursive: true });
    utimesSync(join(folders, name), new Date(usedAt), new Date(usedAt));
  }
  await forgetOldSessions(executor.workDir, now);
  expect(['old', 'recent'].map((name) => existsSync(join(folders, name)))).toEqual([false, true]);
  await forgetOldSessions('/no/such/folder', now);
});
