import {
  BrokenCircuitError,
  CircuitState as BreakerState,
  circuitBreaker,
  ConsecutiveBreaker,
  handleWhen,
  type CircuitBreakerPolicy,
  type Policy,
} from 'cockatiel';
import { retrying, type RetryOptions } from './retrying.ts';

export const CIRCUIT_STATES = ['CLOSED', 'OPEN', 'HALF_OPEN'] as const;
/** CLOSED lets calls through, OPEN refuses them at once, HALF_OPEN tries one. */
export type CircuitState = (typeof CIRCUIT_STATES)[number];

export interface CircuitReport {
  readonly service: string;
  readonly state: CircuitState;
  /** ISO time of the last change. */
  readonly since?: string;
  /** Why it is not closed. */
  readonly reason?: string;
}

export interface OutsideServiceOptions {
  /** For example `cursor-cloud`: in errors and in the health of the whole. */
  readonly name: string;
  readonly retry?: RetryOptions;
  /** Failures in a row that open the circuit, 5 by default. */
  readonly failures?: number;
  /** How long the circuit stays open before one call is tried, 60,000 ms by default. */
  readonly openForMs?: number;
  /** Whether an error is the service's fault and may pass: only those are retried and counted. */
  readonly isTransient: (error: unknown) => boolean;
  readonly onRetry?: (error: unknown, delayMs: number, attempt: number) => void;
  readonly onChange?: (report: CircuitReport) => void;
}

/** A call was not made since the service failed too often of late. */
export class CircuitOpenError extends Error {
  readonly code = 'CIRCUIT_OPEN';
  readonly service: string;

  constructor({ service, since, reason }: CircuitReport) {
    super(`${service} is not called: its circuit is open since ${since ?? 'now'}${reason ? ` (${reason})` : ''}`);
    this.name = 'CircuitOpenError';
    this.service = service;
  }
}

const STATES: Record<BreakerState, CircuitState> = {
  [BreakerState.Closed]: 'CLOSED',
  [BreakerState.Open]: 'OPEN',
  [BreakerState.HalfOpen]: 'HALF_OPEN',
  [BreakerState.Isolated]: 'OPEN',
};

/** Calls of one outside service: retried while there is hope, refused at once while there is none. */
export class OutsideService {
  readonly #options: OutsideServiceOptions;
  readonly #transient: Policy;
  #breaker: CircuitBreakerPolicy;
  #since: string | undefined;
  #reason: string | undefined;

  constructor(options: OutsideServiceOptions) {
    this.#options = options;
    this.#transient = handleWhen((error) => options.isTransient(error));
    this.#breaker = this.#newBreaker();
  }

  /**
   * Makes a call, with retries. Each try counts for the circuit.
   *
   * @throws CircuitOpenError, the signal's reason, or what the call threw last
   */
  async call<Result>(operation: (signal: AbortSignal) => Promise<Result>, signal?: AbortSignal): Promise<Result> {
    const { retry, onRetry } = this.#options;
    const once = (inner: AbortSignal) => {
      inner.throwIfAborted();
      return this.#breaker.execute(({ signal: deadline }) => operation(deadline), inner);
    };
    const tries = retrying(this.#transient, retry, onRetry).execute(({ signal: inner }) => once(inner), signal);
    try {
      return await orAborted(tries, signal);
    } catch (error) {
      signal?.throwIfAborted();
      throw error instanceof BrokenCircuitError ? new CircuitOpenError(this.report()) : error;
    }
  }

  report(): CircuitReport {
    const state = this.#state();
    return {
      service: this.#options.name,
      state,
      ...(this.#since !== undefined && { since: this.#since }),
      ...(state !== 'CLOSED' && this.#reason !== undefined && { reason: this.#reason }),
    };
  }

  /** Closes the circuit by hand. */
  reset(): void {
    const wasClosed = this.#breaker.state === BreakerState.Closed;
    this.#breaker = this.#newBreaker();
    if (!wasClosed) this.#changed();
  }

  /** Closes the circuit when it is the one that is meant. */
  resetIfNamed(service: string): void {
    if (service === this.#options.name) this.reset();
  }

  /** The breaker itself only looks at the time when a call comes, and none comes to whoever says that it is open. */
  #state(): CircuitState {
    const state = STATES[this.#breaker.state];
    const isOver = this.#since !== undefined && Date.now() - Date.parse(this.#since) >= this.#openForMs;
    return state === 'OPEN' && isOver ? 'HALF_OPEN' : state;
  }

  get #openForMs(): number {
    return this.#options.openForMs ?? 60_000;
  }

  #newBreaker(): CircuitBreakerPolicy {
    const { failures = 5 } = this.#options;
    const breaker = circuitBreaker(this.#transient, {
      breaker: new ConsecutiveBreaker(failures),
      halfOpenAfter: this.#openForMs,
    });
    breaker.onBreak((failure) => {
      this.#reason = 'error' in failure ? messageOf(failure.error) : undefined;
    });
    breaker.onStateChange(() => {
      if (breaker === this.#breaker) this.#changed();
    });
    return breaker;
  }

  #changed(): void {
    this.#since = new Date().toISOString();
    this.#options.onChange?.(this.report());
  }
}

/** The policies look at the signal only between two pauses. */
function orAborted<Result>(work: Promise<Result>, signal: AbortSignal | undefined): Promise<Result> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
