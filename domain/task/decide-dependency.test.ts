import { describe, expect, it } from '@jest/globals';
import { NO_FACTS, type TaskFacts } from './commands.ts';
import { OWNER, ROUTE, SYSTEM, TaskUnderTest } from './task.test-support.ts';

const waitingFor = (...keys: string[]): TaskFacts => ({ ...NO_FACTS, unfinishedDependencies: keys });

/** A task in ASSIGNED that starts as soon as MC-2 and MC-3 are DONE. */
const queued = () =>
  new TaskUnderTest({ dependsOn: ['MC-2', 'MC-3'] })
    .assign()
    .plan()
    .send({ name: 'dispatch', route: ROUTE, whenReady: true }, OWNER, waitingFor('MC-2', 'MC-3'));

const finished = (key: string, dependsOn: readonly string[] = ['MC-2', 'MC-3']) =>
  ({ name: 'dependencyFinished', key, status: 'DONE', dependsOn }) as const;

/** The types of the events that a command leads to. */
function leadsTo(task: TaskUnderTest, ...args: Parameters<TaskUnderTest['send']>): string[] {
  const seen = task.events.length;
  task.send(...args);
  return task.events.slice(seen).map(({ type }) => type);
}

describe('a start that waits', () => {
  it('is only a reason to wait where nothing else is missing', () => {
    const task = new TaskUnderTest({ dependsOn: ['MC-2'] }).assign();
    const decision = task.tryTo({ name: 'dispatch', route: ROUTE, whenReady: true }, OWNER, waitingFor('MC-2'));
    const paths = decision.accepted ? [] : decision.rejection.errors.map(({ path }) => path);
    expect(paths.toSorted()).toEqual(['dependsOn', 'workPlan']);
    expect(queued().current.queuedStart).toMatchObject({ by: { id: OWNER.id }, route: ROUTE });
  });

  it('goes on with the last of its dependencies, for whoever asked for it', () => {
    const task = queued();
    expect(leadsTo(task, finished('MC-2'), SYSTEM, waitingFor('MC-3'))).toEqual([]);
    expect(leadsTo(task, finished('MC-3'), SYSTEM)).toEqual([
      'task.released',
      'task.transitioned',
      'execution.requested',
    ]);
    expect(task.current.activeExecutions).toMatchObject([{ requestedBy: { id: OWNER.id } }]);
    expect(task.current.queuedStart).toBeUndefined();
    expect(leadsTo(task, finished('MC-2'), SYSTEM)).toEqual([]);
  });

  it('does not go on by facts that say nothing of what it depends on now', () => {
    const task = queued().send({ name: 'edit', changes: { dependsOn: ['MC-3', 'MC-4'] } });
    expect(leadsTo(task, finished('MC-3'), SYSTEM)).toEqual([]);
    expect(leadsTo(task, finished('MC-3', ['MC-3', 'MC-4']), SYSTEM)).toContain('execution.requested');
  });

  it('says in the thread what keeps it from starting when its turn comes', () => {
    const task = queued();
    const events = leadsTo(task, finished('MC-3'), SYSTEM, { ...NO_FACTS, projectMode: 'PAUSED' });
    expect(events).toEqual(['task.released', 'task.commented']);
    expect(task.current.status).toBe('ASSIGNED');
  });

  it('goes on waiting where a dependency is canceled, and says so', () => {
    const task = queued();
    const canceled = { ...finished('MC-2'), status: 'CANCELED' } as const;
    expect(leadsTo(task, canceled, SYSTEM, waitingFor('MC-2'))).toEqual(['dependency.canceled', 'task.commented']);
    expect(leadsTo(task, { ...canceled, key: 'MC-9' }, SYSTEM)).toEqual([]);
    expect(task.current.queuedStart).toBeDefined();
  });
});

describe('a task that nobody has asked to start', () => {
  it('is told once that nothing holds it up, and again when it has waited for something else', () => {
    const task = new TaskUnderTest({ dependsOn: ['MC-2', 'MC-3'] });
    expect(leadsTo(task, finished('MC-2'), SYSTEM)).toEqual(['task.released']);
    expect(leadsTo(task, finished('MC-3'), SYSTEM)).toEqual([]);
    task.send({ name: 'edit', changes: { dependsOn: ['MC-4'] } });
    expect(leadsTo(task, finished('MC-4', ['MC-4']), SYSTEM)).toEqual(['task.released']);
  });
});
