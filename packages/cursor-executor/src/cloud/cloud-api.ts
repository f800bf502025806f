import type { OutsideService } from '@mission-control/resilience';
import { errorOf, isRefusal, unreachable } from './api-error.ts';
import type { CloudAgent, CloudRun, CloudUsage, NewAgent, NewRun } from './cloud-types.ts';

const ANSWER_TIME_MS = 30_000;

export interface CloudApiOptions {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  /** A secret. */
  readonly apiKey: string;
  readonly service: OutsideService;
}

interface Request {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The calls of Cursor's Cloud Agents API (v1) that carry out a task. All go through one circuit.
 *
 * They throw CursorApiError, CircuitOpenError or the signal's reason.
 */
export class CloudApi {
  readonly #options: CloudApiOptions;

  constructor(options: CloudApiOptions) {
    this.#options = options;
  }

  /** With the same id twice it is refused as `agent_id_conflict`. */
  createAgent(agent: NewAgent, signal: AbortSignal): Promise<{ readonly agent: CloudAgent; readonly run: CloudRun }> {
    const headers = { 'idempotency-key': agent.agentId };
    return this.#json({ method: 'POST', path: '/v1/agents', body: agent, headers, signal });
  }

  agent(agentId: string, signal?: AbortSignal): Promise<CloudAgent> {
    return this.#json({ method: 'GET', path: pathOf(agentId), signal });
  }

  /** Refused as `agent_busy` while another run is active. */
  async createRun(agentId: string, run: NewRun, key: string, signal: AbortSignal): Promise<CloudRun> {
    const headers = { 'idempotency-key': key };
    const path = `${pathOf(agentId)}/runs`;
    return (await this.#json<{ run: CloudRun }>({ method: 'POST', path, body: run, headers, signal })).run;
  }

  run(agentId: string, runId: string, signal?: AbortSignal): Promise<CloudRun> {
    return this.#json({ method: 'GET', path: pathOf(agentId, runId), signal });
  }

  /** A run that has ended already is no error. */
  async cancelRun(agentId: string, runId: string, signal: AbortSignal): Promise<void> {
    try {
      await this.#json({ method: 'POST', path: `${pathOf(agentId, runId)}/cancel`, body: {}, signal });
    } catch (error) {
      if (!isRefusal(error, 'run_not_cancellable')) throw error;
    }
  }

  usage(agentId: string, runId: string, signal: AbortSignal): Promise<CloudUsage> {
    const query = `runId=${encodeURIComponent(runId)}`;
    return this.#json({ method: 'GET', path: `${pathOf(agentId)}/usage?${query}`, signal });
  }

  /**
   * Opens the live events of a run.
   *
   * @param lastEventId goes on after that event
   */
  events(
    agentId: string,
    runId: string,
    lastEventId: string | undefined,
    signal: AbortSignal,
  ): Promise<ReadableStream<Uint8Array>> {
    const headers = { accept: 'text/event-stream', ...(lastEventId !== undefined && { 'last-event-id': lastEventId }) };
    const request: Request = { method: 'GET', path: `${pathOf(agentId, runId)}/stream`, headers };
    return this.#options.service.call(async () => {
      const opening = new AbortController();
      // The time limit is that of the answer; the events come for as long as the run takes.
      const timer = setTimeout(() => opening.abort(new Error('no answer in time')), ANSWER_TIME_MS);
      const response = await this.#send(request, AbortSignal.any([opening.signal, signal])).finally(() =>
        clearTimeout(timer),
      );
      if (response.body) return response.body;
      throw unreachable(callOf(request), new Error('no events'));
    }, signal);
  }

  #json<Answer>(request: Request): Promise<Answer> {
    return this.#options.service.call(async (deadline) => {
      const response = await this.#send(request, AbortSignal.any([deadline, AbortSignal.timeout(ANSWER_TIME_MS)]));
      try {
        return (await response.json()) as Answer;
      } catch (error) {
        throw unreachable(callOf(request), error);
      }
    }, request.signal);
  }

  async #send(request: Request, signal: AbortSignal): Promise<Response> {
    const { baseUrl, apiKey } = this.#options;
    const { method, path, body, headers } = request;
    let response: Response;
    try {
      response = await fetch(`${baseUrl}${path}`, {
        method,
        headers: {
          ...headers,
          authorization: `Bearer ${apiKey}`,
          ...(body && { 'content-type': 'application/json' }),
        },
        ...(body && { body: JSON.stringify(body) }),
        // The key is for this address and no other.
        redirect: 'error',
        signal,
      });
    } catch (error) {
      throw unreachable(callOf(request), error);
    }
    if (response.ok) return response;
    throw await errorOf(callOf(request), response);
  }
}

const pathOf = (agentId: string, runId?: string): string =>
  `/v1/agents/${encodeURIComponent(agentId)}${runId === undefined ? '' : `/runs/${encodeURIComponent(runId)}`}`;

const callOf = ({ method, path }: Request): string => `${method} ${path}`;
