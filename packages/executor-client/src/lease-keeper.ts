import { ExecutionCanceledError, LeaseLostError } from './errors.ts';
import { meansLeaseLost, type ExecutionHandle } from './execution-handle.ts';
import { LogBuffer } from './log-buffer.ts';
import type { ExecutorLogger } from './logger.ts';
import type { ExecutionProgress, HeartbeatRequest, Usage } from './protocol.ts';
import { pause } from './retry.ts';

/** News goes out early, but not more often than this. */
const SHORTEST_INTERVAL_MS = 1000;

/**
 * Keeps one lease by heartbeats every third of its time-out, earlier when there is progress or output to tell.
 * `onEnd` is called with `ExecutionCanceledError` or `LeaseLostError` when the work has to stop.
 */
export class LeaseKeeper {
  readonly #handle: ExecutionHandle;
  readonly #onEnd: (reason: Error) => void;
  readonly #logger: ExecutorLogger;
  readonly #log = new LogBuffer();
  readonly #stopping = new AbortController();
  /** Ends a heartbeat under way; only when there is no time left, since what it carries is lost with it. */
  readonly #abandoning = new AbortController();
  readonly #intervalMs: number;
  #progress: ExecutionProgress | undefined;
  #usage: Usage | undefined;
  #lost = false;
  #tellNews: () => void = () => {};
  #running: Promise<void> = Promise.resolve();

  constructor(handle: ExecutionHandle, onEnd: (reason: Error) => void, logger: ExecutorLogger) {
    this.#handle = handle;
    this.#onEnd = onEnd;
    this.#logger = logger;
    this.#intervalMs = (handle.execution.heartbeatTimeoutSeconds * 1000) / 3;
  }

  start(): void {
    this.#running = this.#run();
  }

  progress(percent: number, message?: string): void {
    this.#progress = message === undefined ? { percent } : { percent, message };
    this.#tellNews();
  }

  log(text: string): void {
    this.#log.append(text);
    this.#tellNews();
  }

  /** Goes out with the next heartbeat. */
  usage(total: Usage): void {
    this.#usage = total;
    this.#tellNews();
  }

  /** Ends the heartbeats and sends what is still waiting; `signal` bounds that. Never rejects. */
  async stop(signal: AbortSignal): Promise<void> {
    const abandon = () => this.#abandoning.abort(signal.reason);
    signal.addEventListener('abort', abandon, { once: true });
    if (signal.aborted) abandon();
    this.#stopping.abort(new Error('the lease is not kept any more'));
    try {
      await this.#running;
      while (this.#hasNews() && !this.#lost) await this.#handle.heartbeat(this.#takeNews(), signal);
    } catch (error) {
      this.#logger.warn({ err: error }, 'the last output was not delivered');
    } finally {
      signal.removeEventListener('abort', abandon);
    }
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    try {
      for (;;) {
        await this.#untilNextBeat(signal);
        await this.#beat(this.#abandoning.signal);
      }
    } catch (error) {
      if (signal.aborted && !meansLeaseLost(error)) return;
      this.#lost = true;
      this.#onEnd(error instanceof LeaseLostError ? error : new LeaseLostError(undefined, { cause: error }));
    }
  }

  async #beat(signal: AbortSignal): Promise<void> {
    try {
      const { cancelRequested, reason } = await this.#handle.heartbeat(this.#takeNews(), signal);
      if (cancelRequested) this.#onEnd(new ExecutionCanceledError(reason));
    } catch (error) {
      if (signal.aborted || meansLeaseLost(error)) throw error;
      this.#logger.error({ err: error }, 'a heartbeat was refused');
    }
  }

  async #untilNextBeat(signal: AbortSignal): Promise<void> {
    const shortest = Math.min(SHORTEST_INTERVAL_MS, this.#intervalMs);
    await pause(shortest, signal);
    if (this.#hasNews()) return;
    const waiting = new AbortController();
    const news = new Promise<void>((resolve) => (this.#tellNews = resolve));
    const stopped = () => waiting.abort(signal.reason);
    signal.addEventListener('abort', stopped, { once: true });
    try {
      await Promise.race([news, pause(this.#intervalMs - shortest, waiting.signal)]);
    } finally {
      signal.removeEventListener('abort', stopped);
      waiting.abort();
    }
  }

  #hasNews(): boolean {
    return this.#progress !== undefined || this.#usage !== undefined || !this.#log.isEmpty;
  }

  #takeNews(): HeartbeatRequest {
    const report: HeartbeatRequest = {
      ...(this.#progress ? { progress: this.#progress } : {}),
      ...(this.#log.isEmpty ? {} : { log: this.#log.take() }),
      ...(this.#usage ? { usage: this.#usage } : {}),
    };
    this.#progress = undefined;
    this.#usage = undefined;
    return report;
  }
}
