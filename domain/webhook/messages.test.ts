import { expect, it } from '@jest/globals';
import { A_SECRET } from '../policy/secrets/secrets.test-support.ts';
import { cardOf } from '../task/card.ts';
import { TaskUnderTest } from '../task/task.test-support.ts';
import { messagesOfTaskEvent, TOLD_EVENTS } from './messages.ts';
import { WEBHOOK_EVENTS } from './vocabulary.ts';

const URL = 'https://mc.example.com/p/mc/t/MC-1';
const told = (task: TaskUnderTest) =>
  task.events.flatMap((event) => messagesOfTaskEvent(event, cardOf(task.current), URL));

it('says what has happened, and where', () => {
  const [created, ...others] = told(TaskUnderTest.in('DONE'));
  expect(created).toMatchObject({ event: 'task.created', data: { task: { key: 'MC-1', url: URL, status: 'DONE' } } });
  expect(others.map(({ event }) => event)).toContain('task.assigned');
  const ids = [created, ...others].map((message) => message?.id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.every((id) => /^msg_[\w-]+$/.test(id ?? ''))).toBe(true);
});

it('tells a task that is done or blocked by a name of its own besides', () => {
  const done = told(TaskUnderTest.in('DONE'));
  expect(done.slice(-2).map(({ event }) => event)).toEqual(['task.transitioned', 'task.completed']);
  const blocked = told(TaskUnderTest.in('IN_PROGRESS').move('BLOCKED', { reason: 'no password' }));
  expect(blocked.at(-1)).toMatchObject({ event: 'task.blocked', data: { reason: 'no password' } });
});

it('keeps secrets out of the texts of people, and bounds them', () => {
  const task = TaskUnderTest.in('IN_PROGRESS').move('BLOCKED', { reason: `${A_SECRET} ${'long '.repeat(80)}` });
  const text = JSON.stringify(told(task));
  expect(text).not.toContain(A_SECRET);
  expect(text).toContain('[redacted:');
});

it('knows which events are told at all', () => {
  for (const status of ['REVIEW', 'DONE', 'CANCELED'] as const) {
    const task = TaskUnderTest.in(status);
    const untold = task.events.filter(({ type }) => !TOLD_EVENTS.includes(type));
    expect(untold.flatMap((event) => messagesOfTaskEvent(event, cardOf(task.current), URL))).toEqual([]);
    expect(told(task).every(({ event }) => WEBHOOK_EVENTS.includes(event))).toBe(true);
  }
});
