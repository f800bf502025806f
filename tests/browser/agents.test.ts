import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { ensureApiKey } from '../../operations/api-keys.ts';
import type { AgentDetailView } from '../../operations/schemas/agent.ts';
import { startExecutor } from './executor.test-support.ts';
import { badge, cardIn, dialog, drawer, notice, tab } from './places.test-support.ts';
import {
  assign,
  command,
  createAgent,
  createProject,
  createTask,
  plan,
  startUi,
  START_MS,
  until,
  type Ui,
} from './ui.test-support.ts';

const TEST_MS = 60_000;
const SLUG = 'squad';
const AGENTS = `/projects/${SLUG}/agents`;

let ui: Ui;
beforeAll(async () => {
  ui = await startUi();
  await createProject(ui.client, SLUG, 'SQ', 'Squad');
}, START_MS);
afterEach(async () => expect(await ui.closePages()).toEqual([]));
afterAll(() => ui.close(), START_MS);

const row = (page: Page, name: string): Locator => page.getByRole('row').filter({ hasText: name });
const panel = (page: Page, name: string): Locator =>
  page.getByRole('complementary', { name: `Agent ${name}`, exact: true });
const nav = (page: Page): Locator => page.getByRole('navigation', { name: 'Main' });

/** A page of somebody else, who is an administrator as well. */
async function openAs(name: string, path: string): Promise<Page> {
  const token = `test_person_${randomBytes(8).toString('hex')}`;
  await ensureApiKey(ui.stack.mongodbUri, { token, kind: 'OWNER', name });
  const page = await ui.openSignedOut();
  await page.goto(`${ui.stack.url}${path}#token=${token}`);
  await badge(page, 'Live').waitFor();
  return page;
}

it(
  'a pause with its reason shows everywhere at once, and so does a quarantine, which cancels the running work and raises an alert',
  async () => {
    const grace = await createAgent(ui.client, SLUG, 'Grace Tester');
    const executor = await startExecutor(ui, 'box', ['CURSOR']);
    const { key } = await createTask(ui.client, SLUG, 'Test the basket');
    await assign(ui.client, key, grace);
    await plan(ui.client, key);
    await command(ui.client, key, 'dispatch', { executor: 'CURSOR' });
    const work = await executor.claim();

    const watcher = await ui.open(AGENTS);
    await row(watcher, 'Grace Tester').getByText('1 open · 1 running').waitFor();
    const phone = await ui.open(AGENTS, 'phone');
    const page = await ui.open(AGENTS);
    await page.getByRole('link', { name: 'Grace Tester' }).click();
    const grown = panel(page, 'Grace Tester');
    await grown.getByText('Test the basket').waitFor();
    await grown.getByRole('button', { name: 'Pause' }).click();
    const pause = dialog(page, 'Pause Grace Tester?');
    expect(await pause.getByRole('button', { name: 'Pause' }).isDisabled()).toBe(true);
    await pause.getByLabel('Reason').fill('The staging shop is down');
    await pause.getByRole('button', { name: 'Pause' }).click();
    await notice(page, 'Grace Tester is paused').waitFor();
    await row(watcher, 'Grace Tester').getByText('The staging shop is down').waitFor();
    await row(watcher, 'Grace Tester').getByText('Local owner').waitFor();
    await phone.getByRole('listitem').filter({ hasText: 'Grace Tester' }).getByText('Paused').waitFor();

    await grown.getByRole('button', { name: 'Quarantine' }).click();
    const quarantine = dialog(page, 'Quarantine Grace Tester?');
    await quarantine.getByText('its API key stops working').waitFor();
    await quarantine.getByLabel('Reason').fill('It pushed to main');
    await quarantine.getByRole('button', { name: 'Quarantine' }).click();
    await row(watcher, 'Grace Tester').getByText('Quarantined').waitFor();
    await until(async () => expect(await work.heartbeat({})).toMatchObject({ cancelRequested: true }));

    await nav(watcher).getByText('1 severe alerts are open').waitFor();
    await nav(watcher).getByRole('link', { name: 'Alerts' }).click();
    const alert = watcher.getByRole('article').filter({ hasText: 'Grace Tester' });
    await alert.getByText('Critical').waitFor();
    await alert.getByRole('button', { name: 'Acknowledge' }).click();
    await dialog(watcher, 'Acknowledge the alert?').getByLabel('Note').fill('We look at its branch');
    await dialog(watcher, 'Acknowledge the alert?').getByRole('button', { name: 'Acknowledge' }).click();
    await watcher.getByText('Nothing is wrong').waitFor();
    await nav(page).getByText('severe alerts are open').waitFor({ state: 'detached' });
    await watcher.getByLabel('Status').selectOption('Acknowledged');
    await alert.getByText('We look at its branch').waitFor();
    expect(new URL(watcher.url()).search).toBe('?status=ACKNOWLEDGED');
  },
  TEST_MS,
);

