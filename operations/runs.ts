import { createHash } from 'node:crypto';
import { stringify } from 'safe-stable-stringify';
import { refusalFor } from '../domain/agent/status.ts';
import { modeRefusalFor } from '../domain/project/mode.ts';
import type { TaskState } from '../domain/task/state.ts';
import { isAssignedAgent } from '../domain/task/transitions.ts';
import { isFinal } from '../domain/task/vocabulary.ts';
import type { AgentDocument } from '../store/documents/agent.ts';
import type { RunDocument } from '../store/documents/budget.ts';
import type { RunPosition } from '../store/ledger.ts';
import { isOverBudget } from './agent-view.ts';
import { authorize, authorizeKind, authorizeMany } from './authorization/authorize.ts';
import type { Caller, CallerOf } from './caller.ts';
import { decodeCursor, pageFrom } from './cursor.ts';
import type { Dependencies } from './dependencies.ts';
import { notFound, OperationError } from './errors.ts';
import { overBudget, type RunBook, type RunOrder } from './run-book.ts';
import type { ListRuns, ReportUsage, RunView, StartRun, UsageInput } from './schemas/run.ts';
import type { StartGate } from './start-gate.ts';
import type { TaskLookup } from './task-lookup.ts';
import { withoutUndefined } from './without-undefined.ts';

/** Stretches of model work and what they cost. */
export class Runs {
  readonly #deps: Dependencies;
  readonly #book: RunBook;
  readonly #lookup: TaskLookup;
  readonly #starts: StartGate;

  constructor(deps: Dependencies, book: RunBook, lookup: TaskLookup, starts: StartGate) {
    this.#deps = deps;
    this.#book = book;
    this.#lookup = lookup;
    this.#starts = starts;
  }

