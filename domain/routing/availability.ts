import type { Timestamp } from '../task/state.ts';
import type { ExecutorType } from '../task/vocabulary.ts';

/** How long an executor that last asked for work, or worked, counts as live, in milliseconds. */
export const LIVE_FOR_MS = 90_000;

/** What one process of an executor said of itself when it was last seen. */
export interface ExecutorProcess {
  readonly type: ExecutorType;
  readonly lastSeenAt: Timestamp;
  readonly circuits?: readonly {
    readonly service: string;
    readonly state: 'CLOSED' | 'OPEN' | 'HALF_OPEN';
    readonly reason?: string;
  }[];
}

/** Whether anybody would take work of a type now. */
export interface ExecutorAvailability {
  readonly executor: ExecutorType;
  /** Processes that count as live. */
  readonly live: number;
  /** What those that live do not call at the moment, where that is so for each of them. */
  readonly openCircuits: readonly { readonly service: string; readonly reason?: string }[];
}

/** @param now in milliseconds since 1970. */
export const isLive = ({ lastSeenAt }: Pick<ExecutorProcess, 'lastSeenAt'>, now: number): boolean =>
  Date.parse(lastSeenAt) >= now - LIVE_FOR_MS;

/** @param now in milliseconds since 1970. */
export function availabilityOf(
  executor: ExecutorType,
  processes: readonly ExecutorProcess[],
  now: number,
): ExecutorAvailability {
  const live = processes.filter((process) => process.type === executor && isLive(process, now));
  const open = live.map(openCircuitsOf);
  const openCircuits = open.every((circuits) => circuits.length > 0) ? unique(open.flat()) : [];
  return { executor, live: live.length, openCircuits };
}

/** Why nobody would take work of a type now, in words; undefined when somebody would. A person always does, sooner or later. */
export function unavailability({ executor, live, openCircuits }: ExecutorAvailability): string | undefined {
  if (executor === 'MANUAL') return undefined;
  if (live === 0) return `no ${executor} executor is connected`;
  if (openCircuits.length === 0) return undefined;
  const services = openCircuits.map(({ service, reason }) => (reason ? `${service} (${reason})` : service));
  return `the circuit is open to ${services.join(', ')}`;
}

const openCircuitsOf = ({ circuits = [] }: ExecutorProcess): ExecutorAvailability['openCircuits'] =>
  circuits
    .filter(({ state }) => state === 'OPEN')
    .map(({ service, reason }) => ({ service, ...(reason !== undefined && { reason }) }));

const unique = (circuits: ExecutorAvailability['openCircuits']): ExecutorAvailability['openCircuits'] => [
  ...new Map(circuits.map((circuit) => [circuit.service, circuit])).values(),
];
