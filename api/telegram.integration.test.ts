import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { webhookSecret } from '../integrations/telegram/webhook-secret.ts';
import { telegramChatBrokenKey } from '../domain/alert/keys.ts';
import { DEFAULT_POST_KINDS } from '../domain/chat/vocabulary.ts';
import { hashToken } from '../operations/tokens.ts';
import { expectStatus, problem, ProjectProbe, startTestApi, type TestApi } from '../tests/api.test-support.ts';
import { FakeTelegram } from '../tests/fakes/telegram/fake-telegram.ts';
import { personWith } from '../tests/identities.test-support.ts';
import { uniqueName } from '../tests/stack.test-support.ts';

let telegram: FakeTelegram;
let api: TestApi;

beforeAll(async () => {
  telegram = await FakeTelegram.start();
  api = await startTestApi({
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
    TELEGRAM_WEBHOOK_URL: 'https://mission-control.example/hooks/telegram',
  });
});

afterAll(async () => {
  await api.stop();
  await telegram.stop();
});

const store = () => api.worker.store.telegram;
const seeBot = (trouble?: string) => {
  const { id: userId, username } = telegram.bot;
  return store().bot.note({ userId, username, mode: 'POLLING', holder: 'test' }, trouble);
};
const inRole = async (project: string, role: 'VIEWER' | 'OPERATOR' | 'ADMIN') =>
  (await personWith(api, { memberships: [{ project, role }] })).token;

describe('the bot', () => {
  it('is missing until a process runs it, and says so to people and in the health of the whole', async () => {
    expect((await api.get('/telegram')).body).toMatchObject({ isConfigured: true, threadsBehind: 0 });
    expect(await telegramHealth()).toMatchObject({ status: 'WARNING', detail: expect.stringContaining('bot`') });
    await seeBot();
    const { body } = await api.get('/telegram');
    expect(body.bot).toMatchObject({ username: telegram.bot.username, mode: 'POLLING', isAlive: true });
    expect(await telegramHealth()).toMatchObject({ status: 'UP' });
    await seeBot('the token is not valid');
    expect(await telegramHealth()).toMatchObject({ status: 'WARNING', detail: 'the token is not valid' });
    await seeBot();
    expect((await api.get('/health')).body.status).toBe('UP');
  });
});

async function telegramHealth() {
  const { body } = await api.get('/health');
  return body.components.find(({ name }: { name: string }) => name === 'telegram');
}

