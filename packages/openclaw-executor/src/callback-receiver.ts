import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { InvalidReportError, parseReport, type CallbackReport } from './callback-report.ts';
import type { CallbackSettings } from './settings.ts';

const MAX_BODY_BYTES = 1024 * 1024;
/** Ended tokens are known for this many executions, so that a late agent is told what happened. */
const REMEMBERED = 1000;

export interface ExpectedCallback {
  /** Where the agent has to report to. A secret: its last part is the token. */
  readonly url: string;
  readonly report: Promise<CallbackReport>;
  /** Nothing is expected any more. */
  close(): void;
}

/** Receives what agents report at the end of hook runs: one token for each execution, good for one report. */
export class CallbackReceiver {
  readonly #server: Server;
  readonly #expected = new Map<string, (report: CallbackReport) => void>();
  /** Whether the report came before the end. */
  readonly #ended = new Map<string, boolean>();
  readonly #url: string | undefined;

  private constructor({ url }: CallbackSettings) {
    this.#url = url;
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  /** @throws Error when the port is taken */
  static async start(settings: CallbackSettings): Promise<CallbackReceiver> {
    const receiver = new CallbackReceiver(settings);
    const { host, port } = settings;
    await new Promise<void>((resolve, reject) => {
      receiver.#server.once('error', reject).listen(port, host, () => resolve());
    });
    return receiver;
  }

  /** @param token unguessable */
  expect(token: string): ExpectedCallback {
    let receive: (report: CallbackReport) => void = () => {};
    const report = new Promise<CallbackReport>((resolve) => (receive = resolve));
    this.#ended.delete(token);
    this.#expected.set(token, receive);
    return { url: `${this.#address()}/callback/${token}`, report, close: () => this.#end(token, false) };
  }

  /** Keeps the process no longer than something else does. */
  unref(): void {
    this.#server.unref();
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #address(): string {
    if (this.#url) return this.#url;
    const { address, port, family } = this.#server.address() as AddressInfo;
    return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
  }

  #end(token: string, isReported: boolean): void {
    this.#expected.delete(token);
    if (!this.#ended.has(token)) this.#ended.set(token, isReported);
    const [oldest] = this.#ended.keys();
    if (this.#ended.size > REMEMBERED && oldest !== undefined) this.#ended.delete(oldest);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const token = /^\/callback\/([\w-]+)$/.exec(new URL(request.url ?? '/', 'http://localhost').pathname)?.[1] ?? '';
    const isKnown = this.#expected.has(token) || this.#ended.has(token);
    if (!isKnown) return answer(response, 404, 'there is no such address');
    if (request.method !== 'POST') return answer(response.setHeader('allow', 'POST'), 405, 'send a POST');
    const body = await bodyOf(request).catch(() => undefined);
    if (body === undefined) return answer(response, 413, `the report must be at most ${MAX_BODY_BYTES} bytes`);
    const receive = this.#expected.get(token);
    if (!receive) return this.#answerLate(response, token);
    try {
      const report = parseReport(body);
      this.#end(token, true);
      answer(response, 200);
      receive(report);
    } catch (error) {
      if (!(error instanceof InvalidReportError)) throw error;
      answer(response, 400, error.message);
    }
  }

  /** The same report again changes nothing; one after the end comes too late. */
  #answerLate(response: ServerResponse, token: string): void {
    if (this.#ended.get(token)) answer(response, 200);
    else answer(response, 410, 'the task has ended already');
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size <= MAX_BODY_BYTES) chunks.push(chunk as Buffer);
  }
  if (size > MAX_BODY_BYTES) throw new Error('too large');
  return Buffer.concat(chunks).toString();
}

function answer(response: ServerResponse, status: number, error?: string): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(error === undefined ? { ok: true } : { ok: false, error }));
}
