import { setTimeout } from 'node:timers/promises';
import { describeEvent } from '../../domain/report/describe-event.ts';
import type { TaskEvent } from '../../domain/task/events.ts';
import { isFinal, type TaskStatus } from '../../domain/task/vocabulary.ts';
import type { CommandResult } from '../../operations/schemas/commands.ts';
import type { AgentView } from '../../operations/schemas/agent.ts';
import type { RoutePreview } from '../../operations/schemas/routing.ts';
import { ApiError, type ApiClient } from '../api-client.ts';
import { followTask } from '../follow-task.ts';
import type { DemoRepository } from './sample-repository.ts';

export interface DemoOptions {
  /** A person decides in the browser in our place. */
  readonly interactive: boolean;
  readonly say: (line: string) => void;
}

const PROJECT = { slug: 'demo', name: 'Demo', keyPrefix: 'DEMO' };
const AGENT_NAME = 'Refactoring Intern';
const CONFLICT = 409;
const CONNECTS_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 300;

/** Creates the task and takes it to the point where an executor has it. @returns its key. */
export async function beginLife(client: ApiClient, repository: DemoRepository): Promise<string> {
  const agent = await ensureAgent(client);
  const { from, to } = repository.rename;
  const { task } = await client.post<CommandResult>('/tasks', {
    project: PROJECT.slug,
    title: `Rename ${from} to ${to}`,
    description: `Rename the symbol \`${from}\` to \`${to}\` wherever it is used, tests included. Behaviour stays the same.`,
    type: 'CODE_CHANGE',
    labels: ['codemod'],
    workspace: { repositoryUrl: repository.repositoryUrl, baseBranch: repository.baseBranch },
    metadata: { codemod: codemodOf(repository) },
  });
  const command = (name: string, body: object) => client.post(`/tasks/${task.key}/commands/${name}`, body);
  await command('assign', { assignees: [{ kind: 'AGENT', id: agent.id }] });
  await command('plan', {
    bullets: [
      `Find every reference to ${from} with the TypeScript language service`,
      `Rename it to ${to} in one commit on a branch of its own`,
      "Run the repository's tests, then ask before pushing the branch",
    ],
    estimatedMinutes: 5,
  });
  await untilConnected(client, task.key);
  await command('dispatch', {});
  return task.key;
}

/** Waits for the executor of a stack that has just started: until then the rules would give the task to a person. */
async function untilConnected(client: ApiClient, key: string): Promise<void> {
  const until = Date.now() + CONNECTS_WITHIN_MS;
  for (;;) {
    const { route } = await client.get<RoutePreview>(`/tasks/${key}/route`);
    if (route.executor === 'CODEMOD') return;
    if (Date.now() > until) throw new Error(`no codemod executor has connected: ${route.reason}`);
    await setTimeout(LOOK_EVERY_MS);
  }
}

/** Follows the task to its end and does the owner's part on the way, unless a person does it. @returns the last status. */
export async function followLife(client: ApiClient, key: string, options: DemoOptions): Promise<TaskStatus> {
  for await (const event of followTask(client, key)) {
    options.say(`${event.at.slice(11, 19)}  ${event.actor.name} ${describeEvent(event)}`);
    if (event.type === 'task.transitioned' && isFinal(event.data.to)) return event.data.to;
    if (event.type === 'task.transitioned' && event.data.to === 'BLOCKED') return 'BLOCKED';
    if (!options.interactive) await actAsOwner(client, key, event);
  }
  throw new Error('the log of a task does not end by itself');
}

async function actAsOwner(client: ApiClient, key: string, event: TaskEvent): Promise<void> {
  if (event.type === 'approval.requested') {
    const { id } = event.data.approval;
    const reason = 'the tests pass, and it goes to a branch of its own';
    await client.post(`/approvals/${id}/decide`, { decision: 'APPROVE', reason });
  } else if (event.type === 'task.transitioned' && event.data.to === 'REVIEW') {
    await client.post(`/tasks/${key}/commands/comment`, { body: 'Reviewed the diff: only the name changed.' });
    await client.post(`/tasks/${key}/commands/transition`, { from: 'REVIEW', to: 'DONE' });
  }
}

function codemodOf({ rename, setupCommand, testCommand }: DemoRepository): object {
  return { kind: 'rename', ...rename, ...(setupCommand && { setupCommand }), testCommand };
}

/** An INTERN asks before it touches anything outside of its workspace. */
async function ensureAgent(client: ApiClient): Promise<AgentView> {
  await unlessThere(client.post('/projects', PROJECT));
  const agent = { project: PROJECT.slug, name: AGENT_NAME, role: 'INTERN', allowedTypes: ['CODE_CHANGE'] };
  await unlessThere(client.post('/agents', agent));
  const { items } = await client.get<{ items: AgentView[] }>(`/agents?project=${PROJECT.slug}`);
  const found = items.find(({ name }) => name === AGENT_NAME);
  if (!found) throw new Error(`the agent ${AGENT_NAME} was created but is not listed`);
  return found;
}

async function unlessThere(creating: Promise<unknown>): Promise<void> {
  await creating.catch((error: unknown) => {
    if (!(error instanceof ApiError) || error.status !== CONFLICT) throw error;
  });
}
