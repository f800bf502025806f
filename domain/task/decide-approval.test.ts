import { describe, expect, it } from '@jest/globals';
import type { Actor } from '../actor.ts';
import { NO_FACTS, type CommandOf, type TaskFacts } from './commands.ts';
import { decide } from './decide.ts';
import { DEFAULT_GOVERNANCE } from './governance.ts';
import type { GrantTerms, HeldCommand, Route } from './state.ts';
import { ASSIGNED_AGENT, LEAD, OWNER, SECOND, SYSTEM, TaskUnderTest, VIEWER } from './task.test-support.ts';

type Asked = Partial<CommandOf<'requestApproval'>>;

const ask = (more: Asked = {}): CommandOf<'requestApproval'> => ({
  name: 'requestApproval',
  action: 'deploy',
  summary: 'deploy it',
  risk: 'YELLOW',
  blocking: true,
  ...more,
});
const tool = (more: Asked = {}) => ask({ kind: 'TOOL_EXEC', tool: 'shell', inputHash: 'hash', ...more });
const approve = (approvalId = 'MC-1-A1', grant?: GrantTerms): CommandOf<'decideApproval'> => ({
  name: 'decideApproval',
  approvalId,
  decision: 'APPROVE',
  ...(grant && { grant }),
});
const deny = (reason = 'too risky', approvalId = 'MC-1-A1'): CommandOf<'decideApproval'> => ({
  name: 'decideApproval',
  approvalId,
  decision: 'DENY',
  reason,
});
const delegate = (role: 'OPERATOR' | 'ADMIN') =>
  ({ name: 'delegateApproval', approvalId: 'MC-1-A1', role, reason: 'not mine' }) as const;
const waiting = (more: Asked = {}, by: Actor = ASSIGNED_AGENT) => new TaskUnderTest().start().send(ask(more), by);
const grant = (more: Partial<GrantTerms> = {}): GrantTerms => ({ scope: 'SAME_TOOL', minutes: 60, uses: 5, ...more });
/** What Mission Control has said in the thread. */
const thread = ({ events }: TaskUnderTest) =>
  events.flatMap(({ type, data, actor }) =>
    type === 'task.commented' && actor.id === 'mission-control' ? [data.body] : [],
  );
const refusal = (task: TaskUnderTest, ...[command, actor]: Parameters<TaskUnderTest['tryTo']>) => {
  const decision = task.tryTo(command, actor);
  return decision.accepted ? 'accepted' : `${decision.rejection.code}: ${decision.rejection.message}`;
};

