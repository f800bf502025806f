import { createServer, type IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CloudAgent, CloudRun, NewAgent } from './cloud-types.ts';

export interface FakeEvent {
  readonly id?: string;
  readonly event: string;
  readonly data: object;
}

interface FakeAgent {
  agent: CloudAgent;
  readonly runs: CloudRun[];
  readonly prompts: string[];
  readonly request: NewAgent;
}

export interface FakeRequest {
  /** For example "POST /v1/agents/:agent/runs". */
  readonly name: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Record<string, unknown>;
}

/** `reset` cuts the connection without an answer; `lost` does what was asked and answers with 500. */
export type FakeFault =
  | 'reset'
  | 'lost'
  | { readonly status: number; readonly code?: string; readonly retryAfter?: string };

/** Cursor's Cloud Agents API v1 over real HTTP: agents, runs, events, usage, and the refusals that it documents. */
export class FakeCloud {
  readonly agents = new Map<string, FakeAgent>();
  readonly requests: FakeRequest[] = [];
  /** What a run's stream gives; by default nothing but its end. */
  events: readonly FakeEvent[] = [];
  /** The stream breaks after so many events, each time it is opened. */
  breakAfter = Number.POSITIVE_INFINITY;
  streamFault: FakeFault | undefined;
  /** Everything is answered with 503. */
  isDown = false;
  /** What the next runs come to, by prompt number from 0; RUNNING goes on until `settle`. */
  outcomes: Partial<CloudRun>[] = [];
  usage: object = {};
  readonly #faults = new Map<string, FakeFault[]>();
  readonly #server = createServer((request, response) => void this.#serve(request, response));
  #count = 0;

  static async start(): Promise<FakeCloud> {
    const fake = new FakeCloud();
    await new Promise<void>((resolve) => fake.#server.listen(0, '127.0.0.1', resolve));
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  named(name: string): readonly FakeRequest[] {
    return this.requests.filter((request) => request.name === name);
  }

  /** The next calls of that name go wrong so. */
  script(name: string, ...faults: FakeFault[]): void {
    this.#faults.set(name, faults);
  }

  async waitFor(name: string, count = 1): Promise<FakeRequest> {
    for (;;) {
      const request = this.named(name)[count - 1];
      if (request) return request;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  get only(): FakeAgent {
    const [agent, ...others] = this.agents.values();
    if (!agent || others.length > 0) throw new Error(`there are ${this.agents.size} agents`);
    return agent;
  }

  /** Gives a run its end. */
  settle(agentId: string, fields: Partial<CloudRun>, index = -1): void {
    const { runs } = this.agents.get(agentId)!;
    const at = index < 0 ? runs.length + index : index;
    runs[at] = { ...runs[at]!, ...fields };
  }

  /** A prompt of somebody else, from Cursor's own pages. */
  addRun(agentId: string, fields: Partial<CloudRun> = {}): CloudRun {
    const known = this.agents.get(agentId)!;
    this.#count += 1;
    const run: CloudRun = { id: `run-${this.#count}`, agentId, status: 'RUNNING', ...fields };
    known.runs.push(run);
    known.agent = { ...known.agent, latestRunId: run.id };
    return run;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const body = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
    const { pathname } = new URL(request.url ?? '/', this.url);
    const [, , , agentId = '', , runId = ''] = pathname.split('/');
    const path = pathname.replace(agentId || '\0', ':agent').replace(runId || '\0', ':run');
    const name = `${request.method} ${path}`;
    this.requests.push({ name, headers: request.headers, body });
    if (request.headers.authorization !== 'Bearer cursor-key-1234567890') return refuse(response, 401, 'unauthorized');
    const fault = this.isDown ? { status: 503 } : this.#faults.get(name)?.shift();
    if (fault === undefined) return this.#answer(name, agentId, runId, body, request, response);
    if (fault === 'lost') this.#answer(name, agentId, runId, body, request, new ServerResponse(request));
    fail(response, fault);
  }

  #answer(
    name: string,
    agentId: string,
    runId: string,
    body: Record<string, unknown>,
    request: IncomingMessage,
    response: ServerResponse,
  ): void {
    if (name === 'POST /v1/agents') return this.#create(body as unknown as NewAgent, response);
    const known = this.agents.get(agentId);
    if (!known) return refuse(response, 404, 'not_found');
    const run = known.runs.find(({ id }) => id === runId);
    switch (name) {
      case 'GET /v1/agents/:agent':
        return reply(response, known.agent);
      case 'POST /v1/agents/:agent/runs':
        return this.#prompt(known, body, response);
      case 'GET /v1/agents/:agent/usage':
        return reply(response, this.usage);
    }
    if (!run) return refuse(response, 404, 'not_found');
    switch (name) {
      case 'GET /v1/agents/:agent/runs/:run':
        return reply(response, run);
      case 'POST /v1/agents/:agent/runs/:run/cancel':
        return this.#cancel(run, response);
      case 'GET /v1/agents/:agent/runs/:run/stream':
        return this.#stream(run, request, response);
    }
    refuse(response, 404, 'not_found');
  }

  #create(request: NewAgent, response: ServerResponse): void {
    const { agentId } = request;
    if (this.agents.has(agentId)) return refuse(response, 409, 'agent_id_conflict');
    const agent: CloudAgent = { id: agentId, status: 'ACTIVE', url: `https://cursor.com/agents/${agentId}` };
    this.agents.set(agentId, { agent, runs: [], prompts: [request.prompt.text], request });
    const run = this.addRun(agentId, this.outcomes.shift() ?? {});
    reply(response, { agent: this.agents.get(agentId)!.agent, run }, 201);
  }

  #prompt({ agent, runs, prompts }: FakeAgent, body: Record<string, unknown>, response: ServerResponse): void {
    if (agent.status === 'ARCHIVED') return refuse(response, 409, 'agent_archived');
    if (runs.some(({ status }) => ['CREATING', 'RUNNING'].includes(status))) return refuse(response, 409, 'agent_busy');
    prompts.push((body['prompt'] as { text: string }).text);
    reply(response, { run: this.addRun(agent.id, this.outcomes.shift() ?? {}) }, 201);
  }

  #cancel(run: CloudRun, response: ServerResponse): void {
    if (!['CREATING', 'RUNNING'].includes(run.status)) return refuse(response, 409, 'run_not_cancellable');
    const index = this.agents.get(run.agentId)!.runs.indexOf(run);
    this.settle(run.agentId, { status: 'CANCELLED' }, index);
    reply(response, { id: run.id });
  }

