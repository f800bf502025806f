import { dollars } from '../domain/money.ts';
import type { AgentDocument } from '../store/documents/agent.ts';
import { expectStatus, type Answer, type Json, type ProjectProbe } from './api.test-support.ts';
import { agentWith } from './identities.test-support.ts';

/** Work on offer for an agent: the key of its task and the id of the execution. */
interface Offered {
  readonly key: string;
  readonly execution: string;
}

/** An agent that is held by money alone: for `runs` runs of a dollar each on one day. */
export const moneyFor = (runs: number): Partial<AgentDocument> => ({
  limits: {
    perDay: { micros: dollars(runs), tokens: 1_000_000_000, seconds: 10_000_000 },
    perRun: { micros: dollars(1), tokens: 1_000, seconds: 60 },
  },
  concurrencyLimit: 100,
});

/** What an agent and its work go through on their way to a budget's end. */
export class AgentProbe {
  readonly project: ProjectProbe;
  readonly id: string;
  readonly token: string;

  private constructor(project: ProjectProbe, { id, token }: { id: string; token: string }) {
    this.project = project;
    this.id = id;
    this.token = token;
  }

  static async create(project: ProjectProbe, fields: Partial<AgentDocument> = {}): Promise<AgentProbe> {
    return new AgentProbe(project, await agentWith(project.api, project, fields));
  }

  /** A task of this agent that may begin. */
  async task(fields: object = {}): Promise<string> {
    const { project } = this;
    const key = await project.task({ budgetMicros: dollars(100), ...fields });
    expectStatus(await project.command(key, 'assign', { assignees: [{ kind: 'AGENT', id: this.id }] }), 200);
    expectStatus(await project.command(key, 'plan', { bullets: ['one', 'two', 'three'] }), 200);
    return key;
  }

  async dispatched(fields: object = {}, executor = 'CLAUDE_CODE'): Promise<Offered> {
    const key = await this.task(fields);
    const answer = await this.project.command(key, 'dispatch', { executor });
    expectStatus(answer, 200);
    return { key, execution: answer.body.executionId as string };
  }

  /** Asks for work with the agent's own key: 200 with an execution, or 204. */
  claim(waitSeconds = 0, executor = 'CLAUDE_CODE'): Promise<Answer> {
    const claim = { types: [executor], executor: { name: 'tester' }, waitSeconds };
    return this.project.api.post('/executions/claim', claim, { token: this.token });
  }

  start(body: object = {}, idempotencyKey?: string): Promise<Answer> {
    const headers = idempotencyKey === undefined ? {} : { headers: { 'idempotency-key': idempotencyKey } };
    return this.project.api.post('/runs', body, { token: this.token, ...headers });
  }

  finish(id: string, usage: object, token = this.token): Promise<Answer> {
    return this.project.api.post(`/runs/${id}/finish`, { usage }, { token });
  }

  async status(): Promise<string> {
    return (await this.#mine('/agents'))?.status as string;
  }

  /** Its day, as the list of budgets shows it. */
  budget(): Promise<Json> {
    return this.#mine('/budgets');
  }

  /** What people are asked, of all tasks of the project. */
  async approvals(status = 'PENDING'): Promise<Json[]> {
    const { body } = await this.project.api.get(`/approvals?project=${this.project.slug}&status=${status}`);
    return body.items;
  }

  async alerts(kind: string): Promise<Json[]> {
    const { body } = await this.project.api.get(`/alerts?project=${this.project.slug}`);
    return body.items.filter((alert: Json) => alert.kind === kind);
  }

  async #mine(list: string): Promise<Json> {
    const { body } = await this.project.api.get(`${list}?project=${this.project.slug}`);
    return body.items.find(({ id }: Json) => id === this.id);
  }
}

export const usage = (micros: number, more: object = {}) => ({
  inputTokens: 10,
  outputTokens: 5,
  costMicros: micros,
  costSource: 'BILLED',
  ...more,
});
