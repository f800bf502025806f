import type { ProblemDetails } from '../../../operations/schemas/common.ts';
import { intentionKey, settleIntention } from './intention.ts';

const BASE = '/api/v1';
const RETRIES = 2;
const RETRY_AFTER_MS = 400;

type Query = Record<string, string | number | undefined>;

/** A refusal of the server, in the server's words. */
export class ApiError extends Error {
  readonly problem: ProblemDetails;

  constructor(problem: ProblemDetails) {
    const messages = (problem.errors ?? []).map(({ message }) => message).join('; ');
    const said = problem.detail ?? problem.title;
    super(messages === '' || said.includes(messages) ? said : `${said}: ${messages}`);
    this.name = 'ApiError';
    this.problem = problem;
  }

  get status(): number {
    return this.problem.status;
  }
}

/** The request never got an answer, so that its outcome is unknown. */
class UnreachableError extends Error {
  constructor() {
    super('Mission Control does not answer. Check the connection and try again.');
    this.name = 'UnreachableError';
  }
}

export const apiUrl = (path: string, query: Query = {}): string => {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  const text = search.toString();
  return `${BASE}${path}${text === '' ? '' : `?${text}`}`;
};

export async function get<Answer>(path: string, query?: Query, signal?: AbortSignal): Promise<Answer> {
  const response = await reach(apiUrl(path, query), { ...(signal && { signal }) });
  return (await read(response)) as Answer;
}

export async function getText(path: string): Promise<string> {
  const response = await reach(apiUrl(path), {});
  if (!response.ok) await read(response);
  return response.text();
}

/** Sends a file as it is. The same bytes again are the same file, so that a repetition does no harm. */
export async function upload<Answer>(path: string, query: Query, file: File): Promise<Answer> {
  const headers = { 'content-type': file.type === '' ? 'application/octet-stream' : file.type };
  return (await read(await reach(apiUrl(path, query), { method: 'POST', headers, body: file }))) as Answer;
}

export const post = <Answer>(path: string, body: unknown): Promise<Answer> => send('POST', path, body);
export const put = <Answer>(path: string, body: unknown): Promise<Answer> => send('PUT', path, body);
export const patch = <Answer>(path: string, body: unknown): Promise<Answer> => send('PATCH', path, body);

/** Sends an intention of the user; retries with the same key, so that it takes effect at most once. */
async function send<Answer>(method: 'POST' | 'PUT' | 'PATCH', path: string, body: unknown): Promise<Answer> {
  const text = JSON.stringify(body);
  const intention = `${method} ${path} ${text}`;
  const headers = { 'content-type': 'application/json', 'idempotency-key': intentionKey(intention) };
  for (let attempt = 0; ; attempt += 1) {
    try {
      const response = await reach(apiUrl(path), { method, headers, body: text });
      if (response.status === 503 && attempt < RETRIES) {
        await pause(RETRY_AFTER_MS * 2 ** attempt);
        continue;
      }
      if (response.status < 500) settleIntention(intention);
      return (await read(response)) as Answer;
    } catch (error) {
      if (!(error instanceof UnreachableError) || attempt >= RETRIES) throw error;
      await pause(RETRY_AFTER_MS * 2 ** attempt);
    }
  }
}

export async function remove(path: string): Promise<void> {
  await read(await reach(apiUrl(path), { method: 'DELETE' }));
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { credentials: 'same-origin', ...init });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new UnreachableError();
  }
}

async function read(response: Response): Promise<unknown> {
  if (response.status === 204) return undefined;
  const isJson = /[/+]json/.test(response.headers.get('content-type') ?? '');
  const body: unknown = isJson ? await response.json() : undefined;
  if (response.ok) return body;
  throw new ApiError(isProblem(body) ? body : unexplained(response));
}

const isProblem = (body: unknown): body is ProblemDetails =>
  typeof body === 'object' && body !== null && 'title' in body && 'status' in body;

const unexplained = ({ status, statusText }: Response): ProblemDetails => ({
  type: 'about:blank',
  title: statusText === '' ? `The server answered with status ${status}` : statusText,
  status,
});