describe('the chat of a project', () => {
  it('is offered by a code that works once and not after ten minutes', async () => {
    const { slug } = await ProjectProbe.create(api);
    await seeBot();
    const offered = await api.post(`/projects/${slug}/telegram/link`);
    expectStatus(offered, 201);
    const { code, url, command, expiresAt } = offered.body;
    expect(code).toMatch(/^[\w-]{11,64}$/);
    expect(url).toBe(`https://t.me/${telegram.bot.username}?startgroup=${code}`);
    expect(command).toBe(`/start ${code}`);
    expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(600_000);
    expect(await store().accounts.useLink(code)).toBeUndefined();
    const used = await Promise.all([1, 2].map(() => store().accounts.useLink(hashToken(code))));
    expect(used.filter((link) => link !== undefined)).toMatchObject([{ projectId: slug, by: { name: 'Olga Owner' } }]);

    const by = used.find((link) => link !== undefined)!.by;
    const expired = hashToken(uniqueName('code'));
    await store().accounts.offerLink({ _id: expired, by, projectId: slug, expiresAt: new Date(Date.now() - 1) });
    expect(await store().accounts.useLink(expired)).toBeUndefined();
  });

  it('is connected, edited and disconnected by administrators, and seen by those who see the project', async () => {
    const { slug } = await ProjectProbe.create(api);
    const path = `/projects/${slug}/telegram`;
    const [viewer, operator, admin] = await Promise.all([
      inRole(slug, 'VIEWER'),
      inRole(slug, 'OPERATOR'),
      inRole(slug, 'ADMIN'),
    ]);
    const stranger = (await personWith(api)).token;
    const body = { chatId: -100_123, title: 'Crew' };
    problem(await api.send('PUT', path, { body, token: operator }), 403);
    problem(await api.post(`${path}/link`, {}, { token: operator }), 403);
    problem(await api.send('PUT', path, { body: { chatId: 12 } }), 400);
    problem(await api.send('PATCH', path, { body: { isOn: false } }), 409);
    expect((await api.get(path, { token: viewer })).body).toEqual({});
    problem(await api.get(path, { token: stranger }), 404);

    const connected = await api.send('PUT', path, { body, token: admin });
    expectStatus(connected, 200);
    expect(connected.body.chat).toMatchObject({ ...body, isOn: true, kinds: DEFAULT_POST_KINDS });
    const edited = await api.send('PATCH', path, { body: { isOn: false, kinds: ['SUMMARY', 'COMMENTS'] } });
    expect(edited.body.chat).toMatchObject({ isOn: false, kinds: ['COMMENTS', 'SUMMARY'], title: 'Crew' });
    problem(await api.send('PATCH', path, { body: { kinds: ['GOSSIP'] } }), 400);
    expect((await api.get(path, { token: viewer })).body.chat).toMatchObject({ isOn: false });

    const activity = async () =>
      (await api.get(`/activity?project=${slug}`)).body.items.map(({ type }: { type: string }) => type);
    expectStatus(await api.send('DELETE', path, { token: admin }), 204);
    expectStatus(await api.send('DELETE', path, { token: admin }), 204);
    expect((await api.get(path)).body).toEqual({});
    expect((await activity()).slice(0, 3)).toEqual(['telegram.disconnected', 'telegram.edited', 'telegram.connected']);
  });

  it('does not tell what happened while it was off, and keeps its settings when it is connected again', async () => {
    const { slug } = await ProjectProbe.create(api);
    const path = `/projects/${slug}/telegram`;
    await api.send('PUT', path, { body: { chatId: -100_124 } });
    await api.send('PATCH', path, { body: { isOn: false, kinds: ['MOVES'] } });
    const before = await store().chats.ofProject(slug);
    await api.send('PATCH', path, { body: { isOn: true } });
    const after = await store().chats.ofProject(slug);
    expect(after!.since.getTime()).toBeGreaterThan(before!.since.getTime());

    await api.operations.alerts.raise({
      key: telegramChatBrokenKey(slug),
      severity: 'WARNING',
      kind: 'TEST',
      title: 'Nothing can be sent',
      description: '',
      projectId: slug,
    });
    await store().chats.breakOff(-100_124, 'the bot was removed');
    expect((await api.get(path)).body.chat.broken).toMatchObject({ because: 'the bot was removed' });
    const again = await api.send('PUT', path, { body: { chatId: -100_124, title: 'Anew' } });
    expect(again.body.chat).toMatchObject({ kinds: ['MOVES'], title: 'Anew' });
    expect(again.body.chat.broken).toBeUndefined();
    expect((await api.get(`/alerts?project=${slug}`)).body.items).toMatchObject([{ status: 'RESOLVED' }]);

    const moved = await api.send('PATCH', path, { body: { chatId: -100_125 } });
    expect(moved.body.chat).toMatchObject({ chatId: -100_125, kinds: ['MOVES'] });
    expect(moved.body.chat.title).toBeUndefined();
  });
});

describe('the test of a connection', () => {
  const tested = async (chatId: number) => {
    const { slug } = await ProjectProbe.create(api);
    problem(await api.post(`/projects/${slug}/telegram/test`), 409);
    await api.send('PUT', `/projects/${slug}/telegram`, { body: { chatId } });
    await store().chats.breakOff(chatId, 'it was');
    const answer = await api.post(`/projects/${slug}/telegram/test`);
    expectStatus(answer, 200);
    expect(answer.text).not.toContain(telegram.token);
    return { ...answer.body, isBroken: (await store().chats.ofProject(slug))?.broken !== undefined };
  };

  it('goes through every step, and mends the chat when all is well', async () => {
    await seeBot();
    const group = telegram.addGroup('Crew', { isForum: true });
    const { isOk, steps, isBroken } = await tested(group.id);
    expect(steps.filter((step: { isOk: boolean }) => !step.isOk)).toEqual([]);
    expect(steps.map(({ name }: { name: string }) => name)).toEqual([
      'Token',
      'Bot process',
      'Chat',
      'Topics',
      'Pinning',
      'Test message',
    ]);
    expect(isOk).toBe(true);
    expect(isBroken).toBe(false);
    expect(telegram.messages(group).map(({ text }) => text)).toEqual([expect.stringContaining('the connection works')]);
  });

  it('says what to do where something is missing', async () => {
    await seeBot();
    const group = telegram.addGroup('Strict', { isForum: true, rights: { can_manage_topics: false } });
    const strict = await tested(group.id);
    expect(strict).toMatchObject({ isOk: false, isBroken: true });
    const failed = (steps: { isOk: boolean; name: string; detail: string }[]) => steps.filter((step) => !step.isOk);
    expect(failed(strict.steps)).toEqual([
      { name: 'Topics', isOk: false, detail: expect.stringContaining('administrator') },
    ]);
    const nowhere = await tested(-100_999_999);
    expect(failed(nowhere.steps)).toMatchObject([
      { name: 'Chat', detail: expect.stringContaining('add it to the group') },
    ]);
    telegram.goAway();
    try {
      const away = await tested(group.id);
      expect(failed(away.steps)).toMatchObject([{ name: 'Token', detail: expect.stringContaining('does not answer') }]);
    } finally {
      telegram.comeBack();
    }
  });
});

