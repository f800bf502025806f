import { describe, expect, it } from '@jest/globals';
import { actorRef, type Actor } from '../actor.ts';
import type { TaskCommand } from '../task/commands.ts';
import {
  ASSIGNED_AGENT,
  LEAD,
  OTHER_AGENT,
  OWNER,
  SECOND,
  SYSTEM,
  TaskUnderTest,
  VIEWER,
} from '../task/task.test-support.ts';
import { recipientsOf, type Audience } from './recipients.ts';

const candidate = ({ id, name }: Actor) => ({
  kind: 'AGENT' as const,
  id,
  name,
  status: 'ACTIVE' as const,
  allowedTypes: [],
});
const human = ({ id, name }: Actor) => ({ kind: 'HUMAN' as const, id, name });
const NOBODY: Audience = { watchers: [], deciders: [], admins: [], installationAdmins: [] };

/** Who is told about the first event that a command makes, as "kind name". */
function told(task: TaskUnderTest, command: TaskCommand, actor: Actor, audience: Partial<Audience> = {}): string[] {
  const before = task.events.length;
  const [event] = task.send(command, actor).events.slice(before);
  if (!event) throw new Error(`${command.name} made no event`);
  return recipientsOf(event, task.current, { ...NOBODY, ...audience }).map(
    ({ kind, recipient }) => `${kind} ${recipient.name}`,
  );
}

describe('an assignment', () => {
  it('tells those who did not have the task before', () => {
    const task = new TaskUnderTest();
    const assign = (...people: Actor[]): TaskCommand => ({ name: 'assign', assignees: people.map(candidate) });
    expect(told(task, assign(ASSIGNED_AGENT), OWNER)).toEqual(['ASSIGNMENT Scribe']);
    expect(told(task, assign(ASSIGNED_AGENT, LEAD), OWNER)).toEqual(['ASSIGNMENT Sofie']);
    expect(told(task, assign(LEAD), OWNER)).toEqual([]);
  });

  it('of an older version, which does not say who is new, tells everybody', () => {
    const task = new TaskUnderTest().assign();
    const assigned = task.events.find(({ type }) => type === 'task.assigned');
    if (assigned?.type !== 'task.assigned') throw new Error('nobody was assigned');
    const { added: _added, ...older } = assigned.data;
    expect(recipientsOf({ ...assigned, data: older }, task.current, NOBODY)).toEqual([
      {
        recipient: { kind: 'AGENT', id: 'a1', name: 'Scribe' },
        kind: 'ASSIGNMENT',
        title: 'Olga gave you MC-1: Write the guide',
      },
    ]);
  });
});

describe('a comment', () => {
  it('tells whom it mentions, but not its author', () => {
    const comment = (...people: Actor[]): TaskCommand => ({
      name: 'comment',
      body: 'see',
      mentions: people.flatMap(({ kind, id, name }) => (kind === 'SYSTEM' ? [] : [{ kind, id, name }])),
    });
    const task = new TaskUnderTest().assign();
    expect(told(task, comment(SECOND, OWNER, SECOND), OWNER, { watchers: [human(VIEWER)] })).toEqual(['MENTION Hugo']);
    expect(told(task, comment(), OWNER, { watchers: [human(VIEWER)] })).toEqual([]);
  });
});

describe('a transition', () => {
  const block: TaskCommand = { name: 'transition', to: 'BLOCKED', reason: 'stuck' };

  it('tells assignees, watchers and the creator, each once', () => {
    const audience = { watchers: [human(VIEWER), human(OWNER)] };
    expect(told(TaskUnderTest.in('IN_PROGRESS'), block, SECOND, audience)).toEqual([
      'TRANSITION Scribe',
      'TRANSITION Vera',
      'TRANSITION Olga',
    ]);
  });

  it('does not tell whoever made it', () => {
    expect(told(TaskUnderTest.in('IN_PROGRESS'), block, OWNER)).toEqual(['TRANSITION Scribe']);
    expect(told(TaskUnderTest.in('IN_PROGRESS'), block, ASSIGNED_AGENT)).toEqual(['TRANSITION Olga']);
  });

  it('does not tell a rule that created the task', () => {
    const task = TaskUnderTest.in('ASSIGNED');
    task.state = { ...task.current, createdBy: actorRef(SYSTEM) };
    expect(told(task, block, OWNER)).toEqual(['TRANSITION Scribe']);
  });
});

