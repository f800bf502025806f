import { describe, expect, it } from '@jest/globals';
import { actorRef, type Actor } from '../actor.ts';
import type { Verdict } from '../review/review.ts';
import type { TaskCommand } from '../task/commands.ts';
import {
  ASSIGNED_AGENT,
  OWNER,
  REVIEWING_AGENT,
  ROUTE,
  SECOND,
  SYSTEM,
  TaskUnderTest,
} from '../task/task.test-support.ts';
import { agentsBehind } from './cause.ts';
import { recipientsOf, type Audience } from './recipients.ts';

const NOBODY: Audience = { watchers: [], deciders: [], admins: [], installationAdmins: [] };
const SUBMIT: TaskCommand = { name: 'submit', deliverable: { summary: 'done', artifacts: [] } };
const REFUTE: Verdict = { kind: 'REFUTE', severity: 'MAJOR', comment: 'no' };

/** Who is told, and what, about everything that a command leads to. */
function told(task: TaskUnderTest, command: TaskCommand, actor: Actor, audience: Partial<Audience> = {}): string[] {
  const before = task.current.activeExecutions;
  const seen = task.events.length;
  const events = task.send(command, actor).events.slice(seen);
  return events.flatMap((event) =>
    recipientsOf(event, task.current, { ...NOBODY, ...audience, behind: agentsBehind(event, events, before) }).map(
      ({ kind, recipient, title }) => `${recipient.name}: ${kind} ${title}`,
    ),
  );
}

describe('a review', () => {
  it('is asked of the reviewer when the work is there, who is not told of the move as well', () => {
    const watcher = { kind: 'AGENT', id: REVIEWING_AGENT.id, name: REVIEWING_AGENT.name } as const;
    const work = new TaskUnderTest().start();
    expect(told(work, SUBMIT, ASSIGNED_AGENT, { watchers: [watcher] })).toEqual([
      'Rita: REVIEW_REQUESTED Scribe asks you to review MC-1: Write the guide',
      'Olga: TRANSITION Scribe moved to REVIEW MC-1: Write the guide',
    ]);
  });

  it('is asked of a reviewer who is named later, and not again when an approval has held the work', () => {
    const task = new TaskUnderTest({ reviewer: { kind: 'HUMAN', id: SECOND.id, name: SECOND.name } }).start().submit();
    const reviewer = { kind: 'AGENT', id: REVIEWING_AGENT.id, name: REVIEWING_AGENT.name } as const;
    expect(told(task, { name: 'edit', changes: { reviewer } }, OWNER)).toEqual([
      'Rita: REVIEW_REQUESTED Olga asks you to review MC-1: Write the guide',
    ]);
    expect(told(new TaskUnderTest(), { name: 'edit', changes: { reviewer } }, OWNER)).toEqual([]);
    task.askApproval();
    const approve = { name: 'decideApproval', approvalId: 'MC-1-A1', decision: 'APPROVE' } as const;
    expect(told(task, approve, SECOND)).toEqual([
      'Scribe: TRANSITION Mission Control moved to REVIEW MC-1: Write the guide',
      'Olga: TRANSITION Mission Control moved to REVIEW MC-1: Write the guide',
    ]);
  });

  it.each([
    [REFUTE, 'refuted (MAJOR) your work on'],
    [{ kind: 'PRAISE', score: 9, comment: '' }, 'praised (9 of 10) your work on'],
    [{ kind: 'APPROVE', comment: '' }, 'approved your work on'],
    [{ kind: 'CHANGESET', files: [{ path: 'a', action: 'DELETE' }], comment: '' }, 'proposed changes to your work on'],
  ] as [Verdict, string][])('like %j reaches the authors', (verdict, words) => {
    const task = new TaskUnderTest().start().submit();
    expect(told(task, { name: 'review', verdict }, REVIEWING_AGENT)).toEqual([
      `Olga: REVIEW_GIVEN Rita ${words} MC-1: Write the guide`,
      `Scribe: REVIEW_GIVEN Rita ${words} MC-1: Write the guide`,
    ]);
  });

  it('is answered to its reviewer', () => {
    const answer = { name: 'respondToReview', reviewId: 'MC-1-V1', response: 'REJECT', comment: 'it does' } as const;
    const task = new TaskUnderTest().start().submit().send({ name: 'review', verdict: REFUTE }, REVIEWING_AGENT);
    expect(told(task, answer, ASSIGNED_AGENT, { reviewer: actorRef(REVIEWING_AGENT) })).toEqual([
      'Rita: REVIEW_ANSWERED Scribe rejected your review of MC-1: Write the guide',
    ]);
  });
});

