import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { AgentView } from '../../operations/schemas/agent.ts';
import type { TaskView } from '../../operations/schemas/task.ts';
import { card, cardIn, cardLink, column, dialog, drag, drawer, notice } from './places.test-support.ts';
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
const SLUG = 'moves';

let ui: Ui;
let agent: AgentView;
beforeAll(async () => {
  ui = await startUi();
  await createProject(ui.client, SLUG, 'MV');
  agent = await createAgent(ui.client, SLUG, 'Ada');
}, START_MS);
afterEach(async () => expect(await ui.closePages()).toEqual([]));
afterAll(() => ui.close(), START_MS);

const openBoard = async (): Promise<Page> => ui.open(`/p/${SLUG}`);
const task = (title: string, fields: object = {}) => createTask(ui.client, SLUG, title, fields);
const statusOf = async (key: string) => (await ui.client.get<TaskView>(`/tasks/${key}`)).status;

/** Names of the commands that the page sends. */
function commandsOf(page: Page): string[] {
  const sent: string[] = [];
  page.on('request', (request) => {
    const name = /\/commands\/(\w+)$/.exec(request.url())?.[1];
    if (name !== undefined) sent.push(name);
  });
  return sent;
}

const statusesOf = (columns: readonly { getAttribute(name: string): string | null }[]) =>
  columns.map((column) => column.getAttribute('data-status'));

/** Whoever works by keyboard goes on from the card, wherever it is now. */
const expectFocusOn = (page: Page, key: string) =>
  until(async () => {
    const focused = await page.evaluate<string>('document.activeElement?.closest("[data-card]")?.dataset.card');
    expect(focused).toBe(key);
  });

const focusIsOn = (page: Page, item: string) =>
  page.getByRole('menuitem', { name: item }).and(page.locator(':focus')).waitFor();

async function assigned(title: string, fields: object = {}): Promise<string> {
  const { key } = await task(title, fields);
  await assign(ui.client, key, agent);
  return key;
}

async function inReview(title: string): Promise<string> {
  const key = await assigned(title);
  await plan(ui.client, key);
  await command(ui.client, key, 'transition', { to: 'IN_PROGRESS' });
  await command(ui.client, key, 'submit', { summary: 'Done as planned' });
  return key;
}

describe('dragging with the mouse', () => {
  it(
    'asks for whom on the way to Assigned and for a plan on the way to In progress, and can be undone',
    async () => {
      const { key } = await task('Rotate the keys');
      const page = await openBoard();
      await drag(page, key, 'ASSIGNED');
      await dialog(page, 'Assign').getByRole('checkbox', { name: /Ada/ }).check();
      await dialog(page, 'Assign').getByRole('button', { name: 'Assign', exact: true }).click();
      await cardIn(page, 'ASSIGNED', key).waitFor();
      await dialog(page, 'Assign').waitFor({ state: 'detached' });
      expect(await statusOf(key)).toBe('ASSIGNED');

      await drag(page, key, 'IN_PROGRESS');
      const planning = dialog(page, 'Plan the work');
      for (const step of [1, 2, 3]) await planning.getByLabel(`Step ${step}`).fill(`Do part ${step}`);
      await planning.getByRole('button', { name: 'Save plan and start' }).click();
      await notice(page, `${key} moved to In progress`).waitFor();
      await cardIn(page, 'IN_PROGRESS', key).waitFor();
      expect(await statusOf(key)).toBe('IN_PROGRESS');

      await page.getByRole('button', { name: 'Undo' }).last().click();
      await cardIn(page, 'ASSIGNED', key).waitFor();
      await until(async () => expect(await statusOf(key)).toBe('ASSIGNED'));
    },
    TEST_MS,
  );

  it(
    'leaves the card where it was when the dialog is left',
    async () => {
      const { key } = await task('Think again');
      const page = await openBoard();
      await drag(page, key, 'ASSIGNED');
      await cardIn(page, 'ASSIGNED', key).waitFor({ state: 'attached' });
      await dialog(page, 'Assign').getByRole('button', { name: 'Back' }).click();
      await cardIn(page, 'INBOX', key).waitFor();
      await expectFocusOn(page, key);
      expect(await statusOf(key)).toBe('INBOX');
    },
    TEST_MS,
  );

  it(
    'lights up legal columns alone, and the others take nothing',
    async () => {
      const { key } = await task('Stay in the inbox');
      const page = await openBoard();
      const sent = commandsOf(page);
      for (const illegal of ['IN_PROGRESS', 'REVIEW', 'NEEDS_APPROVAL', 'DONE'] as const) {
        await drag(page, key, illegal);
        await cardIn(page, 'INBOX', key).waitFor();
      }
      expect(await page.getByRole('dialog').count()).toBe(0);
      expect(sent).toEqual([]);
      expect(await statusOf(key)).toBe('INBOX');
    },
    TEST_MS,
  );

  it(
    'brings a card back when the move is refused, and says why',
    async () => {
      const first = await task('Lay the foundation');
      const key = await assigned('Build the house', { dependsOn: [first.key] });
      await plan(ui.client, key);
      const page = await openBoard();
      await drag(page, key, 'IN_PROGRESS');
      await notice(page, `${key} was not moved to In progress`).waitFor();
      await notice(page, `waits for ${first.key} to be DONE`).waitFor();
      await cardIn(page, 'ASSIGNED', key).waitFor();
      expect(await statusOf(key)).toBe('ASSIGNED');
    },
    TEST_MS,
  );

  it(
    'brings a card back when somebody else was faster while the dialog was open',
    async () => {
      const key = await assigned('Contested');
      const page = await openBoard();
      await drag(page, key, 'IN_PROGRESS');
      const planning = dialog(page, 'Plan the work');
      for (const step of [1, 2, 3]) await planning.getByLabel(`Step ${step}`).fill(`Do part ${step}`);
      await command(ui.client, key, 'transition', { to: 'CANCELED', reason: 'Not needed any more' });
      await planning.getByRole('button', { name: 'Save plan and start' }).click();
      await planning.getByRole('alert').getByText('nothing changes it any more').waitFor();
      await planning.getByRole('button', { name: 'Back' }).click();
      await cardIn(page, 'CANCELED', key).waitFor();
    },
    TEST_MS,
  );

  it(
    'asks once more before Done, which is final',
    async () => {
      const [kept, ended] = [await inReview('Not so fast'), await inReview('Finish it')];
      const page = await openBoard();
      await drag(page, kept, 'DONE');
      await dialog(page, `Complete ${kept}?`).getByRole('button', { name: 'Not yet' }).click();
      await cardIn(page, 'REVIEW', kept).waitFor();
      await drag(page, ended, 'DONE');
      await dialog(page, `Complete ${ended}?`).getByRole('button', { name: 'Complete' }).click();
      await cardIn(page, 'DONE', ended).waitFor();
      expect([await statusOf(kept), await statusOf(ended)]).toEqual(['REVIEW', 'DONE']);
    },
    TEST_MS,
  );
});

