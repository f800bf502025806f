import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DEFAULT_LOOP_LIMITS, type LoopLimits } from '../loops/limits.ts';
import { NO_FACTS, type TaskCommand, type TaskFacts } from './commands.ts';
import { DEFAULT_GOVERNANCE } from './governance.ts';
import type { Route } from './state.ts';
import { ASSIGNED_AGENT, OWNER, ROUTE, SECOND, SYSTEM, TaskUnderTest } from './task.test-support.ts';

const comment: TaskCommand = { name: 'comment', body: 'again' };
const times = (count: number, act: (index: number) => unknown): void => {
  for (let index = 0; index < count; index += 1) act(index);
};
const write = (task: TaskUnderTest, count: number): TaskUnderTest => {
  times(count, () => task.send(comment, ASSIGNED_AGENT));
  return task;
};
const sendBack = (task: TaskUnderTest): void => void task.move('IN_PROGRESS', { feedback: 'not yet' }).passMinutes(61);
const stop = ({ current: { status, loop } }: TaskUnderTest): unknown[] => [status, loop?.kind];

/** Lets the execution with this number end, the work being in progress. */
function runOnce(task: TaskUnderTest, number: number, outcome: 'FAILED' | 'COMPLETED', fallbacks: Route['fallbacks']) {
  const executionId = `MC-1-X${number}`;
  const leaseId = `${executionId}-L1-a`;
  if (task.current.activeExecutions.length === 0) task.dispatch({ ...ROUTE, fallbacks });
  task.claim(executionId).send(
    {
      name: 'executionReported',
      executionId,
      report:
        outcome === 'FAILED'
          ? { outcome, leaseId, error: `broken ${number}` }
          : { outcome, leaseId, deliverable: { summary: 'done', artifacts: [] } },
    },
    SYSTEM,
  );
}

/** Executions that end so one after the other; whatever stops or finishes the work in between is undone by a person. */
function runAll(task: TaskUnderTest, outcomes: string, fallbacks: Route['fallbacks'] = []): TaskUnderTest {
  outcomes.split('').forEach((outcome, index) => {
    if (task.current.status === 'BLOCKED') task.move('IN_PROGRESS');
    if (task.current.status === 'REVIEW') task.move('BLOCKED', { reason: 'not this way' }).move('IN_PROGRESS');
    runOnce(task, index + 1, outcome === 'F' ? 'FAILED' : 'COMPLETED', fallbacks);
  });
  return task;
}

describe('messages', () => {
  it('may be 20 in 30 minutes, and the 21st stops the task', () => {
    const task = write(TaskUnderTest.in('IN_PROGRESS'), 20);
    expect(stop(task)).toEqual(['IN_PROGRESS', undefined]);
    expect(stop(write(task, 1))).toEqual(['BLOCKED', 'COMMENT_STORM']);
  });

  it('that are older than 30 minutes do not count', () => {
    const task = write(TaskUnderTest.in('IN_PROGRESS'), 1).passMinutes(30);
    // The next is written a second later: the first is out of the window by then.
    expect(stop(write(task, 20))).toEqual(['IN_PROGRESS', undefined]);
    const tight = TaskUnderTest.in('IN_PROGRESS').send(comment).passMinutes(29);
    expect(stop(write(tight, 20))).toEqual(['BLOCKED', 'COMMENT_STORM']);
  });

  it('that Mission Control writes do not count', () => {
    const task = write(TaskUnderTest.in('IN_PROGRESS'), 20);
    task.askApproval().send({ name: 'cancelApproval', approvalId: 'MC-1-A1', reason: 'moot' }, ASSIGNED_AGENT);
    expect(task.current.messageCount).toBe(21);
    expect(stop(task)).toEqual(['IN_PROGRESS', undefined]);
  });

  it('stop a task that waits for an approval once it has returned', () => {
    const task = write(TaskUnderTest.in('NEEDS_APPROVAL'), 21);
    expect(stop(task)).toEqual(['NEEDS_APPROVAL', undefined]);
    task.send({ name: 'decideApproval', approvalId: 'MC-1-A1', decision: 'APPROVE' }, SECOND);
    expect(stop(task)).toEqual(['BLOCKED', 'COMMENT_STORM']);
  });
});

describe('review cycles', () => {
  const cycle = (task: TaskUnderTest) => sendBack(task.submit());

  it('may be 3, and the 4th stops the task', () => {
    const task = new TaskUnderTest().start();
    times(3, () => cycle(task));
    expect(stop(task)).toEqual(['IN_PROGRESS', undefined]);
    cycle(task);
    expect(stop(task)).toEqual(['BLOCKED', 'REVIEW_PING_PONG']);
  });

  it('count when the author accepts objections, and not when feedback comes with another move', () => {
    const task = new TaskUnderTest().start();
    times(5, () => task.move('ASSIGNED', { reason: 'r', feedback: 'f' }).passMinutes(61).move('IN_PROGRESS'));
    expect(task.current.loopCounters?.reviewCycles).toBe(0);
    times(4, (index) =>
      task
        .submit()
        .send({ name: 'review', verdict: { kind: 'REFUTE', severity: 'MAJOR', comment: 'no' } }, SECOND)
        .send({ name: 'respondToReview', reviewId: `MC-1-V${index + 1}`, response: 'ACCEPT', comment: 'yes' })
        .passMinutes(61),
    );
    expect(stop(task)).toEqual(['BLOCKED', 'REVIEW_PING_PONG']);
  });
});

