import { expect, it } from '@jest/globals';
import { NO_FACTS } from '../task/commands.ts';
import { SYSTEM, TaskUnderTest } from '../task/task.test-support.ts';
import { alertConsequences } from './consequences.ts';

it('a dependency that is canceled raises a WARNING, closed when the task depends on others or is over', () => {
  const task = new TaskUnderTest({ dependsOn: ['MC-2'] });
  const after = (act: () => unknown) => {
    const seen = task.events.length;
    act();
    return alertConsequences(task.events.slice(seen), task.current, []);
  };
  const canceled = { name: 'dependencyFinished', key: 'MC-2', status: 'CANCELED', dependsOn: ['MC-2'] } as const;
  const [raised] = after(() => task.send(canceled, SYSTEM, { ...NO_FACTS, unfinishedDependencies: ['MC-2'] }));
  expect(raised).toMatchObject({
    raise: { kind: 'DEPENDENCY_CANCELED', severity: 'WARNING', taskKey: 'MC-1', once: true },
  });
  const key = raised && 'raise' in raised ? raised.raise.key : '';
  const endings = [
    after(() => task.send({ name: 'edit', changes: { dependsOn: [] } })),
    after(() => task.move('CANCELED', { reason: 'no use any more' })),
  ];
  for (const [ending] of endings) {
    if (!ending || !('resolve' in ending)) throw new Error('nothing is resolved');
    expect(ending.resolve.firstKey <= key && key <= ending.resolve.lastKey).toBe(true);
  }
  expect(after(() => undefined)).toEqual([]);
});
