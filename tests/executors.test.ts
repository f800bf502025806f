import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FOREIGN_SECRET, startExecutingStack, type ExecutingStack } from './executors.test-support.ts';
import { countIn, createTask, settledTypes } from './faults.test-support.ts';
import { eventually, uniqueName } from './stack.test-support.ts';

const LONG = 120_000;

let stack: ExecutingStack;
let project: string;
/** Leases of its executions are lost soon. */
let impatient: string;

beforeAll(async () => {
  stack = await startExecutingStack();
  await eventually(async () => {
    const { items } = (await stack.call('GET', '/executors')).body;
    const live = items.filter(({ processes }: { processes: { isLive: boolean }[] }) =>
      processes.some(({ isLive }) => isLive),
    );
    return live.length === 3;
  }, 60_000);
  project = uniqueName('executors');
  const keyPrefix = `E${uniqueName('x').slice(2, 8).toUpperCase()}`;
  const created = await stack.persist('POST', '/projects', { slug: project, name: 'Executors', keyPrefix });
  expect(created.status).toBe(201);
  impatient = `${project}-2`;
  const rule = { types: ['RESEARCH'], executor: 'CLAUDE_CODE', score: 1, reason: 'a test', heartbeatTimeoutSeconds: 3 };
  const second = { slug: impatient, name: 'Impatient', keyPrefix: `${keyPrefix}2`, routingRules: [rule] };
  expect((await stack.persist('POST', '/projects', second)).status).toBe(201);
}, LONG);
afterAll(() => stack.stop(), LONG);

/** A task that is dispatched as its type has it. */
async function dispatched(fields: object, where = project): Promise<string> {
  const key = await createTask(stack, where, fields);
  const { status } = await stack.persist('POST', `/tasks/${key}/commands/dispatch`, {});
  expect(status).toBe(200);
  return key;
}

const task = async (key: string) => (await stack.call('GET', `/tasks/${key}`)).body;

describe('the executors', () => {
  it(
    'a CODE_CHANGE goes to Cursor, which pushes a branch once a person has agreed',
    async () => {
      const workspace = { repositoryUrl: stack.remote.url, baseBranch: 'main' };
      const key = await dispatched({ title: 'Add notes', type: 'CODE_CHANGE', workspace });
      await stack.approveUntil(key, 'REVIEW');
      expect(await stack.execution(key)).toMatchObject({ executor: 'CURSOR', status: 'COMPLETED' });
      const { deliverable } = await task(key);
      expect(stack.remote.show(deliverable.branch, 'notes.md')).toBe('first version\n');
      expect(deliverable.artifacts.map(({ name }: { name: string }) => name)).toContain('changes.diff');
      const types = await settledTypes(stack, key);
      expect(countIn(types, 'approval.approved') + countIn(types, 'approval.decided')).toBeGreaterThan(0);
    },
    LONG,
  );

  it(
    'RESEARCH goes to Claude Code, whose text comes back for review',
    async () => {
      const key = await dispatched({ title: 'Find out', type: 'RESEARCH', description: 'fake:text' });
      await stack.approveUntil(key, 'REVIEW');
      expect(await stack.execution(key)).toMatchObject({ executor: 'CLAUDE_CODE', status: 'COMPLETED' });
      expect(await task(key)).toMatchObject({
        deliverable: { content: '# Findings\n\nAll is well.' },
        spending: { costMicros: 800, runs: 1 },
      });
    },
    LONG,
  );

  it(
    'CONTENT goes to OpenClaw, whose result comes back for review',
    async () => {
      const key = await dispatched({ title: 'Write a post', type: 'CONTENT' });
      await stack.approveUntil(key, 'REVIEW');
      expect(await stack.execution(key)).toMatchObject({ executor: 'OPENCLAW_AGENT', status: 'COMPLETED' });
      expect(await task(key)).toMatchObject({ deliverable: { content: 'Done' }, spending: { costMicros: 140 } });
    },
    LONG,
  );

  it(
    'a tool call that waits goes on when a person allows it, and the model is told what was denied',
    async () => {
      const call = (name: string, input: object) => `tool:${JSON.stringify({ name, input })}`;
      const description = [
        'fake:tools',
        call('Write', { file_path: 'notes.md', content: 'seen' }),
        call('Bash', { command: 'rm -rf /' }),
      ].join('\n');
      const key = await dispatched({ title: 'Try tools', type: 'RESEARCH', description }, impatient);
      const approval = await eventually(async () => {
        const { items } = (await stack.call('GET', `/approvals?task=${key}&status=PENDING`)).body;
        return items[0];
      }, 60_000);
      expect(approval).toMatchObject({ kind: 'TOOL_EXEC', tool: 'write_file', payload: { tool: 'write_file' } });
      // Longer than the lease holds without a sign of life.
      await setTimeout(4_000);
      await stack.approveUntil(key, 'REVIEW');
      expect((await task(key)).deliverable.content).toMatch(/^Write did it\nPreToolUse:Bash hook error: .+/);
      expect(countIn(await settledTypes(stack, key), 'execution.completed')).toBe(1);
    },
    LONG,
  );

  it(
    'a run that goes over its cap is stopped, and goes on when a person has paid for more',
    async () => {
      const pids = join(stack.remote.folder, uniqueName('pids'));
      const fields = { title: 'Spend', type: 'RESEARCH', description: `fake:expensive pids:${pids}` };
      const key = await dispatched(fields);
      await eventually(async () => (await task(key)).status === 'NEEDS_APPROVAL', 60_000);
      const [pid] = readFileSync(pids, 'utf8').split(' ').map(Number);
      await eventually(() => !isAlive(pid!), 60_000);
      const { items } = (await stack.call('GET', `/approvals?task=${key}&status=PENDING`)).body;
      expect(items).toMatchObject([{ action: 'BUDGET_OVERRIDE' }]);
      await stack.approveUntil(key, 'REVIEW');
      expect(await task(key)).toMatchObject({ deliverable: { content: 'Done for less' }, spending: { runs: 2 } });
    },
    LONG,
  );

  it(
    'a tool sees nothing of what belongs to the executor, but the key of its own service',
    async () => {
      const key = await dispatched({ title: 'Look around', type: 'RESEARCH', description: 'fake:environment' });
      await stack.approveUntil(key, 'REVIEW');
      const { content } = (await task(key)).deliverable;
      expect(content).toContain('CLAUDE_CONFIG_DIR');
      for (const secret of [FOREIGN_SECRET, 'key-of-cursor', 'gateway-secret', ...stack.secrets]) {
        expect(content).not.toContain(secret);
      }
    },
    LONG,
  );
});

