import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { HUMAN_ROLES, isSameActor, type Actor } from '../actor.ts';
import type { TaskCommand } from './commands.ts';
import { decide } from './decide.ts';
import type { TaskEvent } from './events.ts';
import { fold } from './evolve.ts';
import type { Approval } from './state.ts';
import { ASSIGNED_AGENT, LEAD, OWNER, SECOND, SYSTEM, TaskUnderTest, VIEWER } from './task.test-support.ts';
import { isFinal, RISKS, TASK_STATUSES } from './vocabulary.ts';

const THIRD: Actor = { kind: 'HUMAN', id: 'h7', name: 'Tara', role: 'OPERATOR' };
const person = fc.constantFrom<Actor>(OWNER, OWNER, SECOND, THIRD);
const anybody = fc.constantFrom<Actor>(OWNER, SECOND, VIEWER, ASSIGNED_AGENT, LEAD, SYSTEM);
const approvalId = fc.integer({ min: 1, max: 5 }).map((number) => `MC-1-A${number}`);
/** Mostly what makes sense. */
const mostly = <Value>(usual: fc.Arbitrary<Value>, odd: fc.Arbitrary<Value>) =>
  fc.oneof({ arbitrary: usual, weight: 9 }, { arbitrary: odd, weight: 1 });
const weird = fc.constantFrom(Number.NaN, -1, 0, 0.5, 1e300);
const grant = fc.record({
  scope: fc.constantFrom('SAME_CALL' as const, 'SAME_TOOL' as const),
  minutes: mostly(fc.integer({ min: 1, max: 480 }), weird),
  uses: mostly(fc.integer({ min: 1, max: 3 }), weird),
});
const held = fc.oneof(
  fc.record({
    name: fc.constant('transition' as const),
    to: fc.constantFrom(...TASK_STATUSES),
    reason: fc.constant('r'),
  }),
  fc.constant({ name: 'submit' as const, deliverable: { summary: 's', artifacts: [] } }),
);
const request = fc.record(
  {
    name: fc.constant('requestApproval' as const),
    action: fc.constant('a'),
    summary: fc.constant('s'),
    risk: fc.constantFrom(...RISKS),
    blocking: fc.boolean(),
    kind: fc.constantFrom('ACTION' as const, 'TOOL_EXEC' as const),
    tool: fc.constant('shell'),
    inputHash: fc.constantFrom('x', 'y'),
    deciderRole: mostly(fc.constant('OPERATOR' as const), fc.constantFrom(...HUMAN_ROLES)),
    requiredDecisions: mostly(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 0, max: 3 })),
    expiresInMinutes: mostly(fc.integer({ min: 20, max: 90 }), weird),
    held,
  },
  { requiredKeys: ['name', 'action', 'summary', 'risk', 'blocking'] },
);
const decision = fc.record(
  {
    name: fc.constant('decideApproval' as const),
    approvalId,
    decision: fc.constantFrom('APPROVE' as const, 'APPROVE' as const, 'APPROVE' as const, 'DENY' as const),
    reason: mostly(fc.constant('because'), fc.constant('')),
    grant,
  },
  { requiredKeys: ['name', 'approvalId', 'decision'] },
);
const useGrant = fc.record({
  name: fc.constant('useGrant' as const),
  approvalId,
  tool: mostly(fc.constant('shell'), fc.constant('fetch')),
  inputHash: fc.constantFrom('x', 'y'),
});
const bySystem = fc.oneof(
  useGrant,
  useGrant,
  fc.record({ name: fc.constant('escalateApproval' as const), approvalId, again: fc.boolean() }),
  fc.record({ name: fc.constant('expireApproval' as const), approvalId }),
);
const byPeople = fc.oneof(
  fc.record({
    name: fc.constant('delegateApproval' as const),
    approvalId,
    role: fc.constantFrom(...HUMAN_ROLES),
    reason: fc.constant('r'),
  }),
  fc.record({ name: fc.constant('cancelApproval' as const), approvalId, reason: fc.constant('r') }),
  fc.record({
    name: fc.constant('transition' as const),
    to: fc.constantFrom('IN_PROGRESS' as const, 'IN_PROGRESS' as const, 'BLOCKED' as const, 'CANCELED' as const),
    reason: fc.constant('back'),
    feedback: fc.constant('f'),
  }),
);
const command: fc.Arbitrary<TaskCommand> = fc.oneof(request, decision, bySystem, byPeople);

type Step = [TaskCommand, Actor, number];
const later = fc.nat(3);
const step = fc.oneof<fc.Arbitrary<Step>[]>(
  fc.tuple(request, mostly(fc.constant(ASSIGNED_AGENT), person), later),
  fc.tuple(decision, person, later),
  fc.tuple(decision, person, later),
  fc.tuple(decision, person, later),
  fc.tuple(bySystem, fc.constant(SYSTEM), later),
  fc.tuple(byPeople, person, later),
  fc.tuple(command, anybody, later),
);
const steps = fc.array(step, { minLength: 10, maxLength: 60, size: 'max' });

function play(all: Step[]) {
  const task = TaskUnderTest.in('IN_PROGRESS');
  for (const [next, by, minutes] of all) {
    const made = decide(task.current, next, task.passMinutes(minutes).context(by));
    if (!made.accepted) continue;
    task.state = made.state;
    task.events.push(...made.events);
  }
  return task;
}

