import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Actor } from '../actor.ts';
import type { TaskCommand, TaskFacts } from './commands.ts';
import { decide } from './decide.ts';
import type { TaskEvent } from './events.ts';
import { evolve, fold } from './evolve.ts';
import type { TaskState } from './state.ts';
import { ASSIGNED_AGENT, FIELDS, LEAD, OWNER, ROUTE, SECOND, SYSTEM, T0, VIEWER } from './task.test-support.ts';
import { isFinal, PROJECT_MODES, RISKS, TASK_STATUSES } from './vocabulary.ts';

const actor: fc.Arbitrary<Actor> = fc.constantFrom(OWNER, OWNER, SECOND, VIEWER, ASSIGNED_AGENT, LEAD, SYSTEM);
const text = fc.constantFrom('', 'because', ' ');
const approvalId = fc.constantFrom('MC-1-A1', 'MC-1-A2', 'MC-1-A3', 'nonsense');
const executionId = fc.constantFrom('MC-1-X1', 'MC-1-X2', 'MC-1-X3');
const leaseId = fc.constantFrom('L1', 'L2');
const deliverable = fc.record({ summary: text, artifacts: fc.constant([]) });
const checklist = fc.array(fc.record({ label: fc.constant('x'), checked: fc.boolean() }), { maxLength: 2 });
const usage = fc.record({
  inputTokens: fc.nat(100),
  outputTokens: fc.nat(100),
  costMicros: fc.nat(1000),
  costSource: fc.constant('BILLED' as const),
});
const candidate = fc.record({
  kind: fc.constant('AGENT' as const),
  id: fc.constantFrom('a1', 'a9'),
  name: fc.constant('n'),
  status: fc.constantFrom('ACTIVE' as const, 'ACTIVE' as const, 'PAUSED' as const),
  allowedTypes: fc.constant([]),
});
const worker = fc.constant({ kind: 'AGENT' as const, id: 'w', name: 'w' });

const report = fc.oneof(
  fc.record({ outcome: fc.constant('ASSIGNED' as const), leaseId, worker }),
  fc.record({ outcome: fc.constant('IN_PROGRESS' as const), leaseId }),
  fc.record({ outcome: fc.constant('RETRYING' as const), leaseId, error: text }),
  fc.record({ outcome: fc.constant('COMPLETED' as const), leaseId, deliverable, usage }),
  fc.record({ outcome: fc.constant('FAILED' as const), leaseId, error: text, usage }),
);

const command: fc.Arbitrary<TaskCommand> = fc.oneof(
  fc.record({
    name: fc.constant('transition' as const),
    to: fc.constantFrom(...TASK_STATUSES),
    reason: text,
    feedback: text,
  }),
  fc.record({ name: fc.constant('assign' as const), assignees: fc.array(candidate, { maxLength: 2 }) }),
  fc.record({ name: fc.constant('unassign' as const), assignees: fc.array(candidate, { maxLength: 2 }) }),
  fc.record({
    name: fc.constant('plan' as const),
    plan: fc.record({ bullets: fc.array(fc.constant('do'), { maxLength: 7 }) }),
  }),
  fc.record({ name: fc.constant('comment' as const), body: text }),
  fc.record({ name: fc.constant('submit' as const), deliverable, checklist }),
  fc.record({ name: fc.constant('edit' as const), changes: fc.record({ title: text, checklist }) }),
  fc.record({
    name: fc.constant('requestApproval' as const),
    action: text,
    summary: text,
    risk: fc.constantFrom(...RISKS),
    blocking: fc.boolean(),
    executionId: fc.constantFrom('MC-1-X1', 'MC-1-X2'),
  }),
  fc.record({
    name: fc.constant('decideApproval' as const),
    approvalId,
    decision: fc.constantFrom('APPROVE' as const, 'DENY' as const),
    reason: text,
  }),
  fc.record({ name: fc.constant('cancelApproval' as const), approvalId, reason: text }),
  fc.record({ name: fc.constant('escalateApproval' as const), approvalId }),
  fc.record({ name: fc.constant('expireApproval' as const), approvalId }),
  fc.record({
    name: fc.constant('dispatch' as const),
    route: fc.constantFrom(ROUTE, { ...ROUTE, fallbacks: ['MANUAL' as const] }),
  }),
  fc.record({ name: fc.constant('cancelExecution' as const), executionId, reason: text }),
  fc.record({ name: fc.constant('executionReported' as const), executionId, report }),
  fc.record({ name: fc.constant('executionReported' as const), executionId, report }),
  fc.record({
    name: fc.constant('link' as const),
    link: fc.record({ kind: fc.constant('URL' as const), url: fc.constantFrom('http://a', 'http://b') }),
  }),
);

const facts: fc.Arbitrary<TaskFacts> = fc.record({
  projectMode: fc.constantFrom('NORMAL' as const, 'NORMAL' as const, ...PROJECT_MODES),
  unfinishedDependencies: fc.constantFrom([], [], ['MC-2']),
});

