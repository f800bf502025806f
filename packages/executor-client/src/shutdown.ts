import { ExecutorShutdownError } from './errors.ts';

/** Time for the handler to clean up, and again for the last report, once the grace period is over. */
const LAST_STEP_MS = 5000;

export interface ShutdownStages {
  /** The grace period is over: the handler is asked to stop. */
  readonly stop: AbortSignal;
  /** The handler did not stop: the work goes back without it. */
  readonly abandon: AbortSignal;
  /** The report does not get through: the lease ends by itself. */
  readonly giveUp: AbortSignal;
  /** Forgets the timers and the listener. */
  dispose(): void;
}

/** Turns one shutdown signal into the stages of winding up a running execution. */
export function shutdownStages(shutdown: AbortSignal, graceMs: number): ShutdownStages {
  const stages = [0, 1, 2].map((step) => ({
    controller: new AbortController(),
    afterMs: graceMs + step * LAST_STEP_MS,
  }));
  const timers: NodeJS.Timeout[] = [];
  const begin = () => {
    for (const { controller, afterMs } of stages) {
      timers.push(setTimeout(() => controller.abort(new ExecutorShutdownError()), afterMs));
    }
  };
  if (shutdown.aborted) begin();
  else shutdown.addEventListener('abort', begin, { once: true });
  const [stop, abandon, giveUp] = stages.map(({ controller }) => controller.signal) as [
    AbortSignal,
    AbortSignal,
    AbortSignal,
  ];
  const dispose = () => {
    shutdown.removeEventListener('abort', begin);
    timers.forEach(clearTimeout);
  };
  return { stop, abandon, giveUp, dispose };
}
