import { describe, expect, it } from '@jest/globals';
import { actorRef, MISSION_CONTROL, type Actor } from '../actor.ts';
import type { Verdict } from '../review/review.ts';
import { NO_FACTS, type TaskFacts } from './commands.ts';
import { DEFAULT_GOVERNANCE } from './governance.ts';
import {
  ASSIGNED_AGENT,
  LEAD,
  OTHER_AGENT,
  OWNER,
  REVIEWING_AGENT,
  SECOND,
  SYSTEM,
  TaskUnderTest,
  VIEWER,
} from './task.test-support.ts';
import type { TaskGovernance } from './state.ts';

const refute = (severity: 'MINOR' | 'MAJOR' | 'CRITICAL', comment = 'it does not build'): Verdict => ({
  kind: 'REFUTE',
  severity,
  comment,
});
const CHANGESET: Verdict = {
  kind: 'CHANGESET',
  files: [{ path: 'src/a.ts', action: 'MODIFY', diff: '+ fixed' }],
  comment: 'handle the empty list',
};
const PRAISE: Verdict = { kind: 'PRAISE', score: 9, comment: 'neat' };
const APPROVE: Verdict = { kind: 'APPROVE', comment: '' };
const answer = (reviewId: string, response: 'ACCEPT' | 'REJECT', comment = 'because') =>
  ({ name: 'respondToReview', reviewId, response, comment }) as const;
const DONE = { name: 'transition', to: 'DONE' } as const;

/** Work of Scribe, handed in by an executor, so that its owner may review it. */
function handedIn(): TaskUnderTest {
  return complete(new TaskUnderTest().assign().plan().dispatch().claim('MC-1-X1'), 'MC-1-X1');
}
const complete = (task: TaskUnderTest, executionId: string) =>
  task.send(
    {
      name: 'executionReported',
      executionId,
      report: {
        outcome: 'COMPLETED',
        leaseId: `${executionId}-L1-a`,
        deliverable: { summary: 'written', artifacts: [] },
      },
    },
    SYSTEM,
  );
const give = (task: TaskUnderTest, verdict: Verdict, by: Actor = REVIEWING_AGENT) =>
  task.send({ name: 'review', verdict }, by);
const outcome = (decision: ReturnType<TaskUnderTest['tryTo']>) =>
  decision.accepted
    ? 'accepted'
    : `${decision.rejection.code} ${decision.rejection.errors.map(({ path }) => path).join()}`;
const lastEvents = (task: TaskUnderTest, act: () => unknown) => {
  const seen = task.events.length;
  act();
  return task.events.slice(seen);
};

describe('a review', () => {
  it.each([
    ['an agent', 'accepted', REVIEWING_AGENT],
    ['an agent that nobody asked', 'accepted', OTHER_AGENT],
    ['a person', 'accepted', SECOND],
    ['a VIEWER', 'FORBIDDEN ', VIEWER],
    ['the system', 'FORBIDDEN ', SYSTEM],
    ['the assigned agent', 'FORBIDDEN ', ASSIGNED_AGENT],
    ['the worker of the execution', 'FORBIDDEN ', { kind: 'AGENT', id: 'w1', name: 'worker', role: 'LEAD' }],
  ] as const)('by %s is %s', (_who, expected, actor) => {
    expect(outcome(handedIn().tryTo({ name: 'review', verdict: APPROVE }, actor))).toBe(expected);
  });

  it('by whoever handed the work in is refused, also when they do not have the task any more', () => {
    const task = new TaskUnderTest().start().submit();
    expect(outcome(task.tryTo({ name: 'review', verdict: APPROVE }, OWNER))).toBe('FORBIDDEN ');
    const others = handedIn().send({
      name: 'assign',
      assignees: [{ kind: 'AGENT', id: 'a3', name: 'Scout', status: 'ACTIVE', allowedTypes: [] }],
    });
    expect(outcome(others.tryTo({ name: 'review', verdict: APPROVE }, ASSIGNED_AGENT))).toBe('FORBIDDEN ');
  });

  it.each([
    ['score', { ...PRAISE, score: 0 }],
    ['score', { ...PRAISE, score: 10.5 }],
    ['comment', refute('MINOR', ' ')],
    ['files', { ...CHANGESET, files: [] }],
    ['files.0.path', { ...CHANGESET, files: [{ path: '../etc/passwd', action: 'DELETE' }] }],
    ['files.0.path', { ...CHANGESET, files: [{ path: '/etc/passwd', action: 'DELETE' }] }],
    ['files.0.diff', { ...CHANGESET, files: [{ path: 'a', action: 'ADD', diff: ' ' }] }],
    ['files', { ...CHANGESET, files: [{ path: 'a', action: 'ADD', diff: 'x'.repeat(200_001) }] }],
    ['files', { ...CHANGESET, files: Array.from({ length: 101 }, () => ({ path: 'a', action: 'DELETE' })) }],
  ] as [string, Verdict][])('that is incomplete names its %s', (path, verdict) => {
    expect(outcome(handedIn().tryTo({ name: 'review', verdict }, SECOND))).toBe(`INVALID ${path}`);
  });

  it.each(['INBOX', 'ASSIGNED', 'IN_PROGRESS', 'BLOCKED', 'NEEDS_APPROVAL', 'DONE'] as const)(
    'of a task in %s has nothing to look at',
    (status) => {
      expect(outcome(TaskUnderTest.in(status).tryTo({ name: 'review', verdict: APPROVE }, OTHER_AGENT))).toBe(
        'CONFLICT ',
      );
    },
  );

  it('says whose work it is about and which cycle, and replaces the one that the reviewer gave before', () => {
    const task = give(give(handedIn(), refute('MAJOR')), refute('MINOR'), OTHER_AGENT);
    const [superseded, given] = lastEvents(task, () => give(task, PRAISE));
    expect(superseded).toMatchObject({
      type: 'review.superseded',
      actor: actorRef(MISSION_CONTROL),
      data: { reviewId: 'MC-1-V1', by: 'MC-1-V3' },
    });
    expect(given).toMatchObject({
      type: 'review.given',
      data: { review: { id: 'MC-1-V3', cycle: 0, authors: [{ name: 'Scribe' }, { name: 'worker' }] } },
    });
    expect(task.current.openReviews?.map(({ id }) => id)).toEqual(['MC-1-V2', 'MC-1-V3']);
  });
});

