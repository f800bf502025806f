import { ExecutionError, type ExecutionContext } from '@mission-control/executor-client';
import type { Identity } from '../identity.ts';
import type { TaskMemory } from '../task-memory.ts';
import { isGone, isRefusal } from './api-error.ts';
import { isFinal, type CloudAgent, type CloudRun, type NewAgent, type NewRun } from './cloud-types.ts';
import { untilFinal, type FollowOptions } from './follow-run.ts';

/** The agent of a task, and how far its latest execution has come with it. */
export interface RememberedAgent {
  readonly agentId: string;
  /** Digest of the execution that worked with it last. */
  readonly execution: string;
  /** The agent's latest run before that execution began its own. */
  readonly before?: string;
  /** The execution's run; without it nobody knows whether it was begun. */
  readonly runId?: string;
  /** The branch that Cursor pushed. */
  readonly branch?: string;
}

export interface RunStart {
  readonly context: ExecutionContext;
  readonly memory: TaskMemory<RememberedAgent>;
  readonly identity: Identity;
  readonly follow: FollowOptions;
  /** All of a new agent but its id. */
  readonly newAgent: Omit<NewAgent, 'agentId'>;
  /** For an agent that knows the task. */
  readonly revision: NewRun;
  /** Where earlier work of the task is, as Cursor called it. */
  readonly branch?: string | undefined;
}

/**
 * Begins the run of an execution, or finds the one that was begun already: by an attempt that was killed, or by a call
 * whose answer got lost. However often it is called, an execution has one agent and one run that goes well.
 *
 * @throws CursorApiError, CircuitOpenError, ExecutionError or the signal's reason
 */
export async function startRun(start: RunStart, remembered: Partial<RememberedAgent> | undefined): Promise<CloudRun> {
  const { follow, context } = start;
  const isOurs = hasBegun(start, remembered);
  if (remembered?.agentId === undefined || (!isOurs && context.brief.feedback.length === 0)) return create(start);
  const agent = await findAgent(follow, remembered.agentId);
  if (!agent) return create(start);
  return isOurs ? goOn(start, agent, remembered) : beginRun(start, agent);
}

/** Whether an attempt at this execution got as far as asking Cursor, from this machine. */
export function hasBegun(
  { identity, context }: Pick<RunStart, 'identity' | 'context'>,
  remembered: Partial<RememberedAgent> | undefined,
): boolean {
  return remembered?.execution === executionDigest(identity, context);
}

const executionDigest = (identity: Identity, { execution }: Pick<ExecutionContext, 'execution'>): string =>
  identity.digest('execution', execution.id);

/**
 * A second id is for the case that somebody archived the first agent.
 *
 * @param lost an agent that turned out to be of no use
 */
async function create(start: RunStart, lost?: string): Promise<CloudRun> {
  const { identity, context, follow, newAgent } = start;
  const { id, attempt } = context.execution;
  const ids = [id, `${id}/${attempt}`].map((name) => `bc-${identity.uuid('agent', name)}`);
  for (const agentId of ids.slice(lost === undefined ? 0 : ids.indexOf(lost) + 1)) {
    await remember(start, { agentId });
    try {
      const { run } = await follow.api.createAgent({ agentId, ...newAgent }, follow.signal);
      await remember(start, { agentId, runId: run.id });
      return run;
    } catch (error) {
      if (!isRefusal(error, 'agent_id_conflict')) throw error;
      const agent = await findAgent(follow, agentId);
      if (agent) return goOn(start, agent, {});
    }
  }
  throw new ExecutionError('The cloud agent of this execution was archived in Cursor', { retryable: false });
}

/** With what this execution has begun: a run that failed is made again, any other is the one. */
async function goOn(start: RunStart, agent: CloudAgent, remembered: Partial<RememberedAgent>): Promise<CloudRun> {
  const { follow } = start;
  const newest = agent.latestRunId === remembered.before ? undefined : agent.latestRunId;
  const runId = remembered.runId ?? newest;
  if (runId === undefined) return beginRun(start, agent);
  const run = await follow.api.run(agent.id, runId, follow.signal);
  return isFinal(run) && run.status !== 'FINISHED' ? beginRun(start, agent) : adopt(start, agent, run);
}

async function adopt(start: RunStart, agent: CloudAgent, run: CloudRun): Promise<CloudRun> {
  start.context.log(`Going on with the run ${run.id} of the agent ${agent.id}, which is there already.\n`);
  await remember(start, { agentId: agent.id, runId: run.id });
  return run;
}

/** A prompt to an agent that is there. */
async function beginRun(start: RunStart, agent: CloudAgent): Promise<CloudRun> {
  const { context, identity, follow, revision } = start;
  const { api, signal } = follow;
  const before = agent.latestRunId;
  await remember(start, { agentId: agent.id, ...(before !== undefined && { before }) });
  try {
    const key = identity.uuid('run', `${context.execution.id}/${before}`);
    const run = await api.createRun(agent.id, revision, key, signal);
    await remember(start, { agentId: agent.id, runId: run.id });
    return run;
  } catch (error) {
    if (isRefusal(error, 'agent_archived') || isGone(error)) return create(start, agent.id);
    if (!isRefusal(error, 'agent_busy')) throw error;
    return whenBusy(start, await api.agent(agent.id, signal), before);
  }
}

/** Busy with our own run, when the answer to an earlier try got lost, or with somebody else's. */
async function whenBusy(start: RunStart, agent: CloudAgent, before: string | undefined): Promise<CloudRun> {
  const { follow, context } = start;
  const { latestRunId } = agent;
  if (latestRunId === undefined)
    throw new ExecutionError('Cursor calls an agent busy that has no run', { retryable: true });
  if (latestRunId !== before) return adopt(start, agent, await follow.api.run(agent.id, latestRunId, follow.signal));
  context.progress(10, 'Waiting for the agent, which is busy with something else');
  await untilFinal(agent.id, latestRunId, follow);
  return beginRun(start, agent);
}

function remember(
  { memory, identity, context, branch }: RunStart,
  known: Omit<RememberedAgent, 'execution' | 'branch'>,
): Promise<void> {
  const execution = executionDigest(identity, context);
  return memory.write({ ...known, execution, ...(branch !== undefined && { branch }) });
}

/** Undefined when it is gone or archived. */
async function findAgent({ api, signal }: FollowOptions, agentId: string): Promise<CloudAgent | undefined> {
  try {
    const agent = await api.agent(agentId, signal);
    return agent.status === 'ARCHIVED' ? undefined : agent;
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}