it(
  'an administrator registers an agent with limits of its own, changes it, and orders the squad about',
  async () => {
    const page = await ui.open(AGENTS);
    await page.getByRole('button', { name: 'Register agent' }).click();
    const form = dialog(page, 'Register an agent');
    await form.getByLabel('Name').fill('Linus Writer');
    await form.getByLabel('Role').selectOption('Intern');
    await form.getByRole('checkbox', { name: 'Docs' }).check();
    await form.getByLabel('Per day: dollars').fill('1.25');
    await form.getByRole('button', { name: 'Register agent' }).click();
    await row(page, 'Linus Writer').getByText('of $1.25').waitFor();

    await page.getByRole('link', { name: 'Linus Writer' }).click();
    await panel(page, 'Linus Writer').getByRole('button', { name: 'Edit' }).click();
    const edit = dialog(page, 'Edit Linus Writer');
    expect(await edit.getByLabel('Per day: dollars').inputValue()).toBe('1.25');
    await edit.getByLabel('Per run: minutes').fill('7');
    await edit.getByLabel('Executor').selectOption('Cursor');
    await edit.getByRole('button', { name: 'Save' }).click();
    await panel(page, 'Linus Writer').getByText('$0.25 · 250K tokens · 7 min').waitFor();
    const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    expect(await ui.client.get<AgentDetailView>(`/agents/${id}`)).toMatchObject({
      role: 'INTERN',
      executor: 'CURSOR',
      allowedTypes: ['DOCS'],
      ownLimits: { perDay: { micros: 1_250_000 }, perRun: { seconds: 420 } },
    });

    await page.keyboard.press('Escape');
    await panel(page, 'Linus Writer').waitFor({ state: 'detached' });
    for (const order of ['Pause', 'Resume']) {
      await page.getByRole('button', { name: `${order} squad` }).click();
      const sure = dialog(page, `${order} the squad?`);
      await sure.getByLabel('Reason').fill('Black Friday');
      await sure.getByRole('button', { name: `${order} the squad` }).click();
      await notice(page, new RegExp(`^${order}d: .*Linus Writer`)).waitFor();
      await row(page, 'Linus Writer')
        .getByText(order === 'Pause' ? 'Paused' : 'Active')
        .waitFor();
    }
  },
  TEST_MS,
);

it(
  'the assign dialog says why an agent fits or not, gives the task to the best, and lets a person claim one',
  async () => {
    await createAgent(ui.client, SLUG, 'Nora Lead', 'LEAD');
    const idle = await createAgent(ui.client, SLUG, 'Ines Intern', 'INTERN');
    await ui.client.post(`/agents/${idle.id}/status`, { status: 'DRAINED', reason: 'On leave' });
    const { key } = await createTask(ui.client, SLUG, 'Find a courier', { type: 'RESEARCH' });
    const page = await ui.open(`/p/${SLUG}/t/${key}`);
    await drawer(page, key).getByRole('button', { name: 'Assign: move to Assigned' }).click();
    const form = dialog(page, 'Assign');
    await form.getByRole('button', { name: 'Why: Nora Lead' }).click();
    await form.getByText('is a LEAD').waitFor();
    await form.getByRole('button', { name: 'Why: Ines Intern' }).click();
    await form.getByText('Ines Intern is DRAINED and takes no new tasks').waitFor();
    expect(await form.getByRole('checkbox', { name: /Ines Intern/ }).isDisabled()).toBe(true);
    await form.getByRole('button', { name: 'Assign the best' }).click();
    await form.waitFor({ state: 'detached' });
    await drawer(page, key)
      .getByRole('button', { name: /Nora Lead/ })
      .waitFor();
    await cardIn(page, 'ASSIGNED', key).waitFor();

    const other = await createTask(ui.client, SLUG, 'Call the courier');
    await page.goto(`/p/${SLUG}/t/${other.key}`);
    await drawer(page, other.key).getByRole('button', { name: 'Assign: move to Assigned' }).click();
    await form.getByRole('button', { name: 'Claim it for myself' }).click();
    await form.waitFor({ state: 'detached' });
    await drawer(page, other.key)
      .getByRole('button', { name: /Local owner/ })
      .waitFor();
  },
  TEST_MS,
);

it(
  "a name with spaces is completed by keyboard, stands out in the thread, and rings the other person's bell at once",
  async () => {
    const { key } = await createTask(ui.client, SLUG, 'Choose the wording');
    const paula = await openAs('Paula van der Berg', '/notifications');
    await paula.getByText('Nobody needs you').waitFor();
    const page = await ui.open(`/p/${SLUG}/t/${key}?tab=thread`);
    const box = drawer(page, key).getByRole('textbox', { name: 'Comment' });
    await box.pressSequentially('Dear @pau');
    await drawer(page, key)
      .getByRole('option', { name: /Paula van der Berg/ })
      .waitFor();
    await box.press('Enter');
    expect(await box.inputValue()).toBe('Dear @Paula van der Berg ');
    await box.pressSequentially('what do you think?');
    await box.press('Control+Enter');
    await drawer(page, key).locator('.mention').getByText('@Paula van der Berg').waitFor();

    const bell = paula.getByRole('button', { name: 'Notifications: 1 unread' });
    await bell.waitFor();
    await paula.getByRole('list', { name: 'Notifications' }).getByText(`mentioned you on ${key}`).waitFor();
    await bell.click();
    await dialog(paula, 'Notifications')
      .getByRole('link', { name: new RegExp(key) })
      .click();
    await drawer(paula, key).getByText('what do you think?').waitFor();
    await paula.getByRole('button', { name: 'Notifications', exact: true }).waitFor();

    const watch = drawer(paula, key).getByRole('button', { name: /^Watch/ });
    await watch.click();
    await drawer(paula, key)
      .getByRole('button', { name: /^Unwatch/ })
      .waitFor();
    await tab(page, key, 'Overview').click();
    await command(ui.client, key, 'transition', { to: 'CANCELED', reason: 'No longer needed' });
    await paula.getByRole('button', { name: 'Notifications: 1 unread' }).waitFor();

    await page.goto(`/activity?project=${SLUG}&about=task&actorKind=HUMAN`);
    await page.getByRole('list', { name: 'Activity' }).getByText('No longer needed').first().waitFor();
  },
  TEST_MS,
);
