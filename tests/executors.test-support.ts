import { chmodSync, copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../local/repository.ts';
import { startFakeGateway, type FakeGateway } from '../packages/openclaw-executor/src/fake-gateway.test-support.ts';
import { createGitRemote, type GitRemote } from '../packages/executor-host/src/git-remote.test-support.ts';
import { startBreakableStack, type BreakableStack } from './faults.test-support.ts';
import { eventually } from './stack.test-support.ts';

/** Belongs to whoever runs the executors; no tool may ever see it. */
export const FOREIGN_SECRET = 'a-key-of-another-service';

/** A whole stack with our executors, whose outside tools are stand-ins that speak the real protocols. */
export interface ExecutingStack extends BreakableStack {
  readonly remote: GitRemote;
  readonly gateway: FakeGateway;
  /** Approves what is asked for the task until it is in one of `statuses`. */
  approveUntil(key: string, ...statuses: string[]): Promise<string>;
  execution(key: string): Promise<Record<string, unknown> & { status: string; id: string }>;
}

export async function startExecutingStack(): Promise<ExecutingStack> {
  const remote = createGitRemote();
  const gateway = await startFakeGateway();
  const environment = {
    CLAUDE_BIN: standIn(remote, 'claude-code-executor/src/fake-claude.test-support.mjs'),
    ANTHROPIC_API_KEY: 'key-of-anthropic',
    CURSOR_BIN: standIn(remote, 'cursor-executor/src/cli/fake-cursor.test-support.mjs'),
    CURSOR_API_KEY: 'key-of-cursor',
    CURSOR_MODE: 'cli',
    OPENCLAW_URL: gateway.url,
    OPENCLAW_TOKEN: 'gateway-secret',
    AWS_SECRET_ACCESS_KEY: FOREIGN_SECRET,
  };
  Object.assign(process.env, environment);
  const stack = await startBreakableStack(['claude-code', 'cursor', 'openclaw']);
  const { call, persist } = stack;

  const approveOpen = async (key: string) => {
    const { body } = await call('GET', `/approvals?task=${key}&status=PENDING`);
    for (const { id } of body.items ?? []) await persist('POST', `/approvals/${id}/decide`, { decision: 'APPROVE' });
  };
  return {
    ...stack,
    remote,
    gateway,
    approveUntil: (key, ...statuses) =>
      eventually(async () => {
        await approveOpen(key);
        const { status } = (await call('GET', `/tasks/${key}`)).body;
        return statuses.includes(status) ? (status as string) : undefined;
      }, 60_000),
    execution: async (key) => (await call('GET', `/executions?task=${key}`)).body.items[0],
    stop: async () => {
      for (const name of Object.keys(environment)) delete process.env[name];
      await stack.stop();
      await gateway.close();
      remote.remove();
    },
  };
}

/** The stand-in as a program that can be started; its name ends as node wants it. */
function standIn({ folder }: GitRemote, path: string): string {
  const program = join(folder, `${path.split('/', 1)[0]}.mjs`);
  copyFileSync(join(repositoryRoot, 'packages', path), program);
  chmodSync(program, 0o755);
  return program;
}
