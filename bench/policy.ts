import type { PolicyAction } from '../domain/policy/action.ts';
import type { PolicySubject } from '../domain/policy/decision.ts';
import { evaluate } from '../domain/policy/evaluate.ts';
import { effectivePolicy } from '../domain/policy/merge.ts';
import { loadKeys, openDataFolder } from '../local/data-folder.ts';
import { absolute, note, ratio, type Figure } from './figure.ts';
import { connectHttp, type HttpClient } from './http-client.ts';
import { median } from './statistics.ts';
import { withStack } from './temporary-stack.ts';
import { timed } from './timing.ts';

const PROJECT = 'policy';
const EXECUTOR = 'CODEMOD';
const ROUNDS = 400;
const WARM_UP_ROUNDS = 40;
const EVALUATING_MS = 2_000;

const SUBJECT: PolicySubject = {
  name: 'Scout',
  role: 'SPECIALIST',
  status: 'ACTIVE',
  projectMode: 'NORMAL',
  allowedTools: [],
  grants: [],
};

/** What agents ask about most: one that is read by its grammar, one by its path, one by its host. */
const ACTIONS: Readonly<Record<string, PolicyAction>> = {
  shell: tool('shell', { command: 'git status && grep -rn "evaluate" src | head -20' }),
  file: tool('write_file', { path: 'src/a.ts', content: 'export const a = 1;\n'.repeat(50) }),
  host: tool('web_fetch', { url: 'https://github.com/temporalio/temporal' }),
};

function tool(name: string, given: Readonly<Record<string, unknown>>): PolicyAction {
  return { kind: 'TOOL_CALL', tool: name, arguments: given };
}

/**
 * Decisions a second of the pure function, and what a call of a tool that is allowed at once takes over HTTP. The reference
 * is a heartbeat of the same execution over the same connection, in turns: that asks no policy.
 */
export async function* benchPolicy(): AsyncGenerator<Figure> {
  for (const [name, action] of Object.entries(ACTIONS)) {
    yield absolute(`policy.evaluations_${name}`, evaluationsPerSecond(action), 'evaluations/s');
  }
  yield* await withStack(async ({ url, ownerToken }, dataDir) => {
    const { executorToken } = loadKeys(openDataFolder(dataDir));
    const owner = connectHttp(url, ownerToken);
    const claimer = connectHttp(url, executorToken);
    const { id, token } = await startExecution(owner, claimer);
    const execution = connectHttp(url, token);
    try {
      return figuresOf(await sample(execution, id));
    } finally {
      for (const client of [owner, claimer, execution]) client.close();
    }
  });
}

function evaluationsPerSecond(action: PolicyAction): number {
  const policy = effectivePolicy([]);
  const decide = () => evaluate({ action, inputHash: '', now: '2026-01-01T00:00:00.000Z' }, SUBJECT, policy);
  for (let count = 0; count < 500; count++) decide();
  const startedAt = performance.now();
  let count = 0;
  while (performance.now() - startedAt < EVALUATING_MS) {
    decide();
    count += 1;
  }
  return (count * 1000) / (performance.now() - startedAt);
}

/** An execution for an agent, claimed. */
async function startExecution(owner: HttpClient, claimer: HttpClient): Promise<{ id: string; token: string }> {
  await owner.post('/projects', { slug: PROJECT, name: 'Policy', keyPrefix: 'POL' });
  const agent = JSON.parse(await owner.post('/agents', { project: PROJECT, name: 'Scout', role: 'SPECIALIST' }));
  const { task } = JSON.parse(await owner.post('/tasks', { project: PROJECT, title: 'Work', type: 'OPS' }));
  const send = (name: string, body: object) => owner.post(`/tasks/${task.key}/commands/${name}`, body);
  await send('assign', { assignees: [{ kind: 'AGENT', id: agent.id }] });
  await send('plan', { bullets: ['one', 'two', 'three'] });
  await send('dispatch', { executor: EXECUTOR });
  const claim = { types: [EXECUTOR], executor: { name: 'bench' }, waitSeconds: 10 };
  return JSON.parse(await claimer.post('/executions/claim', claim)).execution;
}

type Samples = Record<'gated' | 'ungated', number[]>;

/** In turns, so that both sides see the same machine. */
async function sample(execution: HttpClient, id: string): Promise<Samples> {
  const samples: Samples = { gated: [], ungated: [] };
  const call = { tool: 'shell', arguments: { command: 'git status' }, summary: 'look' };
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
    const ungated = await timed(() => execution.post(`/executions/${id}/heartbeat`, {}));
    const gated = await timed(() => execution.post(`/executions/${id}/tool-calls`, call));
    if (round % 100 === 0) note(`round ${round} of ${ROUNDS}`);
    if (round < 0) continue;
    samples.ungated.push(ungated);
    samples.gated.push(gated);
  }
  return samples;
}

function figuresOf({ gated, ungated }: Samples): Figure[] {
  const [asked, without] = [median(gated), median(ungated)];
  return [
    ratio('policy.tool_call_p50_ratio', asked, without, 'ms'),
    absolute('policy.tool_call_added_p50_ms', asked - without, 'ms'),
  ];
}