  /** An agent starts a run; the same idempotency key with the same body gives the same run. */
  async start(caller: Caller, { task: key, model, estimate }: StartRun, idempotencyKey: string): Promise<RunView> {
    const order = {
      ...(await this.#orderOf(caller, key, idempotencyKey)),
      model,
      ...(estimate && { estimate: withoutUndefined(estimate) }),
      requestHash: hash({ key, model, estimate }),
    };
    if (!(await this.#isRepeated(order))) await this.#requireStartable(order, order.agent);
    return runView(await this.#book.open(order));
  }

  /**
   * An agent tells what has cost something already, without a run that was started before: it is written down whatever
   * the budgets say, and counts against them. The same idempotency key with the same body counts once.
   */
  async report(caller: Caller, { task: key, usage }: ReportUsage, idempotencyKey: string): Promise<RunView> {
    const requestHash = hash({ reports: key, usage });
    const order = { ...(await this.#orderOf(caller, key, idempotencyKey)), model: usage.model, requestHash };
    await this.#isRepeated(order);
    const recorded = await this.#book.record(order, usage);
    await this.#book.tellTask(recorded);
    return runView(recorded);
  }

  /** Settles a run: its agent reports it, or an operator closes one whose report never came. */
  async finish(caller: Caller, id: string, usage: UsageInput): Promise<RunView> {
    authorizeKind(caller, 'runs.finish');
    const run = await this.#deps.store.ledger.byId(id);
    if (!run) throw notFound(`the run ${id}`);
    authorize(caller, 'runs.finish', run.projectId, `the run ${id}`);
    if (caller.kind === 'AGENT' && run.agentId !== caller.agentId) {
      throw new OperationError('FORBIDDEN', `${id} is a run of another agent`);
    }
    if (caller.kind === 'AGENT' && run.executionId !== undefined) {
      throw new OperationError('FORBIDDEN', `${id} is reported with its execution ${run.executionId}`);
    }
    if (run.status === 'REFUSED') throw new OperationError('CONFLICT', `${id} was refused: nothing ran`);
    const closed = await this.#book.close(run, usage);
    await this.#book.tellTask(closed);
    return runView(closed);
  }

  /** Newest first. */
  async list(
    caller: Caller,
    { limit, cursor, project, task, agent }: ListRuns,
  ): Promise<{ items: RunView[]; nextCursor?: string }> {
    const projects = authorizeMany(caller, 'runs.read', project);
    const taskId = task === undefined ? undefined : (await this.#lookup.authorized(caller, 'runs.read', task)).id;
    const filter = { projects, taskId, agentId: agent };
    const found = await this.#deps.store.ledger.list(filter, limit + 1, positionOf(cursor));
    return pageFrom(found, limit, runView, ({ startedAt, _id }) => `${startedAt} ${_id}`);
  }

  /** What every run of an agent's own has, under an id made from the idempotency key. */
  async #orderOf(caller: Caller, key: string | undefined, idempotencyKey: string) {
    authorizeKind(caller, 'runs.start');
    if (caller.kind !== 'AGENT') throw new OperationError('FORBIDDEN', 'only an agent has runs of its own');
    const agent = await this.#deps.agents.find(caller.agentId);
    if (!agent) throw notFound(`the agent ${caller.agentId}`);
    return {
      id: `run-${hash({ agent: agent._id, idempotencyKey }).slice(0, 26)}`,
      projectId: agent.projectId,
      agent,
      task: key === undefined ? undefined : await this.#taskOf(caller, key),
    };
  }

  /** @throws IDEMPOTENCY_CONFLICT when the key named another run. */
  async #isRepeated({ id, requestHash }: RunOrder): Promise<boolean> {
    const earlier = await this.#deps.store.ledger.byId(id);
    if (earlier && earlier.requestHash !== requestHash) {
      throw new OperationError('IDEMPOTENCY_CONFLICT', 'this idempotency key was used for another run');
    }
    return earlier !== undefined;
  }

  /** Only somebody who works on a task spends its budget. */
  async #taskOf(caller: CallerOf<'AGENT'>, key: string): Promise<TaskState> {
    await this.#lookup.authorized(caller, 'runs.start', key);
    const task = await this.#lookup.state(key);
    if (isAssignedAgent(task, caller.actor)) return task;
    throw new OperationError('FORBIDDEN', `${caller.actor.name} does not work on ${key}`);
  }

  async #requireStartable(order: RunOrder, agent: AgentDocument): Promise<void> {
    const { task } = order;
    if (task && isFinal(task.status)) {
      throw new OperationError('CONFLICT', `${task.key} is ${task.status}: no runs start for it`);
    }
    const { mode, timeZone } = await this.#deps.projects.require(agent.projectId);
    const stopped = modeRefusalFor(mode, 'startsWork', agent.projectId);
    if (stopped !== undefined) throw gate('project.mode', stopped);
    const ordered = refusalFor(agent.control.status, 'startsWork', agent.name);
    if (ordered !== undefined) throw gate('agent', ordered);
    if (isOverBudget(agent, timeZone)) throw overBudget(await this.#book.askFor({ ...order, agent }));
    await this.#requireAllowed(order, agent);
  }

  /** What the policy says to it, and people where the policy asks them. */
  async #requireAllowed({ id, task, estimate }: RunOrder, agent: AgentDocument): Promise<void> {
    const held = await this.#starts.check({
      agent,
      task,
      estimatedCostMicros: estimate?.micros,
      request: `start/${id}`,
    });
    if (held?.decision === 'NEEDS_APPROVAL') throw gate('approval', `the run waits for people: ${held.reason}`);
    if (held)
      throw new OperationError('FORBIDDEN', held.reason, { errors: [{ path: 'policy', message: held.reason }] });
  }
}

function runView({ _id: id, agentId, agentName, ...run }: RunDocument): RunView {
  const {
    taskId: _task,
    requestHash: _hash,
    refusal: _refusal,
    parents: _parents,
    usageSoFar: _soFar,
    amounts: _amounts,
    ...shown
  } = run;
  const agent = agentId !== undefined && { agent: { id: agentId, name: agentName ?? agentId } };
  return { ...(shown as unknown as Omit<RunView, 'id' | 'agent'>), id, ...agent };
}

/** Where a page goes on. @throws INVALID for a cursor that no page has given out. */
function positionOf(cursor: string | undefined): RunPosition | undefined {
  const decoded = decodeCursor(cursor);
  if (decoded === undefined) return undefined;
  const [startedAt = '', _id] = decoded.split(' ');
  if (_id !== undefined && !Number.isNaN(Date.parse(startedAt))) return { startedAt, _id };
  const errors = [{ path: 'cursor', message: 'use the nextCursor of an earlier answer' }];
  throw new OperationError('INVALID', 'the cursor is not valid', { errors });
}

const gate = (path: string, message: string): OperationError =>
  new OperationError('GATE_NOT_MET', message, { errors: [{ path, message }] });

const hash = (value: object): string =>
  createHash('sha256')
    .update(stringify(value) ?? '')
    .digest('hex');
