import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus } from '../../../tests/api.test-support.ts';
import { eventually } from '../../../tests/stack.test-support.ts';
import { TelegramStack } from '../bot.test-support.ts';

const TASKS = 50;
const COMMENTS = 9;
let stack: TelegramStack;

beforeAll(async () => {
  // An hour of waiting for turns passes in half a minute.
  stack = await TelegramStack.start({ factor: 120 });
}, 120_000);
afterAll(() => stack.stop(), 60_000);

describe('Telegram away', () => {
  it('holds nothing up, and afterwards every thread is whole, in order, merged, and without doubles', async () => {
    const { project, group } = await stack.project();
    stack.runBot();
    stack.telegram.goAway();
    const tasks = Array.from({ length: TASKS }, (_, index) => index);
    const keys: string[] = [];
    for (let first = 0; first < TASKS; first += 10) {
      const some = tasks.slice(first, first + 10);
      keys.push(...(await Promise.all(some.map((index) => project.task({ title: `Task number ${index}` })))));
    }
    for (let count = 1; count <= COMMENTS; count += 1) {
      for (let first = 0; first < TASKS; first += 10) {
        const bodies = keys
          .slice(first, first + 10)
          .map((key) => project.command(key, 'comment', { body: `word ${count} of ${key}.` }));
        for (const answer of await Promise.all(bodies)) expectStatus(answer, 200);
      }
    }
    stack.telegram.comeBack();
    await eventually(() => stack.telegram.topics(group).length === TASKS, 400_000);
    await eventually(async () => (await stack.store.telegram.threads.countBehind()) === 0, 400_000);
    const topics = stack.telegram.topics(group);
    expect(topics).toHaveLength(TASKS);
    for (const key of keys) {
      const topic = topics.find(({ name }) => name.includes(`${key} `));
      const texts = stack.telegram.messages(group, topic?.id).map(({ text }) => text);
      const words = [...texts.join('\n').matchAll(/word (\d+) of ([A-Z0-9]+-\d+)\./g)];
      expect(words.map(([, count]) => Number(count))).toEqual(
        Array.from({ length: COMMENTS }, (_, index) => index + 1),
      );
      expect(words.every(([, , of]) => of === key)).toBe(true);
      // The card, and everything else in as few messages as Telegram takes.
      expect(texts.length).toBeLessThanOrEqual(3);
    }
    const refused = stack.telegram.calls.filter(({ ok, error }) => !ok && JSON.stringify(error ?? '').includes('429'));
    expect(refused.length).toBeLessThanOrEqual(2);
  }, 900_000);
});

describe('several processes', () => {
  it('have one bot between them, and another takes over where one ends', async () => {
    const { project, group } = await stack.project();
    const endFirst = stack.runBot();
    const key = await project.task();
    const topic = await eventually(
      () => stack.telegram.topics(group).find(({ name }) => name.includes(`${key} `)),
      30_000,
    );
    stack.runBot();
    await endFirst();
    expectStatus(await project.command(key, 'comment', { body: 'who is there?' }), 200);
    const told = () => stack.telegram.messages(group, topic.id).filter(({ text }) => text.includes('who is there?'));
    await eventually(() => told().length > 0, 30_000);
    expect(told()).toHaveLength(1);
    expect(stack.telegram.calls.filter(({ error }) => JSON.stringify(error ?? '').includes('409'))).toEqual([]);
  }, 90_000);
});
