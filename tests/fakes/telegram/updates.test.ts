import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { start } from './client.test-support.ts';

interface Update {
  readonly update_id: number;
  readonly message?: { readonly text: string };
}

const texts = (updates: Update[]) => updates.map(({ message }) => message?.text);

describe('getUpdates', () => {
  it('keeps what is not confirmed', async () => {
    const { telegram, ask, forum, ann } = await start();
    for (const text of ['one', 'two', 'three']) telegram.say(ann, forum, text);
    const first = await ask<Update[]>('getUpdates', { limit: 2 });
    expect(texts(first)).toEqual(['one', 'two']);
    expect(texts(await ask('getUpdates', { offset: first[1]!.update_id }))).toEqual(['two', 'three']);
    expect(texts(await ask('getUpdates', { offset: -1 }))).toEqual(['three']);
    expect(texts(await ask('getUpdates'))).toEqual(['three']);
  });

  it('waits for what is new', async () => {
    const { telegram, ask, forum, ann } = await start();
    const waiting = ask<Update[]>('getUpdates', { timeout: 20 });
    setTimeout(() => telegram.say(ann, forum, 'hello'), 50);
    expect(texts(await waiting)).toEqual(['hello']);
  });

  it('ends an older poll', async () => {
    const { telegram, call, forum, ann } = await start();
    const older = call('getUpdates', { timeout: 20 });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const newer = call('getUpdates', { timeout: 20 });
    expect(await older).toMatchObject({ status: 409, description: expect.stringContaining('terminated by other') });
    telegram.say(ann, forum, 'hello');
    expect(texts((await newer).result)).toEqual(['hello']);
  });

  it('tells only what was asked for', async () => {
    const { telegram, ask, forum, ann } = await start();
    await ask('getUpdates', { allowed_updates: ['edited_message'] });
    const message = telegram.say(ann, forum, 'one');
    telegram.edit(ann, message, 'two');
    expect(await ask('getUpdates')).toMatchObject([{ edited_message: { text: 'two' } }]);
  });
});

describe('setWebhook', () => {
  it('posts updates with the secret until they are taken', async () => {
    const { telegram, ask, call, forum, ann } = await start();
    const received: { headers: IncomingHttpHeaders; body: Update }[] = [];
    const receiver = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += String(chunk)));
      request.on('end', () => {
        received.push({ headers: request.headers, body: JSON.parse(body) as Update });
        response.writeHead(received.length === 1 ? 500 : 200, { 'retry-after': '0' }).end();
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    try {
      const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
      await ask('setWebhook', { url, secret_token: 'very-secret' });
      expect(await call('getUpdates')).toMatchObject({ status: 409 });
      telegram.say(ann, forum, 'hello');
      while (received.length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
      expect(received.map(({ body }) => body.message?.text)).toEqual(['hello', 'hello']);
      expect(received[0]?.headers['x-telegram-bot-api-secret-token']).toBe('very-secret');
      expect(await ask('getWebhookInfo')).toMatchObject({ url, last_error_message: expect.stringContaining('500') });
      await ask('deleteWebhook');
      expect(await call('getUpdates')).toMatchObject({ ok: true });
    } finally {
      receiver.closeAllConnections();
      receiver.close();
    }
  });

  it('takes no plain HTTP to elsewhere', async () => {
    const { call } = await start();
    expect(await call('setWebhook', { url: 'http://example.com/hook' })).toMatchObject({ status: 400 });
  });
});

describe('the server', () => {
  it('knows its token and its methods', async () => {
    const { telegram, call } = await start();
    const wrong = await fetch(`${telegram.apiRoot}/bot1:wrong/getMe`);
    expect(await wrong.json()).toEqual({ ok: false, error_code: 401, description: 'Unauthorized' });
    expect(await call('sing')).toMatchObject({ status: 404, description: 'Not Found: method not found' });
    const me = await fetch(`${telegram.apiRoot}/bot${telegram.token}/getme`);
    expect(await me.json()).toMatchObject({ ok: true, result: { is_bot: true, id: telegram.bot.id } });
  });

  it('goes away and comes back', async () => {
    const { telegram, call } = await start();
    const waiting = call('getUpdates', { timeout: 20 });
    const refused = expect(waiting).rejects.toThrow();
    await new Promise((resolve) => setTimeout(resolve, 50));
    telegram.goAway();
    await refused;
    await expect(call('getMe')).rejects.toThrow();
    telegram.comeBack();
    expect(await call('getMe')).toMatchObject({ ok: true });
  });

  it('fails as planned, and loses answers', async () => {
    const { telegram, call, forum, chat_id } = await start();
    telegram.failNext('sendMessage', { code: 429, description: 'Too Many Requests', parameters: { retry_after: 7 } });
    expect(await call('sendMessage', { chat_id, text: 'x' })).toMatchObject({ status: 429, retryAfter: '7' });
    expect(telegram.messages(forum)).toEqual([]);
    telegram.loseAnswerOf('sendMessage');
    await expect(call('sendMessage', { chat_id, text: 'x' })).rejects.toThrow();
    expect(telegram.messages(forum)).toMatchObject([{ text: 'x' }]);
    expect(telegram.calls.slice(-2)).toMatchObject([{ ok: false, error: 'Too Many Requests' }, { ok: true }]);
  });

  it('keeps the commands', async () => {
    const { telegram, call, ask } = await start();
    const commands = [{ command: 'task', description: 'Starts a task' }];
    await ask('setMyCommands', { commands });
    expect(telegram.commands).toEqual(commands);
    expect(await ask('getMyCommands')).toEqual(commands);
    const wrong = await call('setMyCommands', { commands: [{ command: 'New Task', description: 'x' }] });
    expect(wrong.description).toBe('Bad Request: BOT_COMMAND_INVALID');
  });
});
