import { WebSocket } from 'ws';
import { GatewayError, unreachable } from './gateway-error.ts';
import {
  connectParameters,
  parseFrame,
  refusalOf,
  type GatewayEvent,
  type GatewayResponse,
  type Hello,
} from './gateway-frames.ts';
import type { RunEnvelope } from './run-result.ts';

const HANDSHAKE_MS = 15_000;
const ANSWER_MS = 30_000;
const MAX_FRAME_BYTES = 32 * 1024 * 1024;
const DEFAULT_TICK_MS = 30_000;
/** Closed for breaking a rule; a wrong token is one. */
const POLICY_VIOLATION = 1008;

export interface GatewayAccess {
  /** ws(s) address. */
  readonly url: string;
  /** A secret. */
  readonly token: string;
}

/** An accepted run, or one that had ended before it was asked for. */
export interface Submission {
  readonly first: RunEnvelope;
  readonly final: Promise<RunEnvelope>;
}

type EventListener = (event: GatewayEvent, connection: GatewayConnection) => void;

interface Waiting {
  readonly onResponse: (response: GatewayResponse) => void;
  readonly reject: (error: Error) => void;
}

/** One connection to a gateway that let us in. When it breaks, everything that waits on it fails as UNREACHABLE. */
export class GatewayConnection {
  readonly #socket: WebSocket;
  readonly #url: string;
  readonly #onEvent: EventListener;
  readonly #waiting = new Map<string, Waiting>();
  #requests = 0;
  #broken: GatewayError | undefined;
  #problem: Error | undefined;
  #silence: NodeJS.Timeout | undefined;
  hello: Hello = {};

  private constructor({ url }: GatewayAccess, onEvent: EventListener) {
    this.#url = url;
    this.#onEvent = onEvent;
    this.#socket = new WebSocket(url, { handshakeTimeout: HANDSHAKE_MS, maxPayload: MAX_FRAME_BYTES });
    this.#socket.on('message', (data: Buffer) => this.#receive(data.toString()));
    this.#socket.on('error', (error) => (this.#problem = error));
    this.#socket.on('close', (code, reason) => this.#closed(code, reason.toString()));
  }

  /** @throws GatewayError, or the signal's reason */
  static async open(access: GatewayAccess, onEvent: EventListener, signal: AbortSignal): Promise<GatewayConnection> {
    signal.throwIfAborted();
    let challenged = () => {};
    const challenge = new Promise<void>((resolve) => (challenged = resolve));
    const connection = new GatewayConnection(access, (event, from) =>
      event.event === 'connect.challenge' ? challenged() : onEvent(event, from),
    );
    const abandon = () => connection.close();
    signal.addEventListener('abort', abandon, { once: true });
    try {
      await connection.#within(HANDSHAKE_MS, challenge, 'a challenge');
      const hello = await connection.request<Hello>('connect', connectParameters(access.token));
      connection.#welcome(hello);
      return connection;
    } catch (error) {
      connection.close();
      signal.throwIfAborted();
      throw error;
    } finally {
      signal.removeEventListener('abort', abandon);
    }
  }

  /** @throws GatewayError */
  async request<Payload>(method: string, params: object, answerMs = ANSWER_MS): Promise<Payload> {
    const id = this.#send(method, params);
    const response = new Promise<GatewayResponse>((onResponse, reject) =>
      this.#waiting.set(id, { onResponse, reject }),
    );
    try {
      const { ok, payload, error } = await this.#within(answerMs, response, `an answer to ${method}`);
      if (!ok) throw refusalOf(method, error);
      return payload as Payload;
    } finally {
      this.#waiting.delete(id);
    }
  }

  /** Hands over work. An accepted run is answered a second time when it ends. */
  async submit(params: object): Promise<Submission> {
    const id = this.#send('agent', params);
    const answers: GatewayResponse[] = [];
    let tell = () => {};
    let fail: (error: Error) => void = () => {};
    this.#waiting.set(id, {
      onResponse: (response) => (answers.push(response), tell()),
      reject: (error) => fail(error),
    });
    const nth = (index: number) =>
      new Promise<GatewayResponse>((resolve, reject) => {
        tell = () => answers[index] && resolve(answers[index]);
        fail = reject;
        if (this.#broken) reject(this.#broken);
        tell();
      });
    const { ok, payload, error } = await this.#within(ANSWER_MS, nth(0), 'an answer to agent');
    if (!ok) throw refusalOf('agent', error);
    const first = payload as RunEnvelope;
    const final = first.status === 'accepted' ? nth(1).then(endOf) : Promise.resolve(first);
    final.catch(() => {});
    return { first, final };
  }

  /** Nothing is waited for any more. */
  close(): void {
    this.#break(new GatewayError('UNREACHABLE', 'The connection to OpenClaw was closed'));
    if (this.#socket.readyState === WebSocket.CONNECTING) this.#socket.terminate();
    else this.#socket.close();
  }

  #send(method: string, params: object): string {
    if (this.#broken) throw this.#broken;
    this.#requests += 1;
    const id = String(this.#requests);
    this.#socket.send(JSON.stringify({ type: 'req', id, method, params }));
    return id;
  }

  /** The gateway ticks; one that is silent for long is gone without a word. */
  #welcome(hello: Hello): void {
    this.hello = hello;
    const silentMs = 3 * (hello.policy?.tickIntervalMs ?? DEFAULT_TICK_MS);
    this.#silence = setTimeout(() => this.#socket.terminate(), silentMs).unref();
  }

  #receive(text: string): void {
    this.#silence?.refresh();
    const frame = parseFrame(text);
    if (frame?.type === 'event') this.#onEvent(frame, this);
    else if (frame) this.#waiting.get(frame.id)?.onResponse(frame);
  }

  #closed(code: number, reason: string): void {
    clearTimeout(this.#silence);
    if (this.#problem) this.#break(unreachable(this.#url, this.#problem));
    else if (code === POLICY_VIOLATION)
      this.#break(new GatewayError('AUTH', `OpenClaw closed the connection: ${reason}`));
    else
      this.#break(unreachable(this.#url, new Error(`the connection was closed (${code}${reason && `, ${reason}`})`)));
  }

  #break(error: GatewayError): void {
    this.#broken ??= error;
    for (const { reject } of this.#waiting.values()) reject(this.#broken);
    this.#waiting.clear();
  }

  async #within<Result>(limitMs: number, awaited: Promise<Result>, what: string): Promise<Result> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      const error = new Error(`no ${what.replace(/^an? /, '')} within ${limitMs} ms`);
      timer = setTimeout(() => reject(unreachable(this.#url, error)), limitMs);
      this.#waiting.set(what, { onResponse: () => {}, reject });
    });
    try {
      return await Promise.race([awaited, late]);
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(what);
    }
  }
}

/** The end of a run: what is refused here is a run that failed. */
function endOf({ ok, payload, error }: GatewayResponse): RunEnvelope {
  const envelope = (payload ?? {}) as RunEnvelope;
  return ok ? envelope : { ...envelope, status: 'error', error: error ?? envelope.error };
}