describe('the keyboard alone', () => {
  it(
    'picks a card up, chooses among legal columns, leaves it with Escape and drops it with Enter',
    async () => {
      const key = await assigned('Move me by key');
      await plan(ui.client, key);
      const page = await openBoard();
      await cardLink(page, key).focus();
      await page.keyboard.press('Space');
      const lit = await page.locator('[data-drop]:not([data-drop=illegal])').evaluateAll(statusesOf);
      expect(lit).toEqual(['INBOX', 'IN_PROGRESS', 'BLOCKED', 'CANCELED']);
      const said = page.getByRole('status').filter({ hasText: key });
      await said.getByText(`${key} → In progress`).waitFor();
      await page.keyboard.press('ArrowRight');
      await said.getByText(`${key} → Blocked`).waitFor();
      await page.keyboard.press('Escape');
      await said.getByText(`${key} stays where it is.`).waitFor({ state: 'attached' });
      expect(await statusOf(key)).toBe('ASSIGNED');

      await page.keyboard.press('Space');
      await page.keyboard.press('Enter');
      await cardIn(page, 'IN_PROGRESS', key).waitFor();
      await notice(page, `${key} moved to In progress`).waitFor();
      expect(await statusOf(key)).toBe('IN_PROGRESS');
      await expectFocusOn(page, key);
    },
    TEST_MS,
  );

  it(
    'writes a task, finds it, opens it and blocks it',
    async () => {
      const page = await openBoard();
      await page.keyboard.press('c');
      const form = dialog(page, 'New task');
      await form.getByLabel('Title').waitFor();
      await page.keyboard.type('Written without a mouse');
      await page.keyboard.press('Enter');
      await form.waitFor({ state: 'detached' });
      await page.keyboard.press('/');
      await page.keyboard.type('without a mouse');
      await until(async () => expect(await column(page, 'INBOX').getByRole('article').count()).toBe(1));
      const key = await column(page, 'INBOX').getByRole('article').getAttribute('data-card');
      await page.getByRole('button', { name: `Move ${key}` }).focus();
      await page.keyboard.press('Enter');
      await focusIsOn(page, 'Assigned');
      await page.keyboard.press('ArrowDown');
      await focusIsOn(page, 'Blocked');
      await page.keyboard.press('Enter');
      await dialog(page, 'Why?').getByLabel('Reason').waitFor();
      await page.keyboard.type('Waits for a mouse');
      await page.keyboard.press('Control+Enter');
      await cardIn(page, 'BLOCKED', key ?? '')
        .getByText('Waits for a mouse')
        .waitFor();
      await expectFocusOn(page, key ?? '');
      await page.keyboard.press('Enter');
      await drawer(page, key ?? '').waitFor();
      await page.keyboard.press('Escape');
      await drawer(page, key ?? '').waitFor({ state: 'detached' });
      await expectFocusOn(page, key ?? '');
    },
    TEST_MS,
  );
});

it(
  'keeps filters in the address, so that a reload and a link show the same, and says when nothing matches',
  async () => {
    const { key } = await task('A document about otters', { type: 'DOCS', priority: 1, labels: ['otters'] });
    const other = await task('A document about nothing', { type: 'DOCS' });
    const page = await openBoard();
    await page.getByRole('combobox', { name: 'Type' }).selectOption('Docs');
    await page.getByRole('combobox', { name: 'Priority' }).selectOption('Critical');
    await page.getByRole('searchbox', { name: 'Search tasks' }).fill('OTTERS');
    await card(page, other.key).waitFor({ state: 'detached' });
    await until(() => expect(page.url()).toMatch(/text=OTTERS/));
    await page.reload();
    await card(page, key).waitFor();
    expect(await card(page, other.key).count()).toBe(0);
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await card(page, other.key).waitFor();
    expect(new URL(page.url()).search).toBe('');

    await page.getByRole('combobox', { name: 'Type' }).selectOption('Social');
    await page.getByText('No task matches the filters').waitFor();
    await page.getByRole('button', { name: 'Show all tasks' }).click();
    await card(page, other.key).waitFor();
    expect(new URL(page.url()).search).toBe('');
  },
  TEST_MS,
);
