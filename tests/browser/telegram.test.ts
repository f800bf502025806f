import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { SessionView } from '../../operations/schemas/people.ts';
import type { TelegramLinkView, TelegramStatus } from '../../operations/schemas/telegram.ts';
import { createStore, type Store } from '../../store/store.ts';
import { FakeTelegram } from '../fakes/telegram/fake-telegram.ts';
import { dialog } from './places.test-support.ts';
import { addPerson, command, createProject, createTask, startUi, START_MS, until, type Ui } from './ui.test-support.ts';

const TEST_MS = 60_000;

let telegram: FakeTelegram;
let ui: Ui;
let store: Store;
beforeAll(async () => {
  telegram = await FakeTelegram.start();
  // Processes of the stack inherit them.
  process.env['TELEGRAM_BOT_TOKEN'] = telegram.token;
  process.env['TELEGRAM_API_ROOT'] = telegram.apiRoot;
  ui = await startUi();
  store = createStore(ui.stack.mongodbUri, 'test');
  await store.connect();
  await createProject(ui.client, 'crew', 'CR', 'Crew');
  await until(async () => {
    const { bot } = await ui.client.get<TelegramStatus>('/telegram');
    expect(bot).toMatchObject({ isAlive: true, username: telegram.bot.username });
  });
}, START_MS);
afterEach(async () => expect(await ui.closePages()).toEqual([]));
afterAll(async () => {
  await store.close();
  await ui.close();
  await telegram.stop();
}, START_MS);

it(
  'an administrator connects a group, tests it, chooses what is told there and disconnects it',
  async () => {
    const group = telegram.addGroup('Crew chat', { isForum: true });
    const page = await ui.open('/projects/crew/settings');
    const panel = page.getByRole('region', { name: 'Telegram' });
    await panel.getByRole('button', { name: 'Connect a group' }).click();
    expect(await panel.getByRole('link', { name: 'Add the bot to a group' }).getAttribute('href')).toMatch(
      new RegExp(`^https://t.me/${telegram.bot.username}\\?startgroup=[\\w-]+$`),
    );
    expect(await panel.getByLabel('Command').inputValue()).toMatch(/^\/start [\w-]+$/);

    await panel.getByText('Connect by the id of a group').click();
    await panel.getByLabel('Id of the group').fill(String(group.id));
    await panel.getByRole('button', { name: 'Connect', exact: true }).click();
    await panel.getByText('On', { exact: true }).waitFor();
    await panel.getByRole('button', { name: 'Test the connection' }).click();
    await panel.getByText('The connection works.').waitFor();
    expect(await panel.getByRole('listitem').count()).toBe(6);

    await panel.getByRole('checkbox', { name: 'Comments' }).uncheck();
    await panel.getByRole('button', { name: 'Save the choice' }).click();
    await until(async () => expect((await store.telegram.chats.ofProject('crew'))?.kinds).not.toContain('COMMENTS'));
    await panel.getByRole('button', { name: 'Switch off' }).click();
    await panel.getByText('Off', { exact: true }).waitFor();
    await store.telegram.chats.breakOff(group.id, 'the bot was removed');
    await page.reload();
    await panel.getByText('the bot was removed').waitFor();

    await panel.getByRole('button', { name: 'Disconnect…' }).click();
    await dialog(page, 'Disconnect the group?')
      .or(dialog(page, 'Disconnect Crew chat?'))
      .getByRole('button', { name: 'Disconnect' })
      .click();
    await panel.getByRole('button', { name: 'Connect a group' }).waitFor();
  },
  TEST_MS,
);

it(
  'a person links their account on a phone, has quiet hours and unlinks it',
  async () => {
    const page = await ui.open('/account', 'phone', 'dark');
    const panel = page.getByRole('region', { name: 'Telegram' });
    const offered = page.waitForResponse((response) => response.url().endsWith('/account/telegram/link'));
    await panel.getByRole('button', { name: 'Link your account' }).click();
    const { code, command: sent } = (await (await offered).json()) as TelegramLinkView;
    expect(await panel.getByLabel('Command').inputValue()).toBe(sent);
    expect(await panel.getByRole('link').getAttribute('href')).toContain(`?start=${code}`);
    const { person } = await ui.client.get<SessionView>('/session');
    const ola = telegram.addUser('Ola');
    telegram.say(ola, ola, sent);
    await panel.getByText('Ola').waitFor();

    await panel.getByRole('checkbox', { name: 'Moves' }).uncheck();
    await panel.getByRole('checkbox', { name: /^Quiet hours/ }).check();
    await panel.getByLabel('From').fill('21:30');
    await panel.getByLabel('Time zone').fill('Europe/Berlin');
    await panel.getByRole('button', { name: 'Save' }).click();
    const quietHours = { from: '21:30', to: '07:00', timeZone: 'Europe/Berlin' };
    await until(async () =>
      expect(await store.telegram.accounts.ofPerson(person.id)).toMatchObject({ muted: ['TRANSITION'], quietHours }),
    );
    const width = await page.evaluate('document.documentElement.scrollWidth');
    expect(width).toBeLessThanOrEqual(390);
    await panel.getByRole('button', { name: 'Unlink…' }).click();
    await dialog(page, 'Unlink your account on Telegram?').getByRole('button', { name: 'Unlink' }).click();
    await panel.getByRole('button', { name: 'Link your account' }).waitFor();
  },
  TEST_MS,
);

it(
  'an approval decided in Telegram is decided on a page that shows it, and whoever comes second is told so',
  async () => {
    await createProject(ui.client, 'swift', 'SW', 'Swift');
    const page = await ui.open('/account');
    const offered = page.waitForResponse((response) => response.url().endsWith('/account/telegram/link'));
    await page.getByRole('region', { name: 'Telegram' }).getByRole('button', { name: 'Link your account' }).click();
    const link = (await (await offered).json()) as TelegramLinkView;
    const olga = telegram.addUser('Olga');
    telegram.say(olga, olga, link.command);
    await page.getByRole('region', { name: 'Telegram' }).getByText('Olga', { exact: true }).waitFor();

    const { key } = await createTask(ui.client, 'swift', 'Deploy');
    const ask = { action: 'Push to production', summary: 'All of it', risk: 'YELLOW', blocking: false };
    await command(await addPerson(ui, 'Ada'), key, 'requestApproval', ask);
    const asking = () =>
      telegram.messages(olga).find(({ buttons, text }) => buttons.length > 0 && text.includes('Push to production'));
    await until(() => expect(asking()).toBeDefined());
    const message = asking()!;
    await page.goto(new URL('/inbox', page.url()).href);
    const card = page.getByRole('listitem').filter({ hasText: 'Push to production' });
    const approve = card.getByRole('button', { name: 'Approve' });
    await approve.waitFor();

    const pressed = telegram.press(olga, message, '✅ Approve');
    await approve.waitFor({ state: 'detached' });
    expect(await pressed).toMatchObject({ text: 'Approved' });
    telegram.say(olga, olga, `/approve ${key}-A1`);
    await until(() => expect(telegram.messages(olga).at(-1)?.text).toContain('already APPROVED'));
  },
  TEST_MS,
);
