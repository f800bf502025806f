import { describe, expect, it } from '@jest/globals';
import { ASSIGNED_AGENT, OWNER, ROUTE, SECOND, SYSTEM, TaskUnderTest } from './task.test-support.ts';

const types = (task: TaskUnderTest, after: number) => task.events.slice(after).map(({ type }) => type);

describe('approvals', () => {
  it('hold the task until they are decided, and return it to where it came from', () => {
    const task = new TaskUnderTest().start().askApproval();
    expect(task.current).toMatchObject({ status: 'NEEDS_APPROVAL', returnTo: 'IN_PROGRESS' });
    task.send({ name: 'decideApproval', approvalId: 'MC-1-A1', decision: 'APPROVE' });
    expect(task.current.status).toBe('IN_PROGRESS');
    expect(task.current.returnTo).toBeUndefined();
  });

  it('block the task when one is denied, with the reason', () => {
    const task = new TaskUnderTest().start().askApproval();
    task.send({ name: 'decideApproval', approvalId: 'MC-1-A1', decision: 'DENY', reason: 'not on a Friday' });
    expect(task.current.status).toBe('BLOCKED');
    expect(task.current.blockedReason).toContain('not on a Friday');
  });

  it('need a reason to be denied', () => {
    const task = new TaskUnderTest().start().askApproval();
    const decision = task.tryTo({ name: 'decideApproval', approvalId: 'MC-1-A1', decision: 'DENY', reason: ' ' });
    expect(decision).toMatchObject({ rejection: { code: 'GATE_NOT_MET', errors: [{ path: 'reason' }] } });
  });

  it('of risk RED need two different people', () => {
    const task = new TaskUnderTest().start().askApproval('RED');
    const approve = { name: 'decideApproval', approvalId: 'MC-1-A1', decision: 'APPROVE' } as const;
    task.send(approve, OWNER);
    expect(task.current.status).toBe('NEEDS_APPROVAL');
    expect(task.tryTo(approve, OWNER)).toMatchObject({ rejection: { code: 'CONFLICT' } });
    task.send(approve, SECOND);
    expect(task.current.status).toBe('IN_PROGRESS');
  });

  it('are decided neither by who asked nor by an agent', () => {
    const approve = { name: 'decideApproval', approvalId: 'MC-1-A1', decision: 'APPROVE' } as const;
    const byOwner = new TaskUnderTest().start().askApproval('YELLOW', OWNER);
    expect(byOwner.tryTo(approve, OWNER)).toMatchObject({ rejection: { code: 'FORBIDDEN' } });
    expect(byOwner.tryTo(approve, ASSIGNED_AGENT)).toMatchObject({ rejection: { code: 'FORBIDDEN' } });
    expect(byOwner.tryTo(approve, SECOND).accepted).toBe(true);
  });

  it('say clearly when they are already decided, unknown or too late', () => {
    const task = new TaskUnderTest().start().askApproval();
    const approve = { name: 'decideApproval', approvalId: 'MC-1-A1', decision: 'APPROVE' } as const;
    expect(task.tryTo({ ...approve, approvalId: 'MC-1-A9' })).toMatchObject({ rejection: { code: 'NOT_FOUND' } });
    const late = new TaskUnderTest().start().askApproval().passMinutes(61);
    expect(late.tryTo(approve)).toMatchObject({ rejection: { code: 'CONFLICT', message: /expired/ } });
    task.send(approve);
    expect(task.tryTo(approve)).toMatchObject({ rejection: { code: 'CONFLICT', message: /already APPROVED/ } });
  });

  it('return the task only when the last blocking one is settled', () => {
    const task = new TaskUnderTest().start().askApproval().askApproval();
    task.send({ name: 'decideApproval', approvalId: 'MC-1-A1', decision: 'APPROVE' });
    expect(task.current.status).toBe('NEEDS_APPROVAL');
    task.send({ name: 'cancelApproval', approvalId: 'MC-1-A2', reason: 'not needed' });
    expect(task.current.status).toBe('IN_PROGRESS');
  });

  it('escalate once and expire into BLOCKED', () => {
    const task = new TaskUnderTest().start().askApproval();
    const before = task.events.length;
    task.send({ name: 'escalateApproval', approvalId: 'MC-1-A1' }, SYSTEM);
    task.send({ name: 'escalateApproval', approvalId: 'MC-1-A1' }, SYSTEM);
    task.send({ name: 'expireApproval', approvalId: 'MC-1-A1' }, SYSTEM);
    expect(types(task, before)).toEqual([
      'approval.escalated',
      'approval.expired',
      'task.commented',
      'task.transitioned',
    ]);
    expect(task.current.status).toBe('BLOCKED');
  });
});

