import { describe, expect, it } from '@jest/globals';
import { start, TestClock } from './client.test-support.ts';

describe('topics', () => {
  it('are made, renamed, closed, reopened and deleted', async () => {
    const { telegram, call, forum, chat_id, createTopic } = await start();
    const message_thread_id = await createTopic('Task 12');
    const said = async (method: string, more: object = {}) =>
      (await call(method, { chat_id, message_thread_id, ...more })).description ?? 'done';
    expect(await said('editForumTopic', { name: 'Task 13' })).toBe('done');
    expect(await said('editForumTopic', { name: 'Task 13' })).toBe('Bad Request: TOPIC_NOT_MODIFIED');
    expect(await said('closeForumTopic')).toBe('done');
    expect(await said('closeForumTopic')).toBe('Bad Request: TOPIC_NOT_MODIFIED');
    expect(telegram.topics(forum)).toEqual([{ id: message_thread_id, name: 'Task 13', isClosed: true }]);
    expect(await said('sendMessage', { text: 'still' })).toBe('done');
    telegram.addBot(forum, { can_manage_topics: false });
    expect(await said('sendMessage', { text: 'not now' })).toBe('Bad Request: TOPIC_CLOSED');
    expect(await said('createForumTopic', { name: 'x' })).toBe('Bad Request: not enough rights to create a topic');
    expect(await said('reopenForumTopic')).toBe('done');
    telegram.deleteTopic(forum, message_thread_id);
    expect(await said('sendMessage', { text: 'gone' })).toBe('Bad Request: message thread not found');
    expect(await said('closeForumTopic')).toBe('Bad Request: TOPIC_ID_INVALID');
  });

  it('are only in forums', async () => {
    const { telegram, call } = await start();
    const { id } = telegram.addGroup('Plain');
    const answer = await call('createForumTopic', { chat_id: id, name: 'x' });
    expect(answer.description).toBe('Bad Request: the chat is not a forum');
  });

  it('show in what people write there', async () => {
    const { telegram, ask, forum, ann, createTopic } = await start();
    const topicId = await createTopic('Task 12');
    telegram.say(ann, forum, '/approve abc', { topicId });
    expect(await ask('getUpdates')).toMatchObject([
      {
        message: {
          message_thread_id: topicId,
          is_topic_message: true,
          reply_to_message: { message_id: topicId, forum_topic_created: { name: 'Task 12' } },
          entities: [{ offset: 0, length: 8, type: 'bot_command' }],
          chat: { is_forum: true, type: 'supergroup' },
          from: { is_bot: false },
        },
      },
    ]);
  });
});

describe('groups', () => {
  it('remove the bot and take it back', async () => {
    const { telegram, call, ask, forum, chat_id } = await start();
    telegram.removeBot(forum);
    expect(await call('sendMessage', { chat_id, text: 'x' })).toMatchObject({
      error_code: 403,
      description: 'Forbidden: bot was kicked from the supergroup chat',
    });
    telegram.addBot(forum, { can_pin_messages: false });
    const updates = await ask<{ my_chat_member?: object }[]>('getUpdates');
    expect(updates.flatMap((update) => update.my_chat_member ?? [])).toMatchObject([
      { new_chat_member: { status: 'kicked' } },
      { new_chat_member: { status: 'administrator', can_pin_messages: false, can_manage_topics: true } },
    ]);
    const { id } = telegram.bot;
    expect(await ask('getChatMember', { chat_id, user_id: id })).toMatchObject({ status: 'administrator' });
  });

  it('become supergroups', async () => {
    const { telegram, call } = await start();
    const old = telegram.addGroup('Small', { isBasic: true });
    const next = telegram.migrate(old, { isForum: true });
    expect(await call('sendMessage', { chat_id: old.id, text: 'x' })).toMatchObject({
      error_code: 400,
      parameters: { migrate_to_chat_id: next.id },
    });
    expect(await call('getChat', { chat_id: next.id })).toMatchObject({ result: { title: 'Small', is_forum: true } });
  });

  it('pin messages', async () => {
    const { telegram, ask, call, forum, chat_id } = await start();
    const { message_id } = await ask<{ message_id: number }>('sendMessage', { chat_id, text: 'x' });
    await ask('pinChatMessage', { chat_id, message_id });
    expect(telegram.messages(forum)).toMatchObject([{ isPinned: true }]);
    telegram.addBot(forum, { can_pin_messages: false });
    expect((await call('pinChatMessage', { chat_id, message_id })).description).toContain('not enough rights');
  });
});

describe('limits', () => {
  it('allow one message a second in a chat after a burst', async () => {
    const clock = new TestClock();
    const { call, chat_id } = await start({ clock });
    const send = () => call('sendMessage', { chat_id, text: 'x' });
    for (let sent = 0; sent < 3; sent += 1) expect(await send()).toMatchObject({ ok: true });
    expect(await send()).toMatchObject({
      status: 429,
      retryAfter: '1',
      description: 'Too Many Requests: retry after 1',
      parameters: { retry_after: 1 },
    });
    clock.pass(1000);
    expect(await send()).toMatchObject({ ok: true });
    expect(await send()).toMatchObject({ status: 429 });
  });

  it('allow twenty a minute in a group with all its topics', async () => {
    const clock = new TestClock();
    const { call, chat_id, createTopic } = await start({ clock });
    const message_thread_id = await createTopic('Task 12');
    for (let sent = 1; sent < 20; sent += 1) {
      clock.pass(1000);
      await call('sendMessage', { chat_id, text: 'x', ...(sent % 2 === 0 && { message_thread_id }) });
    }
    clock.pass(1000);
    expect(await call('closeForumTopic', { chat_id, message_thread_id })).toMatchObject({
      status: 429,
      parameters: { retry_after: 40 },
    });
    clock.pass(40_000);
    expect(await call('closeForumTopic', { chat_id, message_thread_id })).toMatchObject({ ok: true });
  });
});
