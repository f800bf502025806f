import { describe, expect, it } from '@jest/globals';
import { ASSIGNED_AGENT, OWNER, ROUTE, SYSTEM, TaskUnderTest } from '../task/task.test-support.ts';
import { actorRef, MISSION_CONTROL } from '../actor.ts';
import { alertConsequences, type AlertConsequence } from './consequences.ts';

/** What follows from everything that `act` does with a task. */
function after(task: TaskUnderTest, act: (task: TaskUnderTest) => unknown): AlertConsequence[] {
  const openBefore = task.current.openApprovals;
  const seen = task.events.length;
  act(task);
  return alertConsequences(task.events.slice(seen), task.current, openBefore);
}

const decide = (decision: 'APPROVE' | 'DENY') =>
  ({ name: 'decideApproval', approvalId: 'MC-1-A1', decision, reason: 'because' }) as const;
const fail = (task: TaskUnderTest) =>
  task.send(
    {
      name: 'executionReported',
      executionId: 'MC-1-X1',
      report: { outcome: 'FAILED', leaseId: 'MC-1-X1-L1-a', error: 'broken' },
    },
    SYSTEM,
  );
const place = { projectId: 'mc', taskKey: 'MC-1', once: true };

describe('a task that a rule blocks', () => {
  it('raises an ERROR when nobody could carry it out', () => {
    const task = TaskUnderTest.in('IN_PROGRESS').dispatch(ROUTE).claim('MC-1-X1');
    const [consequence, ...others] = after(task, fail);
    expect(others).toEqual([]);
    expect(consequence).toMatchObject({
      raise: { severity: 'ERROR', kind: 'EXECUTION_FAILED', description: 'CLAUDE_CODE failed: broken', ...place },
    });
  });

  it('raises a WARNING when an approval is denied or expires', () => {
    const denied = after(TaskUnderTest.in('NEEDS_APPROVAL'), (task) => task.send(decide('DENY')));
    expect(denied).toMatchObject([{ raise: { severity: 'WARNING', kind: 'APPROVAL_DENIED', ...place } }]);
    const expired = after(TaskUnderTest.in('NEEDS_APPROVAL'), (task) =>
      task.passMinutes(61).send({ name: 'expireApproval', approvalId: 'MC-1-A1' }, MISSION_CONTROL),
    );
    expect(expired).toMatchObject([{ raise: { severity: 'WARNING', kind: 'APPROVAL_EXPIRED', ...place } }]);
  });

  it('because people approved that is nobody’s denial', () => {
    const held = { name: 'transition', to: 'BLOCKED', reason: 'no access' } as const;
    const ask = { name: 'requestApproval', action: 'block', summary: 's', risk: 'YELLOW', blocking: true } as const;
    const task = TaskUnderTest.in('IN_PROGRESS').send({ ...ask, held }, ASSIGNED_AGENT);
    const [raised] = after(task, () => task.send(decide('APPROVE')));
    expect(raised).toMatchObject({ raise: { kind: 'TASK_BLOCKED', ...place } });
  });

  it('closes what it raised by leaving BLOCKED, and nothing that is raised later', () => {
    const task = TaskUnderTest.in('NEEDS_APPROVAL');
    const [raised] = after(task, () => task.send(decide('DENY')));
    const [resolved] = after(task, () => task.move('IN_PROGRESS'));
    const [later] = after(task.askApproval(), () => task.send({ ...decide('DENY'), approvalId: 'MC-1-A2' }));
    if (!raised || !('raise' in raised) || !resolved || !('resolve' in resolved) || !later || !('raise' in later)) {
      throw new Error('not what follows');
    }
    const { firstKey, lastKey } = resolved.resolve;
    const isClosed = (key: string) => key >= firstKey && key <= lastKey;
    expect([raised.raise.key, later.raise.key].map(isClosed)).toEqual([true, false]);
    expect(resolved).toMatchObject({ by: actorRef(OWNER), note: 'MC-1 moved to IN_PROGRESS' });
  });
});

it('a person who blocks a task knows, and other moves are nobody’s alarm', () => {
  expect(after(new TaskUnderTest(), (task) => task.start().move('BLOCKED', { reason: 'stuck' }))).toEqual([]);
});

describe('an approval that nobody decides', () => {
  const escalate = (task: TaskUnderTest) => task.send({ name: 'escalateApproval', approvalId: 'MC-1-A1' }, SYSTEM);
  const cancel = (task: TaskUnderTest) =>
    task.send({ name: 'cancelApproval', approvalId: 'MC-1-A1', reason: 'moot' }, ASSIGNED_AGENT);

  it('raises a WARNING, closed with the approval', () => {
    const task = TaskUnderTest.in('NEEDS_APPROVAL');
    const [raised] = after(task, escalate);
    expect(raised).toMatchObject({ raise: { severity: 'WARNING', kind: 'APPROVAL_ESCALATED', ...place } });
    const key = raised && 'raise' in raised && raised.raise.key;
    expect(after(task, cancel)).toMatchObject([{ resolve: { firstKey: key, lastKey: key } }]);
  });

  it('needs no look for an alert when it is decided in time', () => {
    expect(after(TaskUnderTest.in('NEEDS_APPROVAL'), (task) => task.send(decide('APPROVE')))).toEqual([]);
  });

  it('raises an ERROR when it is escalated once more, and both are closed with it', () => {
    const again = { name: 'escalateApproval', approvalId: 'MC-1-A1', again: true } as const;
    const task = TaskUnderTest.in('NEEDS_APPROVAL').send(again, SYSTEM);
    const [raised] = after(task, escalate);
    expect(raised).toMatchObject({ raise: { severity: 'ERROR', key: 'approval-escalated:MC-1-A1:2', ...place } });
    expect(after(task, cancel).map((one) => 'resolve' in one && one.resolve.lastKey)).toEqual([
      'approval-escalated:MC-1-A1',
      'approval-escalated:MC-1-A1:2',
    ]);
  });

  it('may be raised and closed in one batch', () => {
    const both = after(TaskUnderTest.in('NEEDS_APPROVAL'), (task) => cancel(escalate(task)));
    expect(both.map((one) => Object.keys(one)[0])).toEqual(['raise', 'resolve']);
  });
});
