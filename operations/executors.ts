import { isLive, unavailability, type ExecutorAvailability } from '../domain/routing/availability.ts';
import type { ExecutorLoad } from '../store/executors.ts';
import type { ExecutorDocument } from '../store/models.ts';
import { authorizeMany } from './authorization/authorize.ts';
import type { Caller } from './caller.ts';
import type { Dependencies } from './dependencies.ts';
import { availabilityFrom, processOf } from './executor-availability.ts';
import type { ExecutorsView, ExecutorView } from './schemas/routing.ts';

/** How long a process that is not live any more is still shown, in milliseconds. */
const SHOWN_FOR_MS = 24 * 60 * 60 * 1000;

type Process = ExecutorView['processes'][number];

/** Who asks for work, what with, and what there is to do. */
export class Executors {
  readonly #deps: Pick<Dependencies, 'store'>;

  constructor(deps: Pick<Dependencies, 'store'>) {
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
