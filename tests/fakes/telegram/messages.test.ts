import { describe, expect, it } from '@jest/globals';
import { Telegram } from 'telegraf';
import { start } from './client.test-support.ts';

const keyboard = (callback_data: string) => ({ inline_keyboard: [[{ text: 'Approve', callback_data }]] });

describe('messages', () => {
  it('are sent with formatting, buttons and what they answer', async () => {
    const { telegram, ask, forum, ann, chat_id, createTopic } = await start();
    const topicId = await createTopic('Task 12');
    const question = telegram.say(ann, forum, 'What now?', { topicId });
    const sent = await ask<Record<string, unknown>>('SENDMESSAGE', {
      chat_id,
      text: ' <b>Say &lt;yes&gt;</b> or <a href="https://example.com/">look</a> ',
      parse_mode: 'HTML',
      message_thread_id: topicId,
      reply_parameters: { message_id: question.id },
      reply_markup: keyboard('yes'),
    });
    expect(sent).toMatchObject({
      text: 'Say <yes> or look',
      entities: [
        { type: 'bold', offset: 0, length: 9 },
        { type: 'text_link', offset: 13, length: 4, url: 'https://example.com/' },
      ],
      message_thread_id: topicId,
      is_topic_message: true,
      reply_to_message: { message_id: question.id },
    });
    const [, shown] = telegram.messages(forum, topicId);
    expect(shown).toMatchObject({ text: 'Say <yes> or look', buttons: [['Approve']], replyTo: question.id, edits: 0 });
  });

  it.each([
    [{ text: '' }, 'message text is empty'],
    [{ text: 'x'.repeat(4097) }, 'message is too long'],
    [{ text: '<b>x', parse_mode: 'HTML' }, 'can\'t parse entities: Can\'t find end tag corresponding to start tag "b"'],
    [{ text: '<p>x</p>', parse_mode: 'HTML' }, 'can\'t parse entities: Unsupported start tag "p" at byte offset 0'],
    [{ text: '<b>x</i>', parse_mode: 'HTML' }, "can't parse entities: Unmatched end tag at byte offset 4"],
    [{ text: 'a & b', parse_mode: 'HTML' }, "can't parse entities: "],
    [{ text: '1 < 2', parse_mode: 'HTML' }, "can't parse entities: "],
    [{ text: 'x', reply_markup: keyboard('x'.repeat(65)) }, 'BUTTON_DATA_INVALID'],
    [{ text: 'x', message_thread_id: 1 }, 'message thread not found'],
    [{ text: 'x', reply_parameters: { message_id: 77 } }, 'message to be replied not found'],
    [{ text: 'x', chat_id: -5 }, 'chat not found'],
  ])('are refused: %j', async (payload, words) => {
    const { call, chat_id } = await start();
    const answer = await call('sendMessage', { chat_id, ...payload });
    expect(answer).toMatchObject({ status: 400, ok: false, error_code: 400 });
    expect(answer.description).toContain(`Bad Request: ${words}`);
  });

  it('count their length after parsing', async () => {
    const { call, chat_id } = await start();
    const text = `<b>${'&lt;'.repeat(4096)}</b>`;
    expect(await call('sendMessage', { chat_id, text, parse_mode: 'HTML' })).toMatchObject({ ok: true });
  });

  it('are edited by who wrote them, into something else', async () => {
    const { telegram, call, ask, forum, ann, chat_id } = await start();
    const { message_id } = await ask<{ message_id: number }>('sendMessage', { chat_id, text: 'one' });
    const edit = (payload: object) => call('editMessageText', { chat_id, message_id, ...payload });
    expect((await edit({ text: 'one' })).description).toMatch(/^Bad Request: message is not modified: specified new/);
    expect(await edit({ text: 'one', reply_markup: keyboard('x') })).toMatchObject({ ok: true });
    expect(await edit({ text: 'two' })).toMatchObject({ ok: true, result: { text: 'two' } });
    expect(telegram.messages(forum)).toMatchObject([{ text: 'two', buttons: [], edits: 2 }]);
    const hers = telegram.say(ann, forum, 'mine');
    expect((await edit({ text: 'x', message_id: hers.id })).description).toBe("Bad Request: message can't be edited");
    expect((await edit({ text: 'x', message_id: 99 })).description).toBe('Bad Request: message to edit not found');
  });

  it('go to those who wrote first and do not mind', async () => {
    const { telegram, call, ann } = await start();
    const send = async () => (await call('sendMessage', { chat_id: ann.id, text: 'Hi' })).description ?? 'sent';
    expect(await send()).toBe("Forbidden: bot can't initiate conversation with a user");
    telegram.say(ann, ann, '/start');
    expect(await send()).toBe('sent');
    telegram.blockBot(ann);
    expect(await send()).toBe('Forbidden: bot was blocked by the user');
    telegram.unblockBot(ann);
    expect(await send()).toBe('sent');
  });

  it('carry documents, as Telegraf sends them', async () => {
    const { telegram, forum, chat_id } = await start();
    const client = new Telegram(telegram.token, { apiRoot: telegram.apiRoot });
    const document = { source: Buffer.from('line é\n'), filename: 'report.md' };
    await client.sendDocument(chat_id, document, { caption: '<b>All</b> of it', parse_mode: 'HTML' });
    expect(telegram.messages(forum)).toMatchObject([
      { document: { name: 'report.md', text: 'line é\n' }, text: 'All of it', html: '<b>All</b> of it' },
    ]);
  });

  it('bring files of people', async () => {
    const { telegram, ask, forum, ann } = await start();
    telegram.sendFile(ann, forum, { name: 'a.txt', type: 'text/plain', bytes: Buffer.from('hello'), kind: 'document' });
    const [update] = await ask<{ message: { document: { file_id: string; file_name: string } } }[]>('getUpdates');
    expect(update?.message.document.file_name).toBe('a.txt');
    const { file_id } = update!.message.document;
    const { file_path } = await ask<{ file_path: string }>('getFile', { file_id });
    const response = await fetch(`${telegram.apiRoot}/file/bot${telegram.token}/${file_path}`);
    expect(await response.text()).toBe('hello');
  });

  it('have buttons that people press', async () => {
    const { telegram, call, ask, forum, ann, chat_id } = await start();
    await ask('sendMessage', { chat_id, text: 'Well?', reply_markup: keyboard('ap:1') });
    const pressed = telegram.press(ann, telegram.messages(forum)[0]!, 'Approve');
    const [update] = await ask<{ callback_query: { id: string } }[]>('getUpdates');
    expect(update).toMatchObject({
      callback_query: { data: 'ap:1', from: { id: ann.id }, message: { text: 'Well?' } },
    });
    const answer = { callback_query_id: update!.callback_query.id, text: 'Approved', show_alert: true };
    await ask('answerCallbackQuery', answer);
    expect(await pressed).toEqual({ text: 'Approved', show_alert: true });
    expect((await call('answerCallbackQuery', answer)).description).toContain('query is too old');
  });
});
