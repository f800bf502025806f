import { expectStatus, type Answer, type Json, type ProjectProbe } from './api.test-support.ts';
import { agentWith } from './identities.test-support.ts';

const EXECUTOR = 'CLAUDE_CODE';
const PLAN = { bullets: ['one', 'two', 'three'] };

interface Running {
  readonly key: string;
  readonly execution: string;
  readonly token: string;
}

/** Lets rules hold for a project, or for another scope in it, from now on. */
export async function letHold({ api, slug }: ProjectProbe, rules: object, scope: object = {}): Promise<void> {
  const body = { scope: { kind: 'PROJECT', project: slug, ...scope }, rules, note: 'a test', activate: true };
  expectStatus(await api.post('/policies', body), 201);
}

/** A new agent of the project, and a task that is given to it and planned. */
export async function agentAtWork(
  project: ProjectProbe,
  fields: Parameters<typeof agentWith>[2] = {},
  task: object = {},
): Promise<{ readonly agent: Awaited<ReturnType<typeof agentWith>>; readonly key: string }> {
  const agent = await agentWith(project.api, project, fields);
  const key = await project.task(task);
  expectStatus(await project.command(key, 'assign', { assignees: [{ kind: 'AGENT', id: agent.id }] }), 200);
  expectStatus(await project.command(key, 'plan', PLAN), 200);
  return { agent, key };
}

export async function dispatch(project: ProjectProbe, key: string): Promise<string> {
  const dispatched = await project.command(key, 'dispatch', { executor: EXECUTOR });
  expectStatus(dispatched, 200);
  return dispatched.body.executionId as string;
}

/** Asks once for work that is carried out for an agent: what others have left on offer is none of its business. */
export function claim({ api }: ProjectProbe, { token }: { readonly token: string }): Promise<Answer> {
  return api.post('/executions/claim', { types: [EXECUTOR], executor: { name: 'tester' } }, { token });
}

/** An execution that is carried out for a new agent. */
export async function running(
  project: ProjectProbe,
  fields: Parameters<typeof agentWith>[2] = {},
): Promise<Running & { readonly agent: Awaited<ReturnType<typeof agentWith>> }> {
  const { agent, key } = await agentAtWork(project, fields);
  const execution = await dispatch(project, key);
  const claimed = await claim(project, agent);
  expectStatus(claimed, 200);
  return { agent, key, execution, token: claimed.body.execution.token };
}

/** Asks for the use of a tool. @param idempotencyKey one of its own when absent. */
export function askFor(
  { api }: ProjectProbe,
  { execution, token }: Pick<Running, 'execution' | 'token'>,
  call: object,
  idempotencyKey?: string,
): Promise<Answer> {
  const headers = idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey };
  return api.post(`/executions/${execution}/tool-calls`, { summary: 'a test', ...call }, { token, headers });
}

export const shell = (command: string) => ({ tool: 'shell', arguments: { command } });
export const write = (path: string) => ({ tool: 'write_file', arguments: { path, content: 'text' } });

export async function approve({ api }: ProjectProbe, approvalId: string, more: object = {}): Promise<void> {
  expectStatus(await api.post(`/approvals/${approvalId}/decide`, { decision: 'APPROVE', ...more }), 200);
}

export async function deny({ api }: ProjectProbe, approvalId: string, reason: string): Promise<void> {
  expectStatus(await api.post(`/approvals/${approvalId}/decide`, { decision: 'DENY', reason }), 200);
}

/** What was decided for real, newest first. */
export async function decisionsOn({ api }: ProjectProbe, key: string): Promise<Json[]> {
  const answer = await api.get(`/policy-decisions?task=${key}&limit=100`);
  expectStatus(answer, 200);
  return answer.body.items;
}

export async function approvalsOf({ api }: ProjectProbe, key: string): Promise<Json[]> {
  return (await api.get(`/approvals?task=${key}`)).body.items;
}
