import {
  ConstantBackoff,
  DelegateBackoff,
  ExponentialBackoff,
  noJitterGenerator,
  retry,
  type IRetryBackoffContext,
  type IBackoffFactory,
  type Policy,
  type RetryPolicy,
} from 'cockatiel';

/** How calls are tried again. */
export interface RetryOptions {
  /** All tries together, 3 by default. */
  readonly attempts?: number;
  /** EXPONENTIAL (the default) doubles the delay, LINEAR adds the first one each time, CONSTANT keeps it. */
  readonly backoff?: 'EXPONENTIAL' | 'LINEAR' | 'CONSTANT';
  /** 500 by default. */
  readonly firstDelayMs?: number;
  /** 30,000 by default. */
  readonly maxDelayMs?: number;
  /** Spreads exponential delays at random; true by default. */
  readonly jitter?: boolean;
  /** What the service itself asked for, in milliseconds, such as Retry-After. */
  readonly delayOf?: (error: unknown) => number | undefined;
}

type Backoff = IBackoffFactory<IRetryBackoffContext<unknown>>;

/** A policy that tries again what `transient` handles. */
export function retrying(
  transient: Policy,
  options: RetryOptions = {},
  onRetry?: (error: unknown, delayMs: number, attempt: number) => void,
): RetryPolicy {
  const { attempts = 3 } = options;
  const policy = retry(transient, { maxAttempts: attempts - 1, backoff: backoffOf(options) });
  policy.onRetry((event) => onRetry?.('error' in event ? event.error : undefined, event.delay, event.attempt));
  return policy;
}

function backoffOf(options: RetryOptions): Backoff {
  const { delayOf } = options;
  const usual = usualBackoffOf(options);
  if (!delayOf) return usual;
  return {
    next(context) {
      const asked = 'error' in context.result ? delayOf(context.result.error) : undefined;
      const backoff = usual.next(context);
      return asked === undefined ? backoff : { ...backoff, duration: asked, next: (later) => this.next(later) };
    },
  };
}

function usualBackoffOf({
  backoff = 'EXPONENTIAL',
  firstDelayMs = 500,
  maxDelayMs = 30_000,
  jitter = true,
}: RetryOptions): Backoff {
  switch (backoff) {
    case 'CONSTANT':
      return new ConstantBackoff(firstDelayMs);
    case 'LINEAR':
      return new DelegateBackoff(({ attempt }: IRetryBackoffContext<unknown>) =>
        Math.min(attempt * firstDelayMs, maxDelayMs),
      );
    case 'EXPONENTIAL':
      return jitter
        ? new ExponentialBackoff({ initialDelay: firstDelayMs, maxDelay: maxDelayMs })
        : new ExponentialBackoff({
            initialDelay: firstDelayMs,
            maxDelay: maxDelayMs,
            generator: noJitterGenerator,
          });
  }
}