describe('an execution', () => {
  /** A run of Claude Code, and its processes. */
  async function running(mode: 'hang' | 'slow'): Promise<{ key: string; processes: number[] }> {
    const pids = join(stack.remote.folder, uniqueName('pids'));
    const fields = { title: 'Take long', type: 'RESEARCH', description: `fake:${mode} pids:${pids}` };
    const key = await dispatched(fields, impatient);
    await eventually(() => existsSync(pids) && readFileSync(pids, 'utf8').includes(' '), 30_000);
    return { key, processes: readFileSync(pids, 'utf8').split(' ').map(Number) };
  }

  const isOver = async (processes: number[]) => {
    await eventually(() => !processes.some(isAlive), 60_000);
    await eventually(() => workPlaces().length === 0, 60_000);
  };

  it.each(['claude-code-executor', 'its tool', 'api', 'worker'] as const)(
    'finishes once when %s is killed, leaves nothing behind and costs once',
    async (victim) => {
      const { key, processes } = await running('slow');
      if (victim === 'its tool') process.kill(processes[0]!, 'SIGKILL');
      else stack.kill(victim);
      await eventually(async () => (await task(key)).status === 'REVIEW', LONG);
      const types = await settledTypes(stack, key);
      expect(countIn(types, 'execution.requested')).toBe(1);
      expect(countIn(types, 'execution.completed')).toBe(1);
      expect(await task(key)).toMatchObject({ deliverable: { content: 'Done in the end' } });
      // What a killed attempt said it had used until then was used; each attempt counts once.
      const { items: runs } = (await stack.call('GET', `/runs?task=${key}`)).body;
      expect(countIn(types, 'run.recorded')).toBeLessThanOrEqual(runs.length);
      const cost = runs.reduce(
        (sum: number, run: { usage?: { costMicros: number } }) => sum + (run.usage?.costMicros ?? 0),
        0,
      );
      expect((await task(key)).spending).toMatchObject({ costMicros: cost });
      expect(cost - 800).toBeLessThan(800);
      await isOver(processes);
    },
    2 * LONG,
  );

  it(
    'that is canceled leaves no process and no work place, even where the tool does not end by itself',
    async () => {
      const { key, processes } = await running('hang');
      const end = { to: 'CANCELED', reason: 'enough' };
      expect([200, 202]).toContain((await stack.persist('POST', `/tasks/${key}/commands/transition`, end)).status);
      await isOver(processes);
      expect(countIn(await settledTypes(stack, key), 'execution.canceled')).toBe(1);
    },
    2 * LONG,
  );
});

/** Work places that are there now, of all processes of the executor. */
function workPlaces(): string[] {
  const folder = join(stack.folder, 'executors/claude-code/worktrees');
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((owner) => readdirSync(join(folder, owner)));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