describe('failures', () => {
  it('may be 4 of the last 10 executions, and the 5th stops the task, unblocked in between or not', () => {
    expect(stop(runAll(new TaskUnderTest().start(), 'FFFF'))).toEqual(['BLOCKED', undefined]);
    expect(stop(runAll(new TaskUnderTest().start(), 'FFFFF'))).toEqual(['BLOCKED', 'REPEATED_FAILURES']);
    const fallbacks = ['CURSOR', 'CODEMOD', 'OPENCLAW_AGENT', 'CLAUDE_CODE', 'MANUAL'] as const;
    const task = runAll(new TaskUnderTest().start(), 'FFFFF', fallbacks);
    expect(stop(task)).toEqual(['BLOCKED', 'REPEATED_FAILURES']);
    expect(task.events.filter(({ type }) => type === 'execution.requested')).toHaveLength(5);
  });

  it('further back than 10 executions do not count, nor do attempts', () => {
    expect(stop(runAll(new TaskUnderTest().start(), 'FCCCCCFFFF'))).toEqual(['BLOCKED', 'REPEATED_FAILURES']);
    expect(stop(runAll(new TaskUnderTest().start(), 'FCCCCCCFFFF'))).toEqual(['BLOCKED', undefined]);
    const task = new TaskUnderTest().start().dispatch();
    times(6, (index) => {
      const leaseId = `MC-1-X1-L${index}-a`;
      const report = { outcome: 'RETRYING', leaseId, error: 'once more' } as const;
      task.claim('MC-1-X1', leaseId).send({ name: 'executionReported', executionId: 'MC-1-X1', report }, SYSTEM);
    });
    expect(stop(task)).toEqual(['IN_PROGRESS', undefined]);
  });

  it('start anew once a person has looked at the loop', () => {
    const task = runAll(new TaskUnderTest().start(), 'FFFFF').move('IN_PROGRESS');
    expect(stop(task)).toEqual(['IN_PROGRESS', undefined]);
    runOnce(task, 6, 'FAILED', []);
    expect(stop(task)).toEqual(['BLOCKED', undefined]);
  });
});

describe('going back and forth', () => {
  const back = (task: TaskUnderTest) => task.move('ASSIGNED', { reason: 'wrong one' });
  const forth = (task: TaskUnderTest) => task.move('IN_PROGRESS');

  it('may be 5 moves in an hour, and the 6th stops the task if half of them are the same', () => {
    const task = new TaskUnderTest().assign().plan();
    forth(back(forth(back(forth(task)))));
    expect(stop(task)).toEqual(['BLOCKED', 'BACK_AND_FORTH']);
    expect(task.current.loop?.what).toBe('6 moves in 60 minutes, 3 of them ASSIGNED to IN_PROGRESS');
    const five = new TaskUnderTest().assign().plan();
    back(forth(back(forth(five))));
    expect(stop(five)).toEqual(['ASSIGNED', undefined]);
  });

  it('does not count what is older than an hour, or the holds of approvals', () => {
    const slow = new TaskUnderTest().assign().plan().passMinutes(60);
    forth(back(forth(back(forth(slow)))));
    expect(stop(slow)).toEqual(['IN_PROGRESS', undefined]);
    const held = new TaskUnderTest().start();
    times(6, (index) => {
      held.askApproval();
      held.send({ name: 'decideApproval', approvalId: `MC-1-A${index + 1}`, decision: 'APPROVE' }, SECOND);
    });
    expect(stop(held)).toEqual(['IN_PROGRESS', undefined]);
  });

  it('is not what a task does that goes on by many different ways', () => {
    const task = forth(back(new TaskUnderTest().start())).submit();
    task.move('IN_PROGRESS', { feedback: 'once more' });
    // INBOX, ASSIGNED, IN_PROGRESS, ASSIGNED, IN_PROGRESS, REVIEW, IN_PROGRESS: two of six are the same.
    expect(task.current.loopCounters?.transitions).toHaveLength(6);
    expect(stop(task)).toEqual(['IN_PROGRESS', undefined]);
  });
});

const governed = (loops: Partial<LoopLimits>): TaskFacts => ({
  ...NO_FACTS,
  governance: { ...DEFAULT_GOVERNANCE, loops: { ...DEFAULT_LOOP_LIMITS, ...loops } },
});

