import type { Actor } from '../actor.ts';
import { NO_FACTS, type CommandContext, type TaskCommand } from './commands.ts';
import { decide } from './decide.ts';
import type { TaskEvent } from './events.ts';
import type { Route, TaskFields, TaskState } from './state.ts';
import type { TaskStatus } from './vocabulary.ts';

export const OWNER: Actor = { kind: 'HUMAN', id: 'h1', name: 'Olga', role: 'ADMIN' };
export const SECOND: Actor = { kind: 'HUMAN', id: 'h2', name: 'Hugo', role: 'OPERATOR' };
export const VIEWER: Actor = { kind: 'HUMAN', id: 'h3', name: 'Vera', role: 'VIEWER' };
export const ASSIGNED_AGENT: Actor = { kind: 'AGENT', id: 'a1', name: 'Scribe', role: 'SPECIALIST' };
export const REVIEWING_AGENT: Actor = { kind: 'AGENT', id: 'a2', name: 'Rita', role: 'SPECIALIST' };
export const OTHER_AGENT: Actor = { kind: 'AGENT', id: 'a3', name: 'Scout', role: 'SPECIALIST' };
export const LEAD: Actor = { kind: 'AGENT', id: 'a4', name: 'Sofie', role: 'LEAD' };
export const SYSTEM: Actor = { kind: 'SYSTEM', id: 'rule', name: 'a rule' };

export const T0 = Date.parse('2026-01-01T00:00:00.000Z');

export const FIELDS: TaskFields = {
  title: 'Write the guide',
  description: '',
  type: 'DOCS',
  priority: 3,
  labels: [],
  source: 'API',
  reviewer: { kind: 'AGENT', id: 'a2', name: 'Rita' },
  dependsOn: [],
  checklist: [],
  budgetMicros: 3_000_000,
  metadata: {},
};

export const ROUTE: Route = {
  executor: 'CLAUDE_CODE',
  score: 0.9,
  reason: 'a test',
  fallbacks: [],
  maxAttempts: 3,
  maxMinutes: 60,
};

const PLAN = { bullets: ['read', 'write', 'check'] };
const DELIVERABLE = { summary: 'written', artifacts: [] };
const ASSIGNEES = [{ kind: 'AGENT', id: 'a1', name: 'Scribe', status: 'ACTIVE', allowedTypes: [] }] as const;

/** A task that commands are sent to one after the other, a second apart. */
export class TaskUnderTest {
  state: TaskState | undefined;
  readonly events: TaskEvent[] = [];
  #now = T0;

  constructor(fields: Partial<TaskFields> = {}) {
    this.send({ name: 'create', task: { ...FIELDS, ...fields, id: '01TASK', key: 'MC-1', projectId: 'mc' } });
  }

  get now(): string {
    return new Date(this.#now).toISOString();
  }

  get current(): TaskState {
    if (!this.state) throw new Error('the task was not created');
    return this.state;
  }

  context(actor: Actor, facts = NO_FACTS): CommandContext {
    return { now: this.now, actor, facts };
  }

  tryTo(command: TaskCommand, actor: Actor = OWNER, facts = NO_FACTS) {
    return decide(this.state, command, this.context(actor, facts));
  }

  /** Sends a command that must be accepted. */
  send(command: TaskCommand, actor: Actor = OWNER, facts = NO_FACTS): this {
    this.#now += 1000;
    const decision = this.tryTo(command, actor, facts);
    if (!decision.accepted) throw new Error(`${command.name}: ${JSON.stringify(decision.rejection)}`);
    this.state = decision.state;
    this.events.push(...decision.events);
    return this;
  }

  passMinutes(minutes: number): this {
    this.#now += minutes * 60_000;
    return this;
  }

  assign = (): this => this.send({ name: 'assign', assignees: ASSIGNEES });
  plan = (): this => this.send({ name: 'plan', plan: PLAN });
  move = (to: TaskStatus, details: { reason?: string; feedback?: string } = {}): this =>
    this.send({ name: 'transition', to, ...details });
  start = (): this => this.assign().plan().move('IN_PROGRESS');
  submit = (): this => this.send({ name: 'submit', deliverable: DELIVERABLE });
  askApproval = (risk: 'GREEN' | 'YELLOW' | 'RED' = 'YELLOW', actor: Actor = ASSIGNED_AGENT): this =>
    this.send({ name: 'requestApproval', action: 'deploy', summary: 'deploy it', risk, blocking: true }, actor);
  dispatch = (route: Route = ROUTE): this => this.send({ name: 'dispatch', route });
  claim = (executionId: string, leaseId = `${executionId}-L1-a`): this =>
    this.send(
      {
        name: 'executionReported',
        executionId,
        report: { outcome: 'ASSIGNED', leaseId, worker: { kind: 'AGENT', id: 'w1', name: 'worker' } },
      },
      SYSTEM,
    );

  /** A task in this status that meets as many gates as it can. */
  static in(status: TaskStatus): TaskUnderTest {
    const task = new TaskUnderTest();
    switch (status) {
      case 'INBOX':
        return task;
      case 'ASSIGNED':
        return task.assign().plan();
      case 'IN_PROGRESS':
        return task.start().submit().move('IN_PROGRESS', { feedback: 'once more' });
      case 'REVIEW':
        return task.start().submit();
      case 'NEEDS_APPROVAL':
        return task.start().askApproval();
      case 'BLOCKED':
        return task.start().move('BLOCKED', { reason: 'stuck' });
      case 'DONE':
        return task.start().submit().move('DONE');
      case 'CANCELED':
        return task.move('CANCELED', { reason: 'no' });
    }
  }
}
