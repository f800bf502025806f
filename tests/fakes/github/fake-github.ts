import { createHash, createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { FakeRepository, OURSELVES } from './model.ts';
import { answerFor, missing, type FakeAnswer, type FakeRequest } from './routes.ts';

/** An answer instead of the one that there would be. */
interface Fault {
  readonly status: number;
  readonly message?: string;
  readonly headers?: Record<string, string>;
  /** Only where it fits. */
  readonly matches?: (request: { readonly method: string; readonly path: string }) => boolean;
}

interface Hook {
  readonly url: string;
  readonly secret: string;
}

const JSON_TYPE = 'application/json; charset=utf-8';

/** A stand-in for GitHub's REST API and its webhooks, which keeps to GitHub's rules and counts what it is asked. */
export class FakeGithub {
  readonly token = 'ghp_a_token_of_the_stand_in';
  /** Everything that was asked: "GET /repos/acme/shop/issues". */
  readonly requests: { readonly method: string; readonly path: string; readonly status: number }[] = [];
  /** Answers a little later, in milliseconds. */
  delayMs = 0;
  readonly #server: Server;
  readonly #repositories = new Map<number, FakeRepository>();
  /** Names that repositories had before. */
  readonly #former = new Map<string, number>();
  readonly #faults: Fault[] = [];
  #lastId = 100;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(port = 0): Promise<FakeGithub> {
    const server = createServer();
    const fake = new FakeGithub(server);
    server.on('request', (request: IncomingMessage, response: ServerResponse) => void fake.#serve(request, response));
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return fake;
  }

  get apiRoot(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  addRepository(fullName: string, id = (this.#lastId += 1)): FakeRepository {
    const repository = new FakeRepository(id, fullName, this.apiRoot, () => Date.now());
    this.#repositories.set(id, repository);
    return repository;
  }

  /** What it was called before leads on to where it is now. */
  rename(repository: FakeRepository, fullName: string): void {
    this.#former.set(repository.fullName.toLowerCase(), repository.id);
    [repository.owner = '', repository.name = ''] = fullName.split('/');
  }

  /** The next request that fits is answered like this. */
  fail(fault: Fault, times = 1): void {
    this.#faults.push(...Array.from({ length: times }, () => fault));
  }

  count(method: string, path: RegExp): number {
    return this.requests.filter((request) => request.method === method && path.test(request.path)).length;
  }

  /** Tells a webhook; the answer's status and body. @param delivery the same for a redelivery */
  async deliver({ url, secret }: Hook, event: string, payload: object, delivery: string = randomUUID()) {
    const body = JSON.stringify(payload);
    const response = await fetch(url, { method: 'POST', body, headers: signed(secret, body, event, delivery) });
    return { status: response.status, text: await response.text() };
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname: path, searchParams: query } = new URL(incoming.url ?? '/', this.apiRoot);
    const method = incoming.method ?? 'GET';
    const sent = await text(incoming);
    const request = { method, path, query, body: sent === '' ? {} : (JSON.parse(sent) as Record<string, unknown>) };
    if (this.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, this.delayMs));
    const answer = this.#faulty(request) ?? this.#answer(request, incoming.headers.authorization ?? '');
    const body = answer.status === 204 ? '' : JSON.stringify(answer.body);
    const etag = `W/"${createHash('sha256').update(body).digest('hex')}"`;
    const isSame = method === 'GET' && answer.status === 200 && incoming.headers['if-none-match'] === etag;
    const status = isSame ? 304 : answer.status;
    this.requests.push({ method, path, status });
    const link = answer.headers?.['link']?.replaceAll('{host}', this.apiRoot);
    response.writeHead(status, {
      'content-type': JSON_TYPE,
      etag,
      'x-ratelimit-limit': '5000',
      'x-ratelimit-remaining': String(Math.max(0, 5000 - this.requests.length)),
      'x-ratelimit-reset': String(Math.ceil(Date.now() / 1000) + 3600),
      ...answer.headers,
      ...(link !== undefined && { link }),
    });
    response.end(isSame ? '' : body);
  }

  #faulty({ method, path }: FakeRequest): FakeAnswer | undefined {
    const index = this.#faults.findIndex(({ matches }) => matches?.({ method, path }) ?? true);
    if (index < 0) return undefined;
    const [fault] = this.#faults.splice(index, 1);
    return (
      fault && { status: fault.status, body: { message: fault.message ?? 'a fault' }, headers: fault.headers ?? {} }
    );
  }

  #answer(request: FakeRequest, authorization: string): FakeAnswer {
    const isApp = authorization.toLowerCase().startsWith('bearer ') || authorization === 'token ghs_installation';
    if (!isApp && authorization !== `token ${this.token}`) return missing('Bad credentials', 401);
    const { method, path } = request;
    if (path === '/user') return { status: 200, body: OURSELVES, headers: { 'x-oauth-scopes': 'repo, read:user' } };
    if (path === '/app') return { status: 200, body: { id: 7, slug: 'mission-control', name: 'Mission Control' } };
    if (path === '/rate_limit') return { status: 200, body: RATE };
    if (method === 'POST' && /^\/app\/installations\/\d+\/access_tokens$/.test(path)) {
      const expires = new Date(Date.now() + 3_600_000).toISOString();
      return {
        status: 201,
        body: { token: 'ghs_installation', expires_at: expires, permissions: { issues: 'write' } },
      };
    }
    return this.#inRepository(request);
  }

  #inRepository(request: FakeRequest): FakeAnswer {
    const [, id, below = ''] = /^\/repositories\/(\d+)(\/.*)?$/.exec(request.path) ?? [];
    const byId = this.#repositories.get(Number(id));
    if (byId) return answerFor(byId, below, request);
    const [, fullName = '', rest = ''] = /^\/repos\/([^/]+\/[^/]+)(\/.*)?$/.exec(request.path) ?? [];
    const name = fullName.toLowerCase();
    const repository = [...this.#repositories.values()].find((one) => one.fullName.toLowerCase() === name);
    if (repository) return answerFor(repository, rest, request);
    const moved = this.#former.get(name);
    if (moved === undefined) return missing();
    const query = request.query.size > 0 ? `?${request.query.toString()}` : '';
    const location = `${this.apiRoot}/repositories/${moved}${rest}${query}`;
    return { status: 301, body: { message: 'Moved Permanently', url: location }, headers: { location } };
  }
}

const RATE = {
  rate: { limit: 5000, remaining: 4990, reset: 0, used: 10 },
  resources: { core: { limit: 5000, remaining: 4990, reset: 0, used: 10 } },
};

/** The headers of a delivery. */
export const signed = (secret: string, body: string, event: string, delivery: string): Record<string, string> => ({
  'content-type': 'application/json',
  'user-agent': 'GitHub-Hookshot/fake',
  'x-github-event': event,
  'x-github-delivery': delivery,
  'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
});