type EventOf<Type extends TaskEvent['type']> = Extract<TaskEvent, { type: Type }>;
const ofType = <Type extends TaskEvent['type']>(task: TaskUnderTest, type: Type): EventOf<Type>[] =>
  task.events.filter((event): event is EventOf<Type> => event.type === type);
const requested = (task: TaskUnderTest, id: string): Approval => {
  const found = ofType(task, 'approval.requested').find(({ data }) => data.approval.id === id);
  if (!found) throw new Error(`${id} was not requested`);
  return found.data.approval;
};

describe('whatever is asked and decided', () => {
  const property = (check: (task: TaskUnderTest) => void) =>
    fc.assert(
      fc.property(steps, (all) => check(play(all))),
      { numRuns: 500 },
    );

  it('people decide, never who asked, each once, and as many as it takes', () => {
    property((task) => {
      for (const { data } of ofType(task, 'approval.decided')) {
        const { requester, requiredDecisions } = requested(task, data.approvalId);
        const by = data.decisions.map((one) => one.by);
        expect(by.every((one) => one.kind === 'HUMAN' && one.id !== VIEWER.id && !isSameActor(one, requester))).toBe(
          true,
        );
        expect(new Set(by.map(({ id }) => id)).size).toBe(by.length);
        const yes = data.decisions.filter((one) => one.decision === 'APPROVE').length;
        expect(data.status === 'DENIED').toBe(yes < by.length);
        expect(data.status === 'APPROVED').toBe(yes === by.length && yes >= requiredDecisions);
      }
    });
  });

  it('an approval ends once, and nothing is decided after that', () => {
    property((task) => {
      const over = new Set<string>();
      for (const { type, data } of task.events) {
        const isOfApproval =
          type === 'approval.decided' ||
          type === 'approval.expired' ||
          type === 'approval.canceled' ||
          type === 'approval.delegated' ||
          type === 'approval.escalated';
        if (!isOfApproval) continue;
        expect(over.has(data.approvalId)).toBe(false);
        const ends = type === 'approval.decided' ? data.status !== 'PENDING' : /expired|canceled/.test(type);
        if (ends) over.add(data.approvalId);
      }
    });
  });

  it('what may happen again is no more than anybody allowed, and RED the very same call alone', () => {
    property((task) => {
      for (const { data, at } of ofType(task, 'grant.given')) {
        const { approvalId: id, scope, usesLeft, until, risk } = data.grant;
        const final = ofType(task, 'approval.decided').findLast((event) => event.data.approvalId === id);
        const terms = final?.data.decisions.map((one) => one.grant) ?? [];
        expect(terms).not.toContain(undefined);
        for (const one of terms) {
          expect(usesLeft).toBeLessThanOrEqual(one?.uses ?? 0);
          expect(Date.parse(until) - Date.parse(at)).toBeLessThanOrEqual((one?.minutes ?? 0) * 60_000);
          if (one?.scope === 'SAME_CALL') expect(scope).toBe('SAME_CALL');
        }
        if (risk === 'RED') expect(scope).toBe('SAME_CALL');
        expect(requested(task, id).kind).toBe('TOOL_EXEC');
        const uses = ofType(task, 'grant.used').filter((event) => event.data.approvalId === id);
        expect(uses.length).toBeLessThanOrEqual(usesLeft);
        expect(uses.every((event) => event.at < until && event.data.tool === 'shell')).toBe(true);
      }
    });
  });

  it('no decision is left to less than was asked for', () => {
    property((task) => {
      for (const { data } of ofType(task, 'approval.delegated')) {
        const { deciderRole = 'OPERATOR' } = requested(task, data.approvalId);
        const least = deciderRole === 'VIEWER' ? 'OPERATOR' : deciderRole;
        expect(HUMAN_ROLES.indexOf(data.role)).toBeGreaterThanOrEqual(HUMAN_ROLES.indexOf(least));
      }
    });
  });

  it('what was held and approved is done, waits, or is said not to be done', () => {
    property((task) => {
      const approved = ofType(task, 'approval.decided')
        .filter(({ data }) => data.status === 'APPROVED' && requested(task, data.approvalId).held)
        .map(({ data }) => requested(task, data.approvalId));
      const waits = new Set((task.current.approvedHeld ?? []).map(({ approvalId: id }) => id));
      const refused = ofType(task, 'task.command_refused').map(({ data }) => data.message.split(' ')[0]);
      const submitted = ofType(task, 'deliverable.submitted').filter(({ data }) => data.deliverable.summary === 's');
      const moved = ofType(task, 'task.transitioned').filter(
        ({ data, actor: by }) => by.id === 'mission-control' && data.reason === 'r' && data.from !== 'NEEDS_APPROVAL',
      );
      const settled = approved.filter(({ id }) => !waits.has(id) && !refused.includes(id));
      if (!isFinal(task.current.status)) expect(submitted.length + moved.length).toBe(settled.length);
      if (waits.size > 0) expect(task.current.status).toBe('NEEDS_APPROVAL');
    });
  });

  it('the log gives the state, which is plain JSON and bounded', () => {
    property((task) => {
      expect(fold(task.events)).toEqual(task.current);
      expect(JSON.parse(JSON.stringify(task.current))).toEqual(task.current);
      const { openApprovals, grants = [], approvedHeld = [] } = task.current;
      expect(Math.max(openApprovals.length, grants.length, approvedHeld.length)).toBeLessThanOrEqual(20);
    });
  });
});
