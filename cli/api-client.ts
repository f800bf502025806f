import { randomUUID } from 'node:crypto';
import type { ProblemDetails } from '../operations/schemas/common.ts';
import type { Connection } from './connection.ts';

/** The API refused a call; the message is what it said, with the fields it named. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;

  constructor({ status, title, detail, errors = [] }: ProblemDetails) {
    const fields = errors.map(({ path, message }) => `\n  ${path}: ${message}`);
    super(`${detail ?? title}${fields.join('')}`);
    this.status = status;
  }
}

/** Calls of the HTTP API with a person's key. */
export class ApiClient {
  readonly url: string;
  readonly #token: string;

  constructor({ url, token }: Connection) {
    this.url = url;
    this.#token = token;
  }

  get<Answer>(path: string): Promise<Answer> {
    return this.#call<Answer>('GET', path);
  }

  post<Answer>(path: string, body: object): Promise<Answer> {
    return this.#call<Answer>('POST', path, body);
  }

  put<Answer>(path: string, body: object): Promise<Answer> {
    return this.#call<Answer>('PUT', path, body);
  }

  patch<Answer>(path: string, body: object): Promise<Answer> {
    return this.#call<Answer>('PATCH', path, body);
  }

  /** Sends a file as it is. */
  async upload<Answer>(path: string, file: Blob): Promise<Answer> {
    return (await (await this.#fetch('POST', path, file)).json()) as Answer;
  }

  async remove(path: string): Promise<void> {
    await this.#fetch('DELETE', path);
  }

  async text(path: string): Promise<string> {
    return (await this.#fetch('GET', path)).text();
  }

  /** What may be long, as it comes. */
  async *chunks(path: string): AsyncGenerator<Uint8Array> {
    const { body } = await this.#fetch('GET', path);
    if (body) yield* body as unknown as AsyncIterable<Uint8Array>;
  }

  /** Every item of a list, page by page. */
  async *all<Item>(path: string): AsyncGenerator<Item> {
    const separator = path.includes('?') ? '&' : '?';
    let cursor: string | undefined;
    do {
      const at = cursor === undefined ? path : `${path}${separator}cursor=${encodeURIComponent(cursor)}`;
      const page = await this.get<{ items: Item[]; nextCursor?: string }>(at);
      yield* page.items;
      cursor = page.nextCursor;
    } while (cursor !== undefined);
  }

  async #call<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    return (await (await this.#fetch(method, path, body)).json()) as Answer;
  }

  async #fetch(method: string, path: string, body?: object): Promise<Response> {
    const response = await this.#send(method, path, body);
    if (response.ok) return response;
    const text = await response.text();
    throw new ApiError(readProblem(text) ?? { type: '', title: `HTTP ${response.status}`, status: response.status });
  }

  async #send(method: string, path: string, body: object | undefined): Promise<Response> {
    const type = body instanceof Blob ? 'application/octet-stream' : 'application/json';
    const headers = {
      authorization: `Bearer ${this.#token}`,
      ...(body && { 'content-type': type, 'idempotency-key': randomUUID() }),
    };
    const sent = body && (body instanceof Blob ? body : JSON.stringify(body));
    try {
      return await fetch(`${this.url}/api/v1${path}`, { method, headers, ...(sent && { body: sent }) });
    } catch (error) {
      throw new Error(`Mission Control does not answer at ${this.url}`, { cause: error });
    }
  }
}

function readProblem(text: string): ProblemDetails | undefined {
  try {
    return JSON.parse(text) as ProblemDetails;
  } catch {
    return undefined;
  }
}