describe('executions', () => {
  const running = () => new TaskUnderTest().assign().plan().dispatch().claim('MC-1-X1');
  const report = (task: TaskUnderTest, details: object) =>
    task.send({ name: 'executionReported', executionId: 'MC-1-X1', report: details as never }, SYSTEM);
  const deliverable = { summary: 'done', artifacts: [] };

  it('start the work by being dispatched', () => {
    const task = new TaskUnderTest().assign().plan().dispatch();
    expect(task.current.status).toBe('IN_PROGRESS');
    expect(task.current.activeExecutions).toMatchObject([{ id: 'MC-1-X1', status: 'PENDING', requestType: 'CONTENT' }]);
  });

  it('go to one executor only', () => {
    const task = running();
    const claim = { outcome: 'ASSIGNED', leaseId: 'MC-1-X1-L1-b', worker: { kind: 'AGENT', id: 'w2', name: 'two' } };
    expect(
      task.tryTo({ name: 'executionReported', executionId: 'MC-1-X1', report: claim as never }, SYSTEM),
    ).toMatchObject({ rejection: { code: 'CONFLICT', message: /already claimed/ } });
  });

  it('bring their deliverable and take the task to review, once', () => {
    const task = running();
    const usage = { inputTokens: 10, outputTokens: 5, costMicros: 1234, costSource: 'BILLED' } as const;
    report(task, { outcome: 'COMPLETED', leaseId: 'MC-1-X1-L1-a', deliverable, usage });
    const before = task.events.length;
    report(task, { outcome: 'COMPLETED', leaseId: 'MC-1-X1-L1-a', deliverable, usage });
    expect(task.events.length).toBe(before);
    expect(task.current).toMatchObject({
      status: 'REVIEW',
      deliverable,
      activeExecutions: [],
      spending: { costMicros: 1234, inputTokens: 10, outputTokens: 5, runs: 1 },
    });
  });

  it('leave the task in progress while the checklist has open items', () => {
    const task = new TaskUnderTest({ checklist: [{ label: 'docs', checked: false }] })
      .assign()
      .plan()
      .dispatch()
      .claim('MC-1-X1');
    report(task, { outcome: 'COMPLETED', leaseId: 'MC-1-X1-L1-a', deliverable });
    expect(task.current.status).toBe('IN_PROGRESS');
    expect(task.current.deliverable).toEqual(deliverable);
  });

  it('complete while another approval holds the task: it goes to review once that is decided', () => {
    const task = running().askApproval('YELLOW', ASSIGNED_AGENT);
    report(task, { outcome: 'COMPLETED', leaseId: 'MC-1-X1-L1-a', deliverable });
    expect(task.current.status).toBe('NEEDS_APPROVAL');
    task.send({ name: 'decideApproval', approvalId: 'MC-1-A1', decision: 'APPROVE' });
    expect(task.current.status).toBe('REVIEW');
  });

  it('withdraw what they asked for when they end', () => {
    const task = running().send(
      {
        name: 'requestApproval',
        action: 'push',
        summary: 's',
        risk: 'YELLOW',
        blocking: true,
        executionId: 'MC-1-X1',
      },
      ASSIGNED_AGENT,
    );
    report(task, { outcome: 'RETRYING', leaseId: 'MC-1-X1-L1-a', error: 'silent' });
    expect(task.current).toMatchObject({ status: 'IN_PROGRESS', openApprovals: [] });
    expect(task.current.activeExecutions).toMatchObject([{ status: 'PENDING', attempt: 2, error: 'silent' }]);
    expect(task.current.activeExecutions[0]).not.toHaveProperty('leaseId');
  });

  it('refuse reports under a lease that is lost', () => {
    const task = running();
    report(task, { outcome: 'RETRYING', leaseId: 'MC-1-X1-L1-a', error: 'silent' });
    task.claim('MC-1-X1', 'MC-1-X1-L2-b');
    const late = { outcome: 'COMPLETED', leaseId: 'MC-1-X1-L1-a', deliverable } as const;
    expect(task.tryTo({ name: 'executionReported', executionId: 'MC-1-X1', report: late }, SYSTEM)).toMatchObject({
      rejection: { code: 'CONFLICT', message: /lease/ },
    });
  });

  it('fail over to the fallbacks, and then block the task', () => {
    const task = new TaskUnderTest()
      .assign()
      .plan()
      .dispatch({ ...ROUTE, fallbacks: ['MANUAL'] })
      .claim('MC-1-X1');
    report(task, { outcome: 'FAILED', leaseId: 'MC-1-X1-L1-a', error: 'broken' });
    expect(task.current.activeExecutions).toMatchObject([{ id: 'MC-1-X2', executor: 'MANUAL' }]);
    task.claim('MC-1-X2');
    task.send(
      {
        name: 'executionReported',
        executionId: 'MC-1-X2',
        report: { outcome: 'FAILED', leaseId: 'MC-1-X2-L1-a', error: 'still broken' },
      },
      SYSTEM,
    );
    expect(task.current).toMatchObject({ status: 'BLOCKED', blockedReason: 'MANUAL failed: still broken' });
  });

  it.each([
    ['CANCELED', { reason: 'no' }],
    ['BLOCKED', { reason: 'no' }],
    ['ASSIGNED', { reason: 'no' }],
  ] as const)('are cancelled when the task moves to %s', (to, details) => {
    const task = running().move(to, details);
    expect(task.current.activeExecutions).toEqual([]);
    expect(task.events.some(({ type }) => type === 'execution.canceled')).toBe(true);
  });

  it('are not dispatched twice, nor in a paused project', () => {
    const facts = { projectMode: 'PAUSED', unfinishedDependencies: [] } as const;
    expect(running().tryTo({ name: 'dispatch', route: ROUTE })).toMatchObject({ rejection: { code: 'CONFLICT' } });
    const idle = new TaskUnderTest().start();
    expect(idle.tryTo({ name: 'dispatch', route: ROUTE }, OWNER, facts)).toMatchObject({
      rejection: { code: 'GATE_NOT_MET', errors: [{ path: 'project.mode' }] },
    });
  });
});

