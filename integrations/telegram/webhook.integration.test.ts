import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus } from '../../tests/api.test-support.ts';
import { eventually } from '../../tests/stack.test-support.ts';
import { TelegramStack } from './bot.test-support.ts';

let stack: TelegramStack;

beforeAll(async () => {
  stack = await TelegramStack.start({ TELEGRAM_WEBHOOK_URL: 'https://mc.example.com/hooks/telegram' });
  stack.runBot(`${stack.api.url}/hooks/telegram`);
}, 120_000);
afterAll(() => stack.stop(), 120_000);

async function linked(name: string) {
  const { project, group } = await stack.project({ isBasic: true, isForum: false });
  const { id: personId } = await project.me();
  const user = stack.telegram.addUser(name);
  const account = { personId, name, isReachable: true, linkedAt: new Date().toISOString(), muted: [] };
  await stack.store.telegram.accounts.link({ _id: user.id, ...account });
  return { project, group, user };
}

describe('with a webhook', () => {
  it('people are answered, and their comments arrive, without anybody asking Telegram', async () => {
    const { project, group, user } = await linked('Ann');
    const key = await project.task();
    const card = await eventually(() => stack.telegram.messages(group).find(({ text }) => text.includes(key)), 20_000);
    stack.telegram.say(user, group, 'from the chat', { replyTo: card.id });
    const messages = async () => (await stack.api.get(`/tasks/${key}/messages`)).body.items;
    await eventually(async () => (await messages()).length === 1, 20_000);
    expect((await messages())[0]).toMatchObject({ body: 'from the chat', author: { name: 'Olga Owner' } });
    stack.telegram.say(user, group, '/status');
    await eventually(() => stack.telegram.messages(group).some(({ text }) => text.includes('is NORMAL')), 20_000);
    expect(stack.telegram.calls.some(({ method }) => method === 'getUpdates')).toBe(false);
  }, 60_000);
});

describe('a group that becomes a supergroup', () => {
  it('is followed, and its threads go on there', async () => {
    const { project, group } = await linked('Bob');
    const key = await project.task();
    await eventually(() => stack.telegram.messages(group).some(({ text }) => text.includes(key)), 20_000);
    const supergroup = stack.telegram.migrate(group);
    expectStatus(await project.command(key, 'comment', { body: 'after the move' }), 200);
    const there = () => stack.telegram.messages(supergroup).map(({ text }) => text);
    await eventually(() => there().some((text) => text.includes('after the move')), 20_000);
    expect(there().some((text) => text.includes(key))).toBe(true);
    const { body } = await stack.api.get(`/projects/${project.slug}/telegram`);
    expect(body.chat).toMatchObject({ chatId: supergroup.id, isOn: true });
  }, 60_000);
});