describe('DONE', () => {
  it.each([
    [PRAISE, 'accepted'],
    [APPROVE, 'accepted'],
    [refute('MINOR'), 'accepted'],
    [refute('MAJOR'), 'GATE_NOT_MET reviews.MC-1-V1'],
    [refute('CRITICAL'), 'GATE_NOT_MET reviews.MC-1-V1'],
    [CHANGESET, 'GATE_NOT_MET reviews.MC-1-V1'],
  ] as const)('after %j is %s for everybody', (verdict, expected) => {
    const task = give(handedIn(), verdict);
    expect(outcome(task.tryTo(DONE))).toBe(expected);
    expect(outcome(asReviewer(task).tryTo(DONE, LEAD, LEADS_MAY))).toBe(expected);
  });

  it('opens again when the objection is rejected, or its reviewer changes their mind', () => {
    const rejected = give(handedIn(), CHANGESET).send(answer('MC-1-V1', 'REJECT'), ASSIGNED_AGENT);
    const changed = give(give(handedIn(), refute('CRITICAL')), APPROVE);
    expect([rejected, changed].map((task) => outcome(task.tryTo(DONE)))).toEqual(['accepted', 'accepted']);
  });

  it('does not open when somebody else praises the work', () => {
    const task = give(give(handedIn(), refute('MAJOR')), PRAISE, OTHER_AGENT);
    expect(outcome(task.tryTo(DONE))).toBe('GATE_NOT_MET reviews.MC-1-V1');
  });

  it('stays closed when the work was sent back by hand and handed in again, until the objection is settled', () => {
    const task = give(handedIn(), refute('MAJOR')).move('IN_PROGRESS', { feedback: 'see the review' }).move('REVIEW');
    expect(outcome(task.tryTo(DONE))).toBe('GATE_NOT_MET reviews.MC-1-V1');
    task.send(answer('MC-1-V1', 'ACCEPT', 'it builds now'), ASSIGNED_AGENT);
    expect(task.current.status).toBe('REVIEW');
    expect(outcome(task.tryTo(DONE))).toBe('accepted');
  });
});

const governed = (more: Partial<TaskGovernance>): TaskFacts => ({
  ...NO_FACTS,
  governance: { ...DEFAULT_GOVERNANCE, ...more },
});
const LEADS_MAY = governed({ leadsMayComplete: true });

/** Sofie, the LEAD, is asked to review. */
function asReviewer(task: TaskUnderTest): TaskUnderTest {
  return task.send({ name: 'edit', changes: { reviewer: { kind: 'AGENT', id: LEAD.id, name: LEAD.name } } });
}

