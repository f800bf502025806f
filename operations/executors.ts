import type { ExecutorType } from '../domain/task/vocabulary.ts';
import { isLive, LIVE_FOR_MS, unavailability, type ExecutorAvailability } from '../domain/routing/availability.ts';
import type { ExecutorLoad } from '../store/executors.ts';
import type { ExecutorDocument } from '../store/documents/process.ts';
import { authorizeKind, authorizeMany } from './authorization/authorize.ts';
import type { Caller } from './caller.ts';
import type { Dependencies } from './dependencies.ts';
import { availabilityFrom, processOf } from './executor-availability.ts';
import type { CircuitsReset, ExecutorsView, ExecutorView, ResetCircuits } from './schemas/routing.ts';

/** How long a process that is not live any more is still shown, in milliseconds. */
const SHOWN_FOR_MS = 24 * 60 * 60 * 1000;

type Process = ExecutorView['processes'][number];

/** Who asks for work, what with, and what there is to do. */
export class Executors {
  readonly #deps: Pick<Dependencies, 'store' | 'activity'>;

  constructor(deps: Pick<Dependencies, 'store' | 'activity'>) {
    this.#deps = deps;
  }

  /** Each type with its processes. What there is to do is counted in the projects that the caller sees. */
  async list(caller: Caller, project: string | undefined): Promise<ExecutorsView> {
    const projects = authorizeMany(caller, 'executors.read', project);
    const { executors } = this.#deps.store;
    const now = Date.now();
    const [seen, load] = await Promise.all([
      executors.seenSince(new Date(now - SHOWN_FOR_MS)),
      executors.load(projects),
    ]);
    return { items: availabilityFrom(seen, now).map((known) => view(known, seen, load, now)) };
  }

  /** Asks the live processes of a type to close their open circuits: they hear of it with their next claim. */
  async resetCircuits(caller: Caller, type: ExecutorType, { service }: ResetCircuits): Promise<CircuitsReset> {
    authorizeKind(caller, 'executors.reset');
    const since = new Date(Date.now() - LIVE_FOR_MS);
    const processes = await this.#deps.store.executors.askForReset(type, since, service);
    if (processes > 0) {
      const summary = `asked ${processes} ${type} ${processes === 1 ? 'executor' : 'executors'} to close the circuit to ${service ?? 'everything'}`;
      await this.#deps.activity.note({
        actor: caller.actor,
        type: 'executors.circuits_reset',
        summary,
        data: { type, service },
      });
    }
    return { processes };
  }
}

function view(
  known: ExecutorAvailability,
  seen: readonly ExecutorDocument[],
  load: readonly ExecutorLoad[],
  now: number,
): ExecutorView {
  const { executor } = known;
  const own = load.filter((one) => one.executor === executor);
  const reason = unavailability(known);
  const running = own.filter(({ status }) => status !== 'PENDING');
  return {
    executor,
    isAvailable: reason === undefined,
    ...(reason !== undefined && { reason }),
    pending: sum(own.filter(({ status }) => status === 'PENDING')),
    running: sum(running),
    processes: seen.filter(({ type }) => type === executor).map((one) => processView(one, running, now)),
  };
}

function processView(document: ExecutorDocument, running: readonly ExecutorLoad[], now: number): Process {
  const { name, version, tool, concurrency, circuits = [], lastSeenAt } = document;
  return {
    name,
    ...(version !== undefined && { version }),
    ...(tool && { tool }),
    ...(concurrency !== undefined && { concurrency }),
    circuits,
    lastSeenAt: lastSeenAt.toISOString(),
    isLive: isLive(processOf(document), now),
    running: sum(running.filter(({ worker }) => worker === name)),
  };
}

const sum = (load: readonly ExecutorLoad[]): number => load.reduce((total, { count }) => total + count, 0);