describe('assigning', () => {
  it('takes only those who are active and do this type of work', () => {
    const task = new TaskUnderTest();
    const assignees = [
      { kind: 'AGENT', id: 'a1', name: 'Paused', status: 'PAUSED', allowedTypes: [] },
      { kind: 'AGENT', id: 'a2', name: 'Coder', status: 'ACTIVE', allowedTypes: ['CODE_CHANGE'] },
    ] as const;
    expect(task.tryTo({ name: 'assign', assignees })).toMatchObject({
      rejection: { code: 'GATE_NOT_MET', errors: [{ path: 'assignees.0' }, { path: 'assignees.1' }] },
    });
  });

  it('of nobody any more returns the task to the inbox', () => {
    const task = new TaskUnderTest().assign();
    task.send({ name: 'unassign', assignees: [{ kind: 'AGENT', id: 'a1', name: 'Scribe' }] });
    expect(task.current).toMatchObject({ status: 'INBOX', assignees: [] });
  });

  it('keeps somebody on work that is under way', () => {
    const task = new TaskUnderTest().start();
    const command = { name: 'unassign', assignees: [{ kind: 'AGENT', id: 'a1', name: 'Scribe' }] } as const;
    expect(task.tryTo(command)).toMatchObject({ rejection: { code: 'CONFLICT' } });
  });
});

describe('editing', () => {
  it('clears optional fields with null and leaves the rest alone', () => {
    const task = new TaskUnderTest({ dueAt: '2026-02-01T00:00:00.000Z' });
    task.send({ name: 'edit', changes: { dueAt: null, reviewer: null, title: 'Better' } });
    expect(task.current).toMatchObject({ title: 'Better', type: 'DOCS' });
    expect(task.current).not.toHaveProperty('dueAt');
    expect(task.current).not.toHaveProperty('reviewer');
  });

  it('does not change the type once work has started, nor let a task wait for itself', () => {
    const task = new TaskUnderTest().start();
    expect(task.tryTo({ name: 'edit', changes: { type: 'OPS' } })).toMatchObject({ rejection: { code: 'CONFLICT' } });
    expect(task.tryTo({ name: 'edit', changes: { dependsOn: ['MC-1'] } })).toMatchObject({
      rejection: { code: 'INVALID' },
    });
  });
});