describe('a stopped task', () => {
  const storm = () => write(TaskUnderTest.in('IN_PROGRESS').dispatch(), 21);

  it('says what went round, how it came to it and what to do, in its log, its reason and its thread', () => {
    const task = storm();
    const types = task.events.slice(-5).map(({ type }) => type);
    expect(types).toEqual([
      'task.commented',
      'loop.detected',
      'task.commented',
      'execution.canceled',
      'task.transitioned',
    ]);
    const { loop, blockedReason } = task.current;
    expect(blockedReason).toBe('COMMENT_STORM: 21 messages in 30 minutes');
    expect(loop?.lastEvents).toHaveLength(5);
    expect(loop?.lastEvents.at(-1)).toMatchObject({ type: 'task.commented', by: { name: 'Scribe' } });
    const post = task.events.at(-3);
    expect(post).toMatchObject({ actor: { kind: 'SYSTEM' }, data: { body: expect.stringContaining(loop!.nextStep) } });
  });

  it('goes on with new counters when a person unblocks it', () => {
    const task = storm().move('IN_PROGRESS');
    expect(task.current).not.toHaveProperty('loop');
    expect(task.current).not.toHaveProperty('blockedReason');
    expect(stop(write(task, 20))).toEqual(['IN_PROGRESS', undefined]);
    expect(stop(write(task, 1))).toEqual(['BLOCKED', 'COMMENT_STORM']);
  });

  it('is not stopped again for what people call fine, and still is for anything else', () => {
    const fine: TaskCommand = { name: 'acknowledgeLoop', kind: 'COMMENT_STORM', reason: 'a chat' };
    const task = storm();
    expect(task.tryTo(fine, ASSIGNED_AGENT)).toMatchObject({ rejection: { code: 'FORBIDDEN' } });
    task.send(fine).move('IN_PROGRESS');
    expect(task.tryTo(fine)).toMatchObject({ rejection: { code: 'CONFLICT' } });
    expect(stop(write(task, 40))).toEqual(['IN_PROGRESS', undefined]);
    times(2, () => task.move('ASSIGNED', { reason: 'r' }).move('IN_PROGRESS'));
    task.move('ASSIGNED', { reason: 'r' });
    expect(stop(task.move('IN_PROGRESS'))).toEqual(['BLOCKED', 'BACK_AND_FORTH']);
  });

  it('is stopped at the limits of its policies, which timers and executors go by as well', () => {
    const task = write(TaskUnderTest.in('IN_PROGRESS'), 2);
    const decision = task.tryTo(comment, ASSIGNED_AGENT, governed({ comments: 2 }));
    expect(decision).toMatchObject({ accepted: true, state: { status: 'BLOCKED', loop: { kind: 'COMMENT_STORM' } } });
    const told = task.tryTo({ name: 'plan', plan: { bullets: ['a', 'b', 'c'] } }, OWNER, governed({ comments: 2 }));
    if (!told.accepted) throw new Error('the plan is complete');
    expect(told.events[0]).toMatchObject({ type: 'task.governed' });
    task.state = told.state;
    expect(stop(write(task, 1))).toEqual(['BLOCKED', 'COMMENT_STORM']);
  });
});

it('what is remembered stays bounded, whatever 1000 commands do', () => {
  const fine = { ...governed({ comments: 100, reviewCycles: 50, failures: 50, failureWindow: 50, transitions: 50 }) };
  const step = fc.constantFrom('comment', 'comment', 'go', 'back', 'submit', 'sendBack', 'unblock', 'wait');
  fc.assert(
    fc.property(fc.array(step, { minLength: 1000, maxLength: 1000 }), (steps) => {
      const task = new TaskUnderTest().assign().plan();
      for (const name of steps) act(task, name, fine);
      const { loopCounters } = task.current;
      expect(loopCounters?.comments.length).toBeLessThanOrEqual(101);
      expect(loopCounters?.outcomes.length).toBeLessThanOrEqual(50);
      expect(loopCounters?.transitions.length).toBeLessThanOrEqual(50);
      expect(loopCounters?.trail).toHaveLength(5);
    }),
    { numRuns: 5 },
  );
});

const STEPS: Readonly<Record<string, TaskCommand>> = {
  comment,
  go: { name: 'transition', to: 'IN_PROGRESS' },
  back: { name: 'transition', to: 'ASSIGNED', reason: 'r' },
  submit: { name: 'submit', deliverable: { summary: 's', artifacts: [] } },
  sendBack: { name: 'transition', to: 'IN_PROGRESS', feedback: 'f' },
  unblock: { name: 'transition', from: 'BLOCKED', to: 'ASSIGNED' },
};

function act(task: TaskUnderTest, name: string, facts: TaskFacts): void {
  const command = STEPS[name];
  task.passMinutes(command ? 0 : 1);
  const decision = command && task.tryTo(command, OWNER, facts);
  if (decision?.accepted) task.state = decision.state;
}