describe('completing by an agent', () => {
  it('is for a LEAD that reviews the work, where the policy lets it', () => {
    expect(outcome(asReviewer(handedIn()).tryTo(DONE, LEAD, LEADS_MAY))).toBe('accepted');
    expect(outcome(asReviewer(handedIn()).tryTo(DONE, LEAD))).toBe('FORBIDDEN ');
    expect(outcome(handedIn().tryTo(DONE, LEAD, LEADS_MAY))).toBe('FORBIDDEN ');
    expect(outcome(handedIn().tryTo(DONE, REVIEWING_AGENT, LEADS_MAY))).toBe('FORBIDDEN ');
  });

  it('is not for a LEAD that has worked on it', () => {
    const candidate = { kind: 'AGENT', id: LEAD.id, name: LEAD.name, status: 'ACTIVE', allowedTypes: [] } as const;
    const own = asReviewer(handedIn().send({ name: 'assign', assignees: [candidate] }));
    expect(outcome(own.tryTo(DONE, LEAD, LEADS_MAY))).toBe('FORBIDDEN ');
    const submitted = new TaskUnderTest().start();
    submitted.send({ name: 'submit', deliverable: { summary: 'mine', artifacts: [] } }, LEAD);
    expect(outcome(asReviewer(submitted).tryTo(DONE, LEAD, LEADS_MAY))).toBe('FORBIDDEN ');
  });
});

describe('an answer', () => {
  it.each([
    ['the assigned agent', 'accepted', ASSIGNED_AGENT],
    ['an operator', 'accepted', OWNER],
    ['another agent', 'FORBIDDEN ', OTHER_AGENT],
    ['the reviewer', 'FORBIDDEN ', REVIEWING_AGENT],
    ['a VIEWER', 'FORBIDDEN ', VIEWER],
  ] as const)('by %s is %s', (_who, expected, actor) => {
    expect(outcome(give(handedIn(), CHANGESET).tryTo(answer('MC-1-V1', 'REJECT'), actor))).toBe(expected);
  });

  it('says why, and is given once, to a review that there is', () => {
    const task = give(handedIn(), refute('MINOR'));
    expect(outcome(task.tryTo(answer('MC-1-V1', 'REJECT', ' ')))).toBe('GATE_NOT_MET comment');
    expect(outcome(task.tryTo(answer('MC-1-V2', 'REJECT')))).toBe('NOT_FOUND reviewId');
    expect(outcome(task.tryTo(answer('nonsense', 'REJECT')))).toBe('NOT_FOUND reviewId');
    task.send(answer('MC-1-V1', 'REJECT'));
    expect(outcome(task.tryTo(answer('MC-1-V1', 'ACCEPT')))).toBe('CONFLICT ');
  });

  it.each([
    [refute('MAJOR'), 'REFUTE MC-1-V1 of Rita, accepted: it does not build'],
    [CHANGESET, 'CHANGESET MC-1-V1 of Rita, accepted (src/a.ts): handle the empty list'],
  ])('that accepts %j takes the work back, and the next execution hears of it', (verdict, feedback) => {
    const task = give(handedIn(), verdict).send(answer('MC-1-V1', 'ACCEPT'), ASSIGNED_AGENT);
    expect(task.current).toMatchObject({ status: 'IN_PROGRESS', reviewCycles: 1, openReviews: [] });
    const requested = lastEvents(task, () => task.dispatch()).find(({ type }) => type === 'execution.requested');
    expect(requested).toMatchObject({ data: { brief: { feedback: [feedback] } } });
  });

  it.each([PRAISE, APPROVE, refute('MINOR')])('that accepts %j moves nothing', (verdict) => {
    const task = give(handedIn(), verdict).send(answer('MC-1-V1', 'ACCEPT'), ASSIGNED_AGENT);
    expect(task.current).toMatchObject({ status: 'REVIEW', reviewCycles: 0, feedback: [], openReviews: [] });
  });

  it('to the second objection, once the first took the work back, becomes feedback as well', () => {
    const task = give(give(handedIn(), refute('MAJOR')), CHANGESET, OTHER_AGENT);
    task.send(answer('MC-1-V1', 'ACCEPT'), ASSIGNED_AGENT).send(answer('MC-1-V2', 'ACCEPT'), ASSIGNED_AGENT);
    expect(task.current).toMatchObject({ status: 'IN_PROGRESS', reviewCycles: 1, openReviews: [] });
    expect(task.current.feedback).toEqual([
      expect.stringContaining('MC-1-V1'),
      'CHANGESET MC-1-V2 of Scout, accepted (src/a.ts): handle the empty list',
    ]);
  });

  it('waits for an approval that holds the task, if it would take the work back', () => {
    const task = give(handedIn(), refute('MAJOR')).askApproval();
    expect(outcome(task.tryTo(answer('MC-1-V1', 'ACCEPT')))).toBe('CONFLICT ');
    expect(outcome(task.tryTo(answer('MC-1-V1', 'REJECT')))).toBe('accepted');
  });
});