describe('nothing that an agent does wakes it', () => {
  const names = (lines: string[]) => lines.map((line) => line.split(' ').slice(0, 2).join(' '));

  it('not what it says about itself', () => {
    const { id, name } = ASSIGNED_AGENT;
    const mentions = [{ kind: 'AGENT', id, name } as const];
    const command: TaskCommand = { name: 'comment', body: `I, @${name}, am done`, mentions };
    expect(told(new TaskUnderTest().start(), command, ASSIGNED_AGENT)).toEqual([]);
    expect(names(told(new TaskUnderTest().start(), command, OWNER))).toEqual(['Scribe: MENTION']);
  });

  it('not the rule that stops it for writing too much', () => {
    const comment: TaskCommand = { name: 'comment', body: 'again' };
    const task = new TaskUnderTest().start();
    for (let count = 0; count < 20; count += 1) task.send(comment, ASSIGNED_AGENT);
    const byItself = Object.assign(new TaskUnderTest(), { state: task.current });
    expect(names(told(byItself, comment, ASSIGNED_AGENT))).toEqual(['Olga: TRANSITION']);
    expect(names(told(task, comment, OWNER))).toEqual(['Scribe: TRANSITION', 'Olga: TRANSITION']);
  });

  it('not the move that follows from its accepting an objection, nor what it withdraws by moving on', () => {
    const task = new TaskUnderTest().start().submit().send({ name: 'review', verdict: REFUTE }, REVIEWING_AGENT);
    const accept = { name: 'respondToReview', reviewId: 'MC-1-V1', response: 'ACCEPT', comment: 'yes' } as const;
    expect(names(told(task, accept, ASSIGNED_AGENT))).toEqual(['Olga: TRANSITION']);
    task.send({ name: 'requestApproval', action: 'a', summary: 's', risk: 'RED', blocking: true }, ASSIGNED_AGENT);
    const cancel = { name: 'cancelApproval', approvalId: 'MC-1-A1', reason: 'moot' } as const;
    const audience = { requester: actorRef(ASSIGNED_AGENT) };
    expect(names(told(task, cancel, ASSIGNED_AGENT, audience))).toEqual(['Olga: TRANSITION']);
  });

  it('not the end of an execution that it has worked on itself', () => {
    const worker = { kind: 'AGENT', id: ASSIGNED_AGENT.id, name: 'scribe-1' } as const;
    const executionId = 'MC-1-X1';
    const leaseId = `${executionId}-L1-a`;
    const claimed = (by: typeof worker) =>
      new TaskUnderTest()
        .start()
        .dispatch(ROUTE)
        .send({ name: 'executionReported', executionId, report: { outcome: 'ASSIGNED', leaseId, worker: by } }, SYSTEM);
    const report = { outcome: 'COMPLETED', leaseId, deliverable: { summary: 'done', artifacts: [] } } as const;
    const complete: TaskCommand = { name: 'executionReported', executionId, report };
    expect(names(told(claimed(worker), complete, SYSTEM))).toEqual(['Rita: REVIEW_REQUESTED', 'Olga: TRANSITION']);
    expect(names(told(claimed({ ...worker, id: 'w1' }), complete, SYSTEM))).toContain('Scribe: TRANSITION');
  });
});
