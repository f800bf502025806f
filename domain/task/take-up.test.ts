import { describe, expect, it } from '@jest/globals';
import { evolve } from './evolve.ts';
import { takeUp } from './take-up.ts';
import { OWNER, SYSTEM, TaskUnderTest } from './task.test-support.ts';
import type { TaskState } from './state.ts';

const NOW = '2026-02-01T00:00:00.000Z';
const BECAUSE = 'restored';

const takenUp = (state: TaskState, people: Readonly<Record<string, string>> = {}) =>
  takeUp(state, {
    now: NOW,
    actor: OWNER,
    because: BECAUSE,
    personHere: (id) => (people[id] === undefined ? undefined : { kind: 'HUMAN', id: people[id], name: id }),
  });

const running = () => new TaskUnderTest().start().dispatch();
const typesOf = ({ events }: ReturnType<typeof takeUp>) => events.map(({ type }) => type);

describe('taking up a task in another place', () => {
  it('changes nothing where nothing ran', () => {
    const { current } = new TaskUnderTest().start();
    expect(takenUp(current)).toEqual({ state: current, events: [] });
  });

  it('cancels what ran and blocks the task, by whoever takes it up', () => {
    const { current } = running();
    const taken = takenUp(current);
    expect(typesOf(taken)).toEqual(['execution.canceled', 'task.transitioned']);
    expect(taken.events.map(({ actor }) => actor.id)).toEqual([OWNER.id, OWNER.id]);
    expect(taken.state).toMatchObject({ status: 'BLOCKED', activeExecutions: [], seq: current.seq + 2 });
    expect(taken.state.blockedReason).toMatch(/^restored; unblock/);
  });

  it('withdraws what a lost execution has asked for, and blocks the task that waited for it', () => {
    const task = running();
    const executionId = task.current.activeExecutions[0]?.id ?? '';
    const asked = { action: 'push', summary: 'push it', risk: 'YELLOW', blocking: true, executionId } as const;
    const { current } = task.send({ name: 'requestApproval', ...asked }, SYSTEM);
    expect(current.status).toBe('NEEDS_APPROVAL');
    expect(takenUp(current).state).toMatchObject({ status: 'BLOCKED', openApprovals: [], activeExecutions: [] });
  });

  it('leaves a question alone that nothing but people has to do with', () => {
    const task = running();
    const asked = { action: 'pay', summary: 'pay it', risk: 'RED', blocking: true } as const;
    const { current } = task.send({ name: 'requestApproval', ...asked, rollbackPlan: 'pay back', justification: 'x' });
    const { state } = takenUp(current);
    expect(state).toMatchObject({ status: 'NEEDS_APPROVAL', activeExecutions: [] });
    expect(state.openApprovals).toHaveLength(1);
  });

  it('calls people by the ids that they have here, and leaves those alone whom nobody knows', () => {
    const people = ['h1', 'h9'].map((id) => ({ kind: 'HUMAN', id, name: id }) as const);
    const assignees = people.map((one) => ({ ...one, status: 'ACTIVE', allowedTypes: [] }) as const);
    const task = new TaskUnderTest({ reviewer: people[0]! }).send({ name: 'assign', assignees });
    const taken = takenUp(task.current, { h1: 'here-1' });
    expect(typesOf(taken)).toEqual(['task.assigned', 'task.edited']);
    expect(taken.state.assignees.map(({ id }) => id)).toEqual(['here-1', 'h9']);
    expect(taken.state.reviewer?.id).toBe('here-1');
    expect(typesOf(takenUp(task.current, { h1: 'h1', h9: 'h9' }))).toEqual([]);
  });

  it('tells its events as its log has to have them', () => {
    const { current } = running();
    const { state, events } = takenUp(current, { h1: 'here-1' });
    expect(events.reduce<TaskState | undefined>(evolve, current)).toEqual(state);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_event, index) => current.seq + index + 1));
  });
});