describe('who decides', () => {
  it.each([
    ['an ADMIN', {}, OWNER, 'accepted'],
    ['an OPERATOR', {}, SECOND, 'accepted'],
    ['a VIEWER', {}, VIEWER, /^FORBIDDEN/],
    ['the agent that asked', {}, ASSIGNED_AGENT, /^FORBIDDEN/],
    ['a LEAD', {}, LEAD, /^FORBIDDEN/],
    ['a rule', {}, SYSTEM, /^FORBIDDEN/],
    ['an OPERATOR where it takes an ADMIN', { deciderRole: 'ADMIN' }, SECOND, /^FORBIDDEN: MC-1-A1 takes an ADMIN/],
    ['an ADMIN where it takes one', { deciderRole: 'ADMIN' }, OWNER, 'accepted'],
    ['a VIEWER where a policy would take one', { deciderRole: 'VIEWER' }, VIEWER, /^FORBIDDEN/],
  ] as const)('%s', (_who, more, actor, expected) => {
    expect(refusal(waiting(more), approve(), actor)).toMatch(expected);
  });

  it('never whoever asked, whatever their role', () => {
    expect(refusal(waiting({}, OWNER), approve(), OWNER)).toMatch(/^FORBIDDEN: nobody decides on what they asked for/);
    expect(refusal(waiting({}, OWNER), deny(), OWNER)).toMatch(/^FORBIDDEN/);
  });

  it('two different people where two are asked for, and one denial ends it', () => {
    const red = () => waiting({ risk: 'RED' }).send(approve(), OWNER);
    expect(red().current.status).toBe('NEEDS_APPROVAL');
    expect(refusal(red(), approve(), OWNER)).toMatch(/^CONFLICT: Olga has already decided/);
    expect(red().send(approve(), SECOND).current.status).toBe('IN_PROGRESS');
    const denied = red().send(deny('no backup'), SECOND);
    expect(denied.current).toMatchObject({ status: 'BLOCKED', blockedReason: 'MC-1-A1 denied: no backup' });
    expect(refusal(denied, approve(), OWNER)).toMatch(/^CONFLICT: MC-1-A1 is already DENIED \(Hugo at /);
  });

  it('nobody once it has expired, also before that is noted', () => {
    expect(refusal(waiting().passMinutes(60), approve(), OWNER)).toMatch(/^CONFLICT: MC-1-A1 expired at/);
  });
});

describe('handing on', () => {
  it('leaves the decision to the role, whoever could decide before', () => {
    const task = waiting().send(delegate('ADMIN'), SECOND);
    expect(refusal(task, approve(), SECOND)).toMatch(/^FORBIDDEN: MC-1-A1 takes an ADMIN/);
    expect(task.send(approve(), OWNER).current.status).toBe('IN_PROGRESS');
  });

  it('goes back to who could decide at first, but never further down', () => {
    const task = waiting().send(delegate('ADMIN'), OWNER);
    expect(refusal(task, delegate('OPERATOR'), SECOND)).toMatch(/^FORBIDDEN: only an ADMIN may hand on/);
    expect(refusal(task.send(delegate('OPERATOR'), OWNER), approve(), SECOND)).toBe('accepted');
    const strict = waiting({ deciderRole: 'ADMIN' });
    expect(refusal(strict, delegate('OPERATOR'), OWNER)).toMatch(/^INVALID: .* takes an ADMIN at least/);
  });

  it.each([
    ['the role that has it', waiting(), 'OPERATOR', SECOND, /^CONFLICT: MC-1-A1 is already for every OPERATOR/],
    ['an agent', waiting(), 'ADMIN', ASSIGNED_AGENT, /^FORBIDDEN/],
    ['a VIEWER', waiting(), 'ADMIN', VIEWER, /^FORBIDDEN/],
    ['what has expired', waiting().passMinutes(60), 'ADMIN', OWNER, /^CONFLICT: MC-1-A1 expired/],
    ['what is decided', waiting().send(approve()), 'ADMIN', OWNER, /^CONFLICT: MC-1-A1 is already APPROVED/],
  ] as const)('is refused for %s', (_what, task, role, actor, expected) => {
    expect(refusal(task, delegate(role), actor)).toMatch(expected);
  });
});

describe('escalation', () => {
  const escalate = (again: boolean) => ({ name: 'escalateApproval', approvalId: 'MC-1-A1', again }) as const;
  const levels = ({ events }: TaskUnderTest) =>
    events.flatMap(({ type, data }) => (type === 'approval.escalated' ? [data.level] : []));

  it('goes up twice, each level once, the second half-way to expiry', () => {
    const task = waiting().passMinutes(30).send(escalate(true), SYSTEM);
    const [{ level, nextEscalationAt, expiresAt } = { expiresAt: '' }] = task.current.openApprovals;
    expect(level).toBe(1);
    expect(Date.parse(nextEscalationAt ?? '')).toBe((Date.parse(task.now) + Date.parse(expiresAt)) / 2);
    task.send(escalate(false), SYSTEM).send(escalate(false), SYSTEM).send(escalate(true), SYSTEM);
    expect(levels(task)).toEqual([1, 2]);
    expect(task.current.openApprovals).toMatchObject([{ escalated: true, level: 2 }]);
    expect(task.current.openApprovals[0]).not.toHaveProperty('nextEscalationAt');
  });

  it('is no business of people', () => {
    expect(refusal(waiting(), escalate(false), OWNER)).toMatch(/^FORBIDDEN/);
  });
});

describe('what becomes of the task', () => {
  const end = (task: TaskUnderTest, how: 'denied' | 'expired' | 'withdrawn') => {
    if (how === 'denied') return task.send(deny('not today'), OWNER);
    if (how === 'withdrawn')
      return task.send({ name: 'cancelApproval', approvalId: 'MC-1-A1', reason: 'moot' }, SECOND);
    return task.passMinutes(60).send({ name: 'expireApproval', approvalId: 'MC-1-A1' }, SYSTEM);
  };

  it.each([
    ['denied', true, 'BLOCKED', 'Olga denied MC-1-A1 (deploy): not today'],
    ['expired', true, 'BLOCKED', 'Nobody decided on MC-1-A1 (deploy) before it expired.'],
    ['withdrawn', true, 'IN_PROGRESS', 'Hugo withdrew MC-1-A1 (deploy): moot'],
    ['denied', false, 'IN_PROGRESS', 'Olga denied MC-1-A1 (deploy): not today'],
    ['expired', false, 'IN_PROGRESS', 'Nobody decided on MC-1-A1 (deploy) before it expired.'],
    ['withdrawn', false, 'IN_PROGRESS', 'Hugo withdrew MC-1-A1 (deploy): moot'],
  ] as const)('%s, blocking %s: %s, said in the thread', (how, blocking, status, said) => {
    const task = end(waiting({ blocking }), how);
    expect(task.current.status).toBe(status);
    expect(task.current.openApprovals).toEqual([]);
    expect(thread(task)).toEqual([said]);
  });

  it.each(['ASSIGNED', 'IN_PROGRESS', 'REVIEW'] as const)('approved: back to %s', (status) => {
    const task = TaskUnderTest.in(status).send(ask(), ASSIGNED_AGENT);
    expect(task.current.status).toBe('NEEDS_APPROVAL');
    expect(task.send(approve(), OWNER).current.status).toBe(status);
    expect(thread(task)).toEqual([]);
  });

  it.each(['INBOX', 'BLOCKED'] as const)('nothing can be held in %s', (status) => {
    expect(refusal(TaskUnderTest.in(status), ask(), OWNER)).toMatch(/^CONFLICT/);
  });

  it('a canceled task takes its approvals with it', () => {
    const task = waiting().move('CANCELED', { reason: 'no' });
    expect(task.current.closedApprovals).toMatchObject([{ id: 'MC-1-A1', status: 'CANCELED', by: { name: 'Olga' } }]);
    expect(refusal(task, approve(), OWNER)).toMatch(/^CONFLICT: MC-1 is CANCELED/);
  });
});

describe('what was approved is done', () => {
  const deliverable = { summary: 'written', artifacts: [] };
  const held = (command: HeldCommand) => waiting({ kind: 'STATE_TRANSITION', held: command });

  it('a transition, with its reason', () => {
    const task = held({ name: 'transition', to: 'BLOCKED', reason: 'no access' }).send(approve(), OWNER);
    expect(task.current).toMatchObject({ status: 'BLOCKED', blockedReason: 'no access' });
  });

  it('a submission, as the one of who asked', () => {
    const task = held({ name: 'submit', deliverable }).send(approve(), OWNER);
    expect(task.current).toMatchObject({ status: 'REVIEW', deliverable, contributors: [{ id: 'a1' }] });
    const submitted = task.events.find(({ type }) => type === 'deliverable.submitted');
    expect(submitted?.actor.id).toBe('a1');
  });

  it('a sub-task, for who asked', () => {
    const { checklist, description, dependsOn, labels, metadata, priority, source, title, type } = waiting().current;
    const fields = { checklist, description, dependsOn, labels, metadata, priority, source, title, type };
    const task = held({ name: 'spawn', task: fields }).send(approve(), OWNER);
    expect(task.current.status).toBe('IN_PROGRESS');
    expect(task.events.at(-1)).toMatchObject({
      type: 'subtask.approved',
      data: { task: { title }, for: { id: 'a1' } },
    });
  });

  it('another run of the work, unless one is under way meanwhile', () => {
    const route: Route = {
      executor: 'CODEMOD',
      score: 1,
      reason: 'the cap was lifted',
      fallbacks: [],
      maxAttempts: 1,
      maxMinutes: 60,
    };
    const task = held({ name: 'dispatch', route }).send(approve(), OWNER);
    expect(task.current).toMatchObject({
      status: 'IN_PROGRESS',
      activeExecutions: [{ id: 'MC-1-X1', status: 'PENDING' }],
    });

    task
      .send(ask({ kind: 'STATE_TRANSITION', held: { name: 'dispatch', route } }), ASSIGNED_AGENT)
      .send(approve('MC-1-A2'), OWNER);
    expect(task.current.executionCount).toBe(1);
    expect(thread(task).at(-1)).toContain('it cannot be done now: MC-1-X1 is still under way');
  });

  it('DONE, also where the policy asks for the approval of a second person', () => {
    const held = { name: 'transition', to: 'DONE' } as const;
    const task = TaskUnderTest.in('REVIEW').send(ask({ held }), SECOND);
    const facts: TaskFacts = { ...NO_FACTS, governance: { ...DEFAULT_GOVERNANCE, completionApproval: true } };
    const decision = decide(task.current, approve(), task.context(OWNER, facts));
    expect(decision).toMatchObject({ accepted: true, state: { status: 'DONE' } });
  });

  it('only once nothing else holds the task', () => {
    const task = held({ name: 'submit', deliverable }).send(ask(), ASSIGNED_AGENT).send(approve(), OWNER);
    expect(task.current).toMatchObject({ status: 'NEEDS_APPROVAL', approvedHeld: [{ approvalId: 'MC-1-A1' }] });
    task.send(approve('MC-1-A2'), OWNER);
    expect(task.current).toMatchObject({ status: 'REVIEW', deliverable });
    expect(task.current.approvedHeld).toBeUndefined();
  });

  it('not, and that is said, where something else has blocked the task', () => {
    const task = held({ name: 'submit', deliverable }).send(ask(), ASSIGNED_AGENT).send(approve(), OWNER);
    task.send(deny('no', 'MC-1-A2'), OWNER);
    expect(task.current).toMatchObject({ status: 'BLOCKED' });
    expect(task.current.approvedHeld).toBeUndefined();
    expect(thread(task).at(-1)).toBe('MC-1-A1 was approved, but it is not done: MC-1 is BLOCKED');
    expect(task.events.at(-2)).toMatchObject({ type: 'task.command_refused', data: { command: 'submit' } });
  });

  it.each([
    [{ name: 'transition', to: 'REVIEW' }, 'a deliverable with a summary is needed'],
    [{ name: 'transition', to: 'DONE' }, 'no transition leads from IN_PROGRESS to DONE'],
    [{ name: 'submit', deliverable: { summary: ' ', artifacts: [] } }, 'a deliverable with a summary is needed'],
  ] as const)('not, and that is said, where a gate is shut: %j', (command, why) => {
    const task = held(command).send(approve(), OWNER);
    expect(task.current.status).toBe('IN_PROGRESS');
    expect(thread(task)).toEqual([`MC-1-A1 was approved, but it cannot be done now: ${why}`]);
    expect(task.events.some(({ type }) => type === 'task.command_refused')).toBe(true);
  });

  it('not where the world has changed: what was looked up for the decision counts', () => {
    const task = TaskUnderTest.in('ASSIGNED').send(ask({ held: { name: 'transition', to: 'IN_PROGRESS' } }));
    const facts: TaskFacts = { projectMode: 'QUARANTINED', unfinishedDependencies: [] };
    const decision = decide(task.current, approve(), task.context(SECOND, facts));
    expect(decision).toMatchObject({ accepted: true, state: { status: 'ASSIGNED' } });
  });
});

describe('what may happen again', () => {
  const granted = (
    first: GrantTerms | undefined,
    second: GrantTerms | undefined,
    risk: 'YELLOW' | 'RED' = 'YELLOW',
  ) => {
    const task = new TaskUnderTest().start().send(tool({ risk, requiredDecisions: 2 }), ASSIGNED_AGENT);
    return task.send(approve('MC-1-A1', first), OWNER).send(approve('MC-1-A1', second), SECOND).current.grants;
  };
  const use = (inputHash: string, name = 'shell') =>
    ({ name: 'useGrant', approvalId: 'MC-1-A1', tool: name, inputHash }) as const;

  it('is the narrowest of what everybody allows', () => {
    expect(granted(grant({ minutes: 10 }), grant({ uses: 2 }))).toMatchObject([{ scope: 'SAME_TOOL', usesLeft: 2 }]);
    expect(granted(grant({ scope: 'SAME_CALL' }), grant())).toMatchObject([{ scope: 'SAME_CALL', inputHash: 'hash' }]);
    expect(granted(grant(), undefined)).toBeUndefined();
    expect(granted(undefined, grant())).toBeUndefined();
  });

  it.each([
    ['a denial', tool(), { ...deny(), grant: grant() }],
    ['anything but a tool', ask(), approve('MC-1-A1', grant())],
    ['any RED call of the tool', tool({ risk: 'RED' }), approve('MC-1-A1', grant())],
    ['longer than eight hours', tool(), approve('MC-1-A1', grant({ minutes: 481 }))],
    ['no time', tool(), approve('MC-1-A1', grant({ minutes: Number.NaN }))],
    ['no use', tool(), approve('MC-1-A1', grant({ uses: 0 }))],
  ])('is not %s', (_what, asked, decision) => {
    const task = new TaskUnderTest().start().send(asked, ASSIGNED_AGENT);
    expect(task.tryTo(decision, OWNER)).toMatchObject({ rejection: { code: 'INVALID', errors: [{ path: 'grant' }] } });
  });

  it('is used up, and ends with its time', () => {
    const terms = grant({ uses: 2, minutes: 10 });
    const task = new TaskUnderTest().start().send(tool(), ASSIGNED_AGENT).send(approve('MC-1-A1', terms));
    expect(refusal(task, use('another'), SYSTEM)).toBe('accepted');
    expect(refusal(task, use('hash', 'fetch'), SYSTEM)).toMatch(/^CONFLICT: MC-1-A1 does not allow this call of fetch/);
    expect(refusal(task, use('hash'), ASSIGNED_AGENT)).toMatch(/^FORBIDDEN/);
    task.send(use('hash'), SYSTEM).send(use('hash'), SYSTEM);
    expect(task.current.grants).toEqual([]);
    expect(refusal(task, use('hash'), SYSTEM)).toMatch(/^CONFLICT/);
    const late = new TaskUnderTest()
      .start()
      .send(tool(), ASSIGNED_AGENT)
      .send(approve('MC-1-A1', terms))
      .passMinutes(10);
    expect(refusal(late, use('hash'), SYSTEM)).toMatch(/^CONFLICT: what MC-1-A1 allowed ended/);
  });

  it('is the very same call, where only that was allowed', () => {
    const terms = grant({ scope: 'SAME_CALL' });
    const task = new TaskUnderTest().start().send(tool({ risk: 'RED', requiredDecisions: 1 }), ASSIGNED_AGENT);
    task.send(approve('MC-1-A1', terms), OWNER);
    expect(refusal(task, use('another'), SYSTEM)).toMatch(/^CONFLICT/);
    expect(refusal(task, use('hash'), SYSTEM)).toBe('accepted');
  });
});

it.each([
  ['expiresInMinutes', Number.NaN],
  ['expiresInMinutes', 1e300],
  ['expiresInMinutes', -1],
  ['escalateInMinutes', 0],
  ['requiredDecisions', 0],
] as const)('an approval with %s %d is refused, naming the field', (path, value) => {
  const decision = new TaskUnderTest().start().tryTo(ask({ [path]: value }));
  expect(decision).toMatchObject({ rejection: { code: 'INVALID', errors: [{ path }] } });
});
