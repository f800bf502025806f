import { describe, expect, it } from '@jest/globals';
import { start } from './client.test-support.ts';

describe('the sandbox', () => {
  it('is one page that loads nothing', async () => {
    const { telegram } = await start();
    const response = await fetch(`${telegram.apiRoot}/`);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    const page = await response.text();
    expect(page).toContain('This is a stand-in for Telegram: nothing leaves this machine.');
    expect(page).not.toMatch(/\ssrc=|<link rel="stylesheet"/);
  });

  it('shows and does what people see and do', async () => {
    const { telegram, ask, ann, forum, chat_id } = await start();
    const act = async (body: object, type = 'application/json') => {
      const headers = { 'content-type': type };
      const options = { method: 'POST', headers, body: JSON.stringify({ userId: ann.id, chatId: chat_id, ...body }) };
      return (await fetch(`${telegram.apiRoot}/sandbox/act`, options)).status;
    };
    await ask('sendMessage', { chat_id, text: '<b>1</b> &lt;script&gt;', parse_mode: 'HTML' });
    expect(await act({ do: 'say', text: '<img src=x>' })).toBe(200);
    expect(await act({ do: 'say', text: 'from elsewhere' }, 'text/plain')).toBe(415);
    expect(await act({ do: 'nothing' })).toBe(400);
    expect(telegram.messages(forum).map(({ text }) => text)).toEqual(['1 <script>', '<img src=x>']);
    const state = (await (await fetch(`${telegram.apiRoot}/sandbox/state`)).json()) as {
      chats: { id: number; messages: { html: string; service?: string }[] }[];
    };
    const shown = state.chats.find(({ id }) => id === chat_id)?.messages.filter(({ service }) => !service);
    expect(shown?.map(({ html }) => html)).toEqual(['<b>1</b> &lt;script&gt;', '&lt;img src=x&gt;']);
  });
});