/** A way into the states that random commands seldom reach, then anything. */
const opening: readonly (readonly [TaskCommand, Actor])[] = [
  [{ name: 'assign', assignees: [{ kind: 'AGENT', id: 'a1', name: 'n', status: 'ACTIVE', allowedTypes: [] }] }, OWNER],
  [{ name: 'plan', plan: { bullets: ['a', 'b', 'c'] } }, OWNER],
  [{ name: 'dispatch', route: ROUTE }, OWNER],
];
const steps = fc.array(fc.tuple(command, actor, facts, fc.nat(20)), { minLength: 1, maxLength: 60 });

function play(openingLength: number, rest: [TaskCommand, Actor, TaskFacts, number][]) {
  const normal: TaskFacts = { projectMode: 'NORMAL', unfinishedDependencies: [] };
  const all = [...opening.slice(0, openingLength).map(([c, a]) => [c, a, normal, 1] as const), ...rest];
  const first = { name: 'create', task: { ...FIELDS, id: '01', key: 'MC-1', projectId: 'mc' } } as const;
  let now = T0;
  const created = decide(undefined, first, { now: new Date(now).toISOString(), actor: OWNER, facts: normal });
  if (!created.accepted) throw new Error('a task can always be created');
  let { state } = created;
  const events: TaskEvent[] = [...created.events];
  const states: TaskState[] = [state];
  for (const [next, by, known, minutes] of all) {
    now += minutes * 60_000;
    const decision = decide(state, next, { now: new Date(now).toISOString(), actor: by, facts: known });
    if (!decision.accepted) continue;
    state = decision.state;
    events.push(...decision.events);
    states.push(state);
  }
  return { state, events, states };
}

describe('whatever is sent to a task', () => {
  const property = (check: (played: ReturnType<typeof play>) => void) =>
    fc.assert(
      fc.property(fc.nat(3), steps, (openingLength, rest) => check(play(openingLength, rest))),
      { numRuns: 400 },
    );

  it('its log has no gaps, and folding it gives the state', () => {
    property(({ events, state }) => {
      expect(events.map(({ seq }) => seq)).toEqual(events.map((_event, index) => index + 1));
      expect(fold(events)).toEqual(state);
    });
  });

  it('the state is plain JSON', () => {
    property(({ state }) => expect(JSON.parse(JSON.stringify(state))).toEqual(state));
  });

  it('it waits for an approval exactly while a blocking one is open', () => {
    property(({ states }) => {
      for (const { status, openApprovals, returnTo } of states) {
        expect(status === 'NEEDS_APPROVAL').toBe(openApprovals.some(({ blocking }) => blocking));
        expect(returnTo !== undefined).toBe(status === 'NEEDS_APPROVAL');
      }
    });
  });

  it('executions run only while it is in progress or waits for an approval, at most one at a time', () => {
    property(({ states }) => {
      for (const { status, activeExecutions } of states) {
        expect(activeExecutions.length).toBeLessThanOrEqual(1);
        if (activeExecutions.length > 0) expect(['IN_PROGRESS', 'NEEDS_APPROVAL']).toContain(status);
      }
    });
  });

  it('somebody is assigned from ASSIGNED on, a reason is given while BLOCKED, and REVIEW has something to review', () => {
    property(({ states }) => {
      for (const { status, assignees, blockedReason, deliverable: handedIn } of states) {
        if (['ASSIGNED', 'IN_PROGRESS', 'REVIEW', 'DONE'].includes(status)) expect(assignees).not.toHaveLength(0);
        expect(blockedReason !== undefined).toBe(status === 'BLOCKED');
        if (status === 'REVIEW' || status === 'DONE') expect(handedIn).toBeDefined();
      }
    });
  });

  it('times are set once and in order, and nothing follows the end', () => {
    property(({ events, state }) => {
      const end = events.findIndex(({ type, data }) => type === 'task.transitioned' && isFinal(data.to));
      if (end >= 0) expect(end).toBe(events.length - 1);
      expect(state.completedAt !== undefined).toBe(isFinal(state.status));
      const firstStart = events.find(({ type, data }) => type === 'task.transitioned' && data.to === 'IN_PROGRESS');
      expect(state.startedAt).toBe(firstStart?.at);
    });
  });

  it('spending is the sum of its runs', () => {
    property(({ events, state }) => {
      const runs = events.flatMap((event) => (event.type === 'run.recorded' ? [event.data.usage.costMicros] : []));
      expect(state.spending).toMatchObject({
        runs: runs.length,
        costMicros: runs.reduce((sum, cost) => sum + cost, 0),
      });
    });
  });

  it('deciding changes neither the state it looks at nor gives another answer the second time', () => {
    fc.assert(
      fc.property(fc.nat(3), steps, command, actor, facts, (openingLength, rest, next, by, known) => {
        const { state } = play(openingLength, rest);
        const before = JSON.stringify(state);
        const context = { now: '2027-01-01T00:00:00.000Z', actor: by, facts: known };
        expect(decide(state, next, context)).toEqual(decide(state, next, context));
        expect(JSON.stringify(state)).toBe(before);
      }),
      { numRuns: 200 },
    );
  });

  it('a log that does not begin with the creation is refused', () => {
    const event = {
      taskId: '1',
      seq: 2,
      at: '',
      actor: SYSTEM,
      type: 'task.commented',
      data: { messageId: 'm', body: 'b' },
    };
    expect(() => evolve(undefined, event as TaskEvent)).toThrow(/does not begin/);
  });
});
