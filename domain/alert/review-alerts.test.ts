import { expect, it } from '@jest/globals';
import { ASSIGNED_AGENT, REVIEWING_AGENT, TaskUnderTest } from '../task/task.test-support.ts';
import { alertConsequences } from './consequences.ts';
import { reviewAlerts } from './review-alerts.ts';

const refute = (severity: 'MAJOR' | 'CRITICAL') =>
  ({ name: 'review', verdict: { kind: 'REFUTE', severity, comment: 'it loses data' } }) as const;
const answer = (response: 'ACCEPT' | 'REJECT') =>
  ({ name: 'respondToReview', reviewId: 'MC-1-V1', response, comment: 'because' }) as const;

function after(task: TaskUnderTest, act: (task: TaskUnderTest) => unknown) {
  const openBefore = task.current.openReviews ?? [];
  const seen = task.events.length;
  act(task);
  return reviewAlerts(task.events.slice(seen), task.current, openBefore);
}
const criticized = () => TaskUnderTest.in('REVIEW').send(refute('CRITICAL'), REVIEWING_AGENT);

it('something critical is a WARNING until it is answered, replaced, or the task is over', () => {
  const [raised] = after(TaskUnderTest.in('REVIEW'), (task) => task.send(refute('CRITICAL'), REVIEWING_AGENT));
  expect(raised).toMatchObject({
    raise: { severity: 'WARNING', kind: 'CRITICAL_REFUTE', description: 'it loses data', taskKey: 'MC-1', once: true },
  });
  const key = raised && 'raise' in raised && raised.raise.key;
  const over = [{ resolve: { firstKey: key, lastKey: key } }];
  expect(after(criticized(), (task) => task.send(answer('REJECT'), ASSIGNED_AGENT))).toMatchObject(over);
  expect(after(criticized(), (task) => task.send(answer('ACCEPT'), ASSIGNED_AGENT))).toMatchObject(over);
  expect(after(criticized(), (task) => task.send(refute('MAJOR'), REVIEWING_AGENT))).toMatchObject(over);
  expect(after(criticized(), (task) => task.move('CANCELED', { reason: 'no' }))).toMatchObject(over);
  expect(after(criticized(), (task) => task.move('IN_PROGRESS', { feedback: 'see there' }))).toEqual([]);
});

it('other objections are nobody’s alarm', () => {
  const majored = TaskUnderTest.in('REVIEW');
  expect(after(majored, (task) => task.send(refute('MAJOR'), REVIEWING_AGENT))).toEqual([]);
  expect(after(majored, (task) => task.send(answer('REJECT'), ASSIGNED_AGENT))).toEqual([]);
});

it('a loop is an ERROR, over when a person sets the task going again', () => {
  const task = TaskUnderTest.in('IN_PROGRESS');
  for (let count = 0; count < 20; count += 1) task.send({ name: 'comment', body: 'again' }, ASSIGNED_AGENT);
  const seen = task.events.length;
  task.send({ name: 'comment', body: 'again' }, ASSIGNED_AGENT).move('IN_PROGRESS');
  const [raised, resolved] = alertConsequences(task.events.slice(seen), task.current, []);
  const description = 'COMMENT_STORM: 21 messages in 30 minutes';
  expect(raised).toMatchObject({ raise: { severity: 'ERROR', kind: 'LOOP_DETECTED', description, once: true } });
  expect(resolved).toMatchObject({ note: 'MC-1 moved to IN_PROGRESS' });
});