  #stream(run: CloudRun, request: IncomingMessage, response: ServerResponse): void {
    if (this.streamFault) return fail(response, this.streamFault);
    const last = request.headers['last-event-id'];
    const from = last === undefined ? 0 : this.events.findIndex(({ id }) => id === last) + 1;
    if (last !== undefined && from === 0) return refuse(response, 400, 'invalid_last_event_id');
    response.writeHead(200, { 'content-type': 'text/event-stream', 'x-cursor-stream-retention-seconds': '3600' });
    write(response, { event: 'status', data: { runId: run.id, status: run.status } });
    const coming = this.events.slice(from);
    for (const event of coming.slice(0, this.breakAfter)) write(response, event);
    if (coming.length >= this.breakAfter) return void setTimeout(() => response.destroy(), 20);
    write(response, { event: 'heartbeat', data: {} });
    const settled = setInterval(() => {
      const now = this.agents.get(run.agentId)?.runs.find(({ id }) => id === run.id);
      if (!now || ['CREATING', 'RUNNING'].includes(now.status)) return;
      clearInterval(settled);
      write(response, { event: 'result', data: { runId: run.id, status: now.status } });
      write(response, { event: 'done', data: {} });
      response.end();
    }, 10);
    response.on('close', () => clearInterval(settled));
  }
}

function write(response: ServerResponse, { id, event, data }: FakeEvent): void {
  response.write(`${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}

function reply(response: ServerResponse, body: object, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function refuse(response: ServerResponse, status: number, code: string): void {
  reply(response, { error: { code, message: `Refused: ${code}`, helpUrl: 'https://cursor.com/docs' } }, status);
}

function fail(response: ServerResponse, fault: FakeFault): void {
  if (fault === 'lost') return refuse(response, 500, 'internal');
  if (fault === 'reset') return void response.destroy();
  if (fault.retryAfter !== undefined) response.setHeader('retry-after', fault.retryAfter);
  refuse(response, fault.status, fault.code ?? 'internal');
}
