import { stringify } from 'safe-stable-stringify';
import { evolve } from '../domain/task/evolve.ts';
import type { TaskState } from '../domain/task/state.ts';
import { isFinal, TASK_STATUSES, type TaskStatus } from '../domain/task/vocabulary.ts';
import { ChainCheck } from '../store/hash-chain.ts';
import { authorize } from './authorization/authorize.ts';
import type { Caller } from './caller.ts';
import type { Dependencies } from './dependencies.ts';
import { OperationError } from './errors.ts';
import type { Tasks } from './tasks.ts';

/** Whether log, document and live workflow of a task agree; `problems` says where they do not. */
export interface TaskVerification {
  readonly key: string;
  readonly events: number;
  readonly lastHash: string;
  readonly problems: readonly string[];
}

/** Proves that the history is what the workflows hold. */
export class Verification {
  readonly #deps: Dependencies;
  readonly #tasks: Tasks;

  constructor(deps: Dependencies, tasks: Tasks) {
    this.#deps = deps;
    this.#tasks = tasks;
  }

  async task(caller: Caller, key: string): Promise<TaskVerification> {
    const { id } = await this.#tasks.lookup.authorized(caller, 'tasks.inspect', key);
    const log = await this.#fold(id);
    const [document, live] = await Promise.all([this.#deps.store.tasks.byKey(key), this.#live(id)]);
    const problems = [
      ...log.problems,
      ...difference('the task document', log.state, document),
      ...liveProblems(log.state, live),
    ];
    return { key, events: log.events, lastHash: log.lastHash, problems };
  }

  /** Whether the kept totals of a board are what counting gives. */
  async board(caller: Caller, slug: string): Promise<{ project: string; problems: readonly string[] }> {
    authorize(caller, 'projects.verify', slug);
    await this.#deps.projects.require(slug);
    const { tasks } = this.#deps.store;
    const [kept, counted] = await Promise.all([tasks.counts(slug), tasks.recount(slug)]);
    const differing = TASK_STATUSES.filter((status) => kept[status] !== counted[status]);
    const say = (status: TaskStatus) =>
      `the board says ${kept[status]} tasks are ${status}, but ${counted[status]} are`;
    return { project: slug, problems: differing.map(say) };
  }

  async #fold(taskId: string) {
    let state: TaskState | undefined;
    const check = new ChainCheck();
    for await (const event of this.#deps.store.history.log(taskId)) {
      check.add(event);
      state = evolve(state, event);
    }
    const { problems, events, lastHash } = check.result();
    return { problems, state, events, lastHash };
  }

  async #live(taskId: string): Promise<Live> {
    try {
      return { state: await this.#deps.gateway.state(taskId) };
    } catch (error) {
      if (error instanceof OperationError && error.code === 'CONFLICT') return { isGone: true };
      return {
        problem: `the live workflow does not answer: ${error instanceof Error ? error.message : String(error)}`,
      };
    }
  }
}

type Live = { state: TaskState | undefined } | { isGone: true } | { problem: string };

/** Temporal keeps workflows that have ended for its retention period only: after that nothing is left to compare with. */
function liveProblems(state: TaskState | undefined, live: Live): string[] {
  if ('problem' in live) return [live.problem];
  if ('state' in live) return difference('the live workflow', state, live.state);
  return state && isFinal(state.status) ? [] : ['the task has not ended, but its workflow is gone'];
}

/** Counts of what came before, kept by tasks since there were loops and reviews: older tasks have counted less. */
function withoutCounts(state: TaskState): object {
  const { loopCounters: _loops, contributors: _contributors, ...rest } = state;
  return rest;
}

function difference(name: string, expected: TaskState | undefined, actual: TaskState | undefined): string[] {
  if (!expected || !actual) return expected === actual ? [] : [`${name} ${actual ? 'has no log' : 'is missing'}`];
  if (stringify(withoutCounts(expected)) === stringify(withoutCounts(actual))) return [];
  const fields = new Set([...Object.keys(expected), ...Object.keys(actual)]);
  const get = (state: TaskState, field: string) => stringify((state as unknown as Record<string, unknown>)[field]);
  const differing = [...fields].filter((field) => get(expected, field) !== get(actual, field));
  return [`${name} differs from its log in ${differing.join(', ')}`];
}
