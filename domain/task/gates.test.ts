import { describe, expect, it } from '@jest/globals';
import { NO_FACTS, type TaskFacts } from './commands.ts';
import { DEFAULT_GOVERNANCE } from './governance.ts';
import { OWNER, SECOND, SYSTEM, TaskUnderTest } from './task.test-support.ts';

const CHECKLIST = [
  { label: 'tested', checked: false },
  { label: 'documented', checked: false },
];
const DELIVERABLE = { summary: 'done', artifacts: [] };
const missing = (decision: ReturnType<TaskUnderTest['tryTo']>) =>
  decision.accepted ? [] : decision.rejection.errors.map(({ path }) => path);

describe('REVIEW', () => {
  const submit = (checklist: object[] | undefined) =>
    missing(
      new TaskUnderTest({ checklist: CHECKLIST })
        .start()
        .tryTo({ name: 'submit', deliverable: DELIVERABLE, ...(checklist && { checklist: checklist as never }) }),
    );

  it('needs every item of the checklist to be ticked or explained, and none to be left out', () => {
    expect(submit(undefined)).toEqual(['checklist.0', 'checklist.1']);
    expect(submit([])).toEqual(['checklist', 'checklist']);
    expect(submit([{ label: 'tested', checked: true }])).toEqual(['checklist']);
    expect(
      submit([
        { ...CHECKLIST[0], note: ' ' },
        { ...CHECKLIST[1], checked: true },
      ]),
    ).toEqual(['checklist.0']);
    expect(
      submit([
        { ...CHECKLIST[0], note: 'no tests here' },
        { ...CHECKLIST[1], checked: true },
      ]),
    ).toEqual([]);
  });

  it('is not reached by an executor that leaves items out', () => {
    const task = new TaskUnderTest({ checklist: CHECKLIST }).start().dispatch().claim('MC-1-X1');
    const checklist = [{ label: 'tested', checked: true }];
    const report = { outcome: 'COMPLETED', leaseId: 'MC-1-X1-L1-a', deliverable: DELIVERABLE, checklist } as const;
    task.send({ name: 'executionReported', executionId: 'MC-1-X1', report }, SYSTEM);
    expect(task.current).toMatchObject({ status: 'IN_PROGRESS', submissionPending: true });
    expect(task.current.checklist).toEqual([...checklist, CHECKLIST[1]]);
  });

  it.each(['', ' \n'])('needs a deliverable that says something, not %j', (summary) => {
    const task = new TaskUnderTest().start();
    expect(missing(task.tryTo({ name: 'submit', deliverable: { summary, artifacts: [] } }))).toEqual([
      'deliverable.summary',
    ]);
    expect(missing(task.tryTo({ name: 'transition', to: 'REVIEW' }))).toEqual(['deliverable.summary']);
  });
});

describe('BLOCKED', () => {
  it.each([undefined, '', ' '])('needs a reason, not %j', (reason) => {
    const command = { name: 'transition', to: 'BLOCKED', ...(reason !== undefined && { reason }) } as const;
    expect(missing(TaskUnderTest.in('IN_PROGRESS').tryTo(command))).toEqual(['reason']);
  });

  it('has its reason only as long as it lasts', () => {
    const task = TaskUnderTest.in('BLOCKED');
    expect(task.current.blockedReason).toBe('stuck');
    expect(task.move('IN_PROGRESS').current).not.toHaveProperty('blockedReason');
  });
});

describe('DONE', () => {
  const completion: TaskFacts = { ...NO_FACTS, governance: { ...DEFAULT_GOVERNANCE, completionApproval: true } };
  const approve = (approvalId: string) => ({ name: 'decideApproval', approvalId, decision: 'APPROVE' }) as const;

  it('is not reached from NEEDS_APPROVAL, by nobody', () => {
    for (const actor of [OWNER, SYSTEM]) {
      const decision = TaskUnderTest.in('NEEDS_APPROVAL').tryTo({ name: 'transition', to: 'DONE' }, actor);
      expect(decision).toMatchObject({ rejection: { code: 'CONFLICT' } });
    }
  });

  it('is not opened by an approval of something else, however fresh', () => {
    const task = TaskUnderTest.in('REVIEW').askApproval().send(approve('MC-1-A1'));
    expect(task.current).toMatchObject({ status: 'REVIEW', closedApprovals: [{ status: 'APPROVED' }] });
    expect(missing(task.tryTo({ name: 'transition', to: 'DONE' }, SECOND, completion))).toEqual(['approval']);
  });

  it('is not opened a second time by the approval that opened it for work which was sent back', () => {
    const task = TaskUnderTest.in('REVIEW');
    const held = { name: 'transition', to: 'DONE' } as const;
    const ask = { action: 'complete', summary: 'complete it', risk: 'YELLOW', blocking: false } as const;
    task.send({ name: 'requestApproval', ...ask, held }, OWNER);
    task.move('IN_PROGRESS', { feedback: 'wait' }).send(approve('MC-1-A1'), SECOND);
    expect(task.current.status).toBe('IN_PROGRESS');
    expect(task.events.at(-1)).toMatchObject({ data: { body: expect.stringContaining('cannot be done now') } });
    task.submit();
    expect(missing(task.tryTo({ name: 'transition', to: 'DONE' }, OWNER, completion))).toEqual(['approval']);
  });
});
