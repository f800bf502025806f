import type { RequestTrouble } from '../operations/health.ts';

/** Longer than this is slow, waiting that the caller asked for not counted; in milliseconds. */
const SLOW_MS = 1_000;
const REMEMBERED_MS = 60 * 60_000;
/** Of the newest requests in trouble: what a bad hour leaves must not fill the memory. */
const REMEMBERED = 1_000;
const SHOWN = 20;

interface Ended {
  /** Method and path with parameters in braces: what somebody looked for is nobody else's business. */
  readonly operation: string;
  readonly status: number;
  /** Without the time that the caller chose to wait. */
  readonly milliseconds: number;
  /** As in the log and in the answer. */
  readonly request: string;
}

interface Noted extends Ended {
  readonly at: number;
}

/** The requests of the last hour that this process failed to answer, or answered late. */
export class RequestTroubles {
  readonly #startedAt = Date.now();
  #noted: Noted[] = [];

  note(ended: Ended): void {
    if (!hasFailed(ended) && ended.milliseconds < SLOW_MS) return;
    this.#noted.push({ ...ended, at: Date.now() });
    if (this.#noted.length > REMEMBERED) this.#noted.shift();
  }

  /** By operation, the most recent trouble first. */
  report(): RequestTrouble {
    const from = Date.now() - REMEMBERED_MS;
    this.#noted = this.#noted.filter(({ at }) => at >= from);
    const operations = new Set(this.#noted.map(({ operation }) => operation));
    const items = [...operations].map((operation) =>
      summary(
        operation,
        this.#noted.filter((noted) => noted.operation === operation),
      ),
    );
    return {
      since: new Date(Math.max(from, this.#startedAt)).toISOString(),
      slowMs: SLOW_MS,
      items: items.toSorted((one, other) => other.last.at.localeCompare(one.last.at)).slice(0, SHOWN),
    };
  }
}

const hasFailed = ({ status }: Ended): boolean => status >= 500;

function summary(operation: string, noted: readonly Noted[]): RequestTrouble['items'][number] {
  const failed = noted.filter(hasFailed);
  const last = (failed.at(-1) ?? noted.at(-1))!;
  return {
    operation,
    failed: failed.length,
    slow: noted.filter(({ milliseconds }) => milliseconds >= SLOW_MS).length,
    slowestMs: Math.max(...noted.map(({ milliseconds }) => milliseconds)),
    last: { at: new Date(last.at).toISOString(), status: last.status, request: last.request },
  };
}