describe('an approval', () => {
  const ask: TaskCommand = { name: 'requestApproval', action: 'deploy', summary: 's', risk: 'RED', blocking: true };
  const decide = (decision: 'APPROVE' | 'DENY'): TaskCommand => ({
    name: 'decideApproval',
    approvalId: 'MC-1-A1',
    decision,
    reason: 'because',
  });

  it('is asked of everybody who may decide, except the requester', () => {
    const deciders = [human(OWNER), human(SECOND)];
    expect(told(TaskUnderTest.in('IN_PROGRESS'), ask, ASSIGNED_AGENT, { deciders })).toEqual([
      'APPROVAL_REQUESTED Olga',
      'APPROVAL_REQUESTED Hugo',
    ]);
    expect(told(TaskUnderTest.in('IN_PROGRESS'), ask, OWNER, { deciders })).toEqual(['APPROVAL_REQUESTED Hugo']);
  });

  it('is asked of ADMINs alone where it takes one', () => {
    const audience = { deciders: [human(SECOND)], admins: [human(VIEWER)], installationAdmins: [human(OWNER)] };
    expect(told(TaskUnderTest.in('IN_PROGRESS'), { ...ask, deciderRole: 'ADMIN' }, ASSIGNED_AGENT, audience)).toEqual([
      'APPROVAL_REQUESTED Vera',
      'APPROVAL_REQUESTED Olga',
    ]);
  });

  describe('that nobody decides in time', () => {
    const escalate: TaskCommand = { name: 'escalateApproval', approvalId: 'MC-1-A1', again: true };
    const asked = () => TaskUnderTest.in('IN_PROGRESS').send(ask, ASSIGNED_AGENT);
    const admins = { deciders: [human(VIEWER)], admins: [human(SECOND)], installationAdmins: [human(OWNER)] };

    it('is brought to the ADMINs of the project, and then to those of the installation', () => {
      const task = asked();
      expect(told(task, escalate, SYSTEM, admins)).toEqual(['APPROVAL_REQUESTED Hugo']);
      expect(told(task, escalate, SYSTEM, admins)).toEqual(['APPROVAL_REQUESTED Olga']);
    });

    it('is brought to those of the installation at once where the project has none', () => {
      expect(told(asked(), escalate, SYSTEM, { ...admins, admins: [] })).toEqual(['APPROVAL_REQUESTED Olga']);
    });

    it('is not brought to who asked', () => {
      const task = TaskUnderTest.in('IN_PROGRESS').send(ask, SECOND);
      expect(told(task, escalate, SYSTEM, { ...admins, requester: actorRef(SECOND) })).toEqual([]);
    });
  });

  it('that is handed on is brought to those who have the role, but not to who asked or handed it on', () => {
    const hand: TaskCommand = { name: 'delegateApproval', approvalId: 'MC-1-A1', role: 'ADMIN', reason: 'yours' };
    const audience = { deciders: [human(SECOND)], admins: [human(SECOND), human(VIEWER)], installationAdmins: [] };
    const task = TaskUnderTest.in('IN_PROGRESS').send(ask, OWNER);
    const all = { ...audience, installationAdmins: [human(OWNER)], requester: actorRef(OWNER) };
    expect(told(task, hand, SECOND, all)).toEqual(['APPROVAL_REQUESTED Vera']);
  });

  it('that ends in any way tells who asked, once', () => {
    const audience = { requester: actorRef(ASSIGNED_AGENT), deciders: [human(OWNER), human(SECOND)] };
    const ends: readonly [TaskCommand, Actor][] = [
      [{ ...decide('DENY') }, OWNER],
      [{ name: 'cancelApproval', approvalId: 'MC-1-A1', reason: 'moot' }, OWNER],
      [{ name: 'expireApproval', approvalId: 'MC-1-A1' }, SYSTEM],
    ];
    for (const [command, actor] of ends) {
      const task = TaskUnderTest.in('IN_PROGRESS').send({ ...ask, risk: 'YELLOW' }, ASSIGNED_AGENT);
      const before = task.events.length;
      task.send(command, actor);
      const notices = task.events
        .slice(before)
        .flatMap((event) =>
          event.type === 'task.transitioned' ? [] : recipientsOf(event, task.current, { ...NOBODY, ...audience }),
        );
      expect(notices.map(({ kind, recipient }) => `${kind} ${recipient.name}`)).toEqual(['APPROVAL_DECIDED Scribe']);
    }
  });

  it('tells the requester once it is final', () => {
    const task = TaskUnderTest.in('IN_PROGRESS').send(ask, ASSIGNED_AGENT);
    const audience = { requester: actorRef(ASSIGNED_AGENT) };
    expect(told(task, decide('APPROVE'), OWNER, audience)).toEqual([]);
    expect(told(task, decide('APPROVE'), SECOND, audience)).toEqual(['APPROVAL_DECIDED Scribe']);
  });

  it('says how it was decided', () => {
    const task = TaskUnderTest.in('IN_PROGRESS').send(ask, OTHER_AGENT).send(decide('DENY'), OWNER);
    const decided = task.events.find(({ type }) => type === 'approval.decided');
    if (!decided) throw new Error('nothing was decided');
    const audience = { ...NOBODY, requester: actorRef(OTHER_AGENT) };
    expect(recipientsOf(decided, task.current, audience).map(({ title }) => title)).toEqual([
      'Olga denied what you asked for on MC-1: Write the guide',
    ]);
    expect(recipientsOf(decided, task.current, { ...NOBODY, requester: actorRef(SYSTEM) })).toEqual([]);
  });
});

it.each([
  [{ name: 'plan', plan: { bullets: ['a', 'b', 'c'] } }],
  [{ name: 'edit', changes: { title: 'Other' } }],
] as const)('%j concerns nobody', (command) => {
  const everybody = {
    watchers: [human(SECOND)],
    deciders: [human(SECOND)],
    admins: [human(SECOND)],
    installationAdmins: [human(SECOND)],
    requester: actorRef(SECOND),
  };
  expect(told(TaskUnderTest.in('ASSIGNED'), command, OWNER, everybody)).toEqual([]);
});
