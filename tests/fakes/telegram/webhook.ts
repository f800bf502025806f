import { setTimeout as sleep } from 'node:timers/promises';
import { badRequest } from './errors.ts';
import { seconds } from './json.ts';
import type { Json } from './model.ts';
import type { UpdateQueue } from './updates.ts';

const FIRST_DELAY_MS = 1000;
const LONGEST_DELAY_MS = 60_000;
const ANSWER_MS = 60_000;

interface WebhookOptions {
  readonly url: string;
  readonly secret: string | undefined;
  readonly maxConnections: number;
}

/** Posts what is new to the bot, and again until it says 2xx. */
export class Webhook {
  readonly options: WebhookOptions;
  readonly #updates: UpdateQueue;
  readonly #clock: { now(): number };
  readonly #execute: (call: Json) => Promise<void>;
  readonly #end = new AbortController();
  readonly #busy = new Set<string>();
  #lastError: { at: number; words: string } | undefined;
  isPaused = false;

  constructor(
    options: WebhookOptions,
    updates: UpdateQueue,
    { clock, execute }: { clock: { now(): number }; execute: (call: Json) => Promise<void> },
  ) {
    this.options = checked(options);
    this.#updates = updates;
    this.#clock = clock;
    this.#execute = execute;
  }

  stop(): void {
    this.#end.abort();
  }

  deliver(): void {
    if (this.isPaused || this.#end.signal.aborted) return;
    for (const { queue } of this.#updates.pending()) {
      if (this.#busy.has(queue)) continue;
      this.#busy.add(queue);
      void this.#deliverQueue(queue).finally(() => {
        this.#busy.delete(queue);
        this.deliver();
      });
    }
  }

  info(): Json {
    const { url, maxConnections } = this.options;
    const error = this.#lastError;
    return {
      url,
      max_connections: maxConnections,
      ...(error && { last_error_date: seconds(error.at), last_error_message: error.words }),
    };
  }

  async #deliverQueue(queue: string): Promise<void> {
    let delayMs = FIRST_DELAY_MS;
    for (;;) {
      const next = this.#updates.pending().find((each) => each.queue === queue);
      if (!next || this.isPaused || this.#end.signal.aborted) return;
      const failure = await this.#post(next.update);
      if (failure === undefined) {
        this.#updates.remove(next.id);
        delayMs = FIRST_DELAY_MS;
        continue;
      }
      if (this.#end.signal.aborted) return;
      this.#lastError = { at: this.#clock.now(), words: failure.words };
      await sleep(failure.retryAfterMs ?? delayMs, undefined, { signal: this.#end.signal }).catch(() => {});
      delayMs = Math.min(LONGEST_DELAY_MS, delayMs * 2);
    }
  }

  async #post(update: Json): Promise<{ words: string; retryAfterMs?: number } | undefined> {
    const { url, secret } = this.options;
    const headers = {
      'content-type': 'application/json',
      ...(secret && { 'x-telegram-bot-api-secret-token': secret }),
    };
    const signal = AbortSignal.any([this.#end.signal, AbortSignal.timeout(ANSWER_MS)]);
    try {
      const body = JSON.stringify(update);
      const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' });
      const text = await response.text();
      if (response.ok) {
        await this.#executeAnswer(text);
        return undefined;
      }
      const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
      const words = `Wrong response from the webhook: ${response.status} ${response.statusText}`;
      return { words, ...(retryAfter >= 0 && { retryAfterMs: Math.min(3600, retryAfter) * 1000 }) };
    } catch {
      return { words: 'Connection refused' };
    }
  }

  /** A bot may answer a webhook with a call, and never learns what became of it. */
  async #executeAnswer(text: string): Promise<void> {
    let call: unknown;
    try {
      call = JSON.parse(text);
    } catch {
      return;
    }
    if (typeof call === 'object' && call !== null && 'method' in call) await this.#execute(call as Json);
  }
}

function checked(options: WebhookOptions): WebhookOptions {
  const { url, secret } = options;
  if (!URL.canParse(url)) throw badRequest('bad webhook: invalid url specified');
  const { protocol, hostname, port } = new URL(url);
  const isHere = ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
  if (protocol !== 'https:' && !(protocol === 'http:' && isHere)) {
    throw badRequest('bad webhook: An HTTPS URL must be provided for webhook');
  }
  if (!isHere && !['', '80', '88', '443', '8443'].includes(port)) {
    throw badRequest('bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443');
  }
  if (secret !== undefined && !/^[\w-]{1,256}$/.test(secret)) {
    throw badRequest('secret token contains unallowed characters');
  }
  return options;
}