describe('an account on Telegram', () => {
  it('is linked by a code of its own, and says what is told in private and when', async () => {
    const { id: personId, token } = await personWith(api);
    await seeBot();
    expect((await api.get('/account/telegram', { token })).body).toEqual({});
    problem(await api.send('PATCH', '/account/telegram', { token, body: { muted: [] } }), 404);
    const offered = await api.post('/account/telegram/link', {}, { token });
    expectStatus(offered, 201);
    expect(offered.body.url).toBe(`https://t.me/${telegram.bot.username}?start=${offered.body.code}`);
    const link = await store().accounts.useLink(hashToken(offered.body.code));
    expect(link).toMatchObject({ by: { id: personId } });
    expect(link?.projectId).toBeUndefined();

    const linkedAt = new Date().toISOString();
    await store().accounts.link({ _id: 77, personId, name: 'Ann', isReachable: true, linkedAt, muted: [] });
    expect((await api.get('/account/telegram', { token })).body).toEqual({
      account: { name: 'Ann', isReachable: true, linkedAt, muted: [] },
    });
    const edit = (body: object) => api.send('PATCH', '/account/telegram', { token, body });
    const quietHours = { from: '22:00', to: '07:30', timeZone: 'Europe/Berlin' };
    expect((await edit({ muted: ['TRANSITION'], quietHours })).body.account).toMatchObject({
      muted: ['TRANSITION'],
      quietHours,
    });
    expect((await edit({ muted: [] })).body.account).toMatchObject({ muted: [], quietHours });
    expect(problem(await edit({ quietHours: { ...quietHours, from: '25:00' } }), 400).errors).toHaveLength(1);
    problem(await edit({ quietHours: { ...quietHours, timeZone: 'Mars/Olympus' } }), 400);
    problem(await edit({ quietHours: { ...quietHours, to: '22:00' } }), 400);
    problem(await edit({ muted: ['GOSSIP'] }), 400);
    await edit({ quietHours: null });
    const { body } = await api.get('/account/telegram', { token });
    expect(body.account.quietHours).toBeUndefined();

    expectStatus(await api.send('DELETE', '/account/telegram', { token }), 204);
    expect((await api.get('/account/telegram', { token })).body).toEqual({});
  });
});

describe('the webhook', () => {
  const tell = (body: string, secret?: string) =>
    fetch(`${api.url}/hooks/telegram`, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        ...(secret !== undefined && { 'x-telegram-bot-api-secret-token': secret }),
      },
    });

  it('keeps what Telegram tells, once, and nothing that anybody else tells', async () => {
    const secret = webhookSecret(api.worker.config.secret);
    const update = JSON.stringify({ update_id: 5, message: { text: 'hello' } });
    expect((await tell(update)).status).toBe(401);
    expect((await tell(update, 'x'.repeat(secret.length))).status).toBe(401);
    expect((await tell('{"message":{}}', secret)).status).toBe(400);
    expect((await tell('{', secret)).status).toBe(400);
    expect((await tell(`{"update_id":6,"text":"${'x'.repeat(1_100_000)}"}`, secret)).status).toBe(413);
    expect(await store().updates.open(10)).toEqual([]);
    expect((await tell(update, secret)).status).toBe(200);
    expect((await tell(update, secret)).status).toBe(200);
    expect(await store().updates.open(10)).toMatchObject([
      { _id: `${telegram.bot.id}:5`, update: { update_id: 5, message: { text: 'hello' } } },
    ]);
  });
});

describe('without a webhook', () => {
  it('there is nothing to tell', async () => {
    const plain = await startTestApi();
    const answer = await fetch(`${plain.url}/hooks/telegram`, { method: 'POST', body: '{}' });
    expect(answer.status).toBe(404);
    expect((await plain.get('/telegram')).body).toEqual({ isConfigured: false, threadsBehind: 0 });
    await plain.stop();
  });
});
