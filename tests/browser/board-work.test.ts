import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import type { AgentView } from '../../operations/schemas/agent.ts';
import type { ViewsView } from '../../operations/schemas/board.ts';
import type { TaskView } from '../../operations/schemas/task.ts';
import { obstaclesOn } from './obstacles.test-support.ts';
import { card, cardIn, cardLink, column, dialog, drawer, dropSeen, notice } from './places.test-support.ts';
import {
  addPerson,
  assign,
  createAgent,
  createProject,
  createTask,
  plan,
  startUi,
  START_MS,
  until,
  type Ui,
} from './ui.test-support.ts';

const TEST_MS = 90_000;

let ui: Ui;
let projects = 0;
beforeAll(async () => {
  ui = await startUi();
}, START_MS);
afterEach(async () => expect(await ui.closePages()).toEqual([]));
afterAll(() => ui.close(), START_MS);

/** A project of its own for each test. */
async function newProject() {
  projects += 1;
  const slug = `work-${projects}`;
  await createProject(ui.client, slug, `W${projects}`);
  return {
    slug,
    path: `/p/${slug}`,
    task: (title: string, fields: object = {}) => createTask(ui.client, slug, title, fields),
  };
}

const read = (key: string) => ui.client.get<TaskView>(`/tasks/${key}`);
const choose = async (
  page: Page,
  menu: string | RegExp,
  item: string | RegExp,
  role: 'item' | 'radio' | 'checkbox' = 'item',
) => {
  await page.getByRole('button', { name: menu }).click();
  const name = { item: 'menuitem', radio: 'menuitemradio', checkbox: 'menuitemcheckbox' } as const;
  await page.getByRole(name[role], { name: item }).click();
};
const bar = (page: Page): Locator => page.getByRole('region', { name: 'Selected tasks' });
const lane = (page: Page, name: string): Locator =>
  page.locator('[data-lane]').filter({ has: page.getByRole('heading', { name }) });
/** @param to id of a part of a column */
async function dragIntoLane(page: Page, key: string, from: string, to: string): Promise<void> {
  const taken = lane(page, from).locator(`[data-card="${key}"]`);
  await taken.waitFor();
  const [start, end] = [await taken.boundingBox(), await page.locator(`[data-column="${to}"]`).boundingBox()];
  if (!start || !end) throw new Error('the card or the lane is not on screen');
  await page.mouse.move(start.x + start.width / 2, start.y + start.height - 12);
  await page.mouse.down();
  await page.mouse.move(start.x + start.width / 2 + 10, start.y + start.height);
  await page.mouse.move(end.x + end.width / 2, end.y + end.height / 2, { steps: 8 });
  await dropSeen(page);
}
const focusedCard = (page: Page) =>
  page.evaluate<string | undefined>('document.activeElement?.closest("[data-card]")?.dataset.card');
const expectFocusOn = (page: Page, key: string) => until(async () => expect(await focusedCard(page)).toBe(key));

describe('views', () => {
  it(
    'bring filters, lanes and columns back, are shared, open the board, and tell who was faster',
    async () => {
      const { slug, path, task } = await newProject();
      const urgent = await task('Put the fire out', { priority: 1, labels: ['fire'] });
      const calm = await task('Water the plants');
      const page = await ui.open(path);
      await page.getByRole('combobox', { name: 'Priority' }).selectOption('Critical');
      await choose(page, 'Display', 'Label', 'radio');
      await choose(page, 'By label', 'Done', 'checkbox');
      await page.keyboard.press('Escape');
      await card(page, calm.key).waitFor({ state: 'detached' });
      await choose(page, 'View: All tasks', 'Save as a new view…');
      const saving = dialog(page, 'Save as a new view');
      await saving.getByLabel('Name').fill('Fires');
      await saving.getByRole('checkbox').check();
      await saving.getByRole('button', { name: 'Save view' }).click();
      await until(() => expect(new URL(page.url()).search).toMatch(/^\?view=\w+$/));

      await page.reload();
      await lane(page, 'fire').locator(`[data-card="${urgent.key}"]`).waitFor();
      expect(await card(page, calm.key).count()).toBe(0);
      await page.getByRole('heading', { name: 'Blocked' }).waitFor();
      expect(await page.getByRole('heading', { name: 'Done', exact: true }).count()).toBe(0);

      await choose(page, 'View: Fires', 'Manage views…');
      await page.getByRole('button', { name: 'Open the board with Fires' }).click();
      await page.getByRole('button', { name: 'Open the board with Fires', pressed: true }).waitFor();
      await page.getByRole('button', { name: 'Close' }).last().click();
      await page.goto(path);
      await page.getByRole('button', { name: 'View: Fires' }).waitFor();
      await choose(page, 'View: Fires', 'All tasks', 'radio');
      await card(page, calm.key).waitFor();

      await choose(page, 'View: All tasks', /Fires/, 'radio');
      await page.getByRole('combobox', { name: 'Type' }).selectOption('Ops');
      const other = await addPerson(ui, 'Paula Peer');
      const { items } = await other.get<ViewsView>(`/projects/${slug}/views`);
      await page.route(
        '**/views/*',
        async (route) => {
          await other.patch(`/projects/${slug}/views/${items[0]?.id}`, {
            version: 1,
            filters: { type: 'DOCS' },
          });
          await route.continue();
        },
        { times: 1 },
      );
      await choose(page, 'View: Fires, changed', 'Save changes to Fires');
      const refused = dialog(page, 'Fires was not saved');
      await refused.getByText('Paula Peer has changed the view Fires').waitFor();
      await refused.getByRole('button', { name: 'Keep mine' }).click();
      await page.getByRole('button', { name: 'View: Fires', exact: true }).waitFor();
      const kept = await other.get<ViewsView>(`/projects/${slug}/views`);
      expect(kept.items[0]).toMatchObject({ version: 3, filters: { type: 'OPS', priority: 1 }, grouping: 'LABEL' });
    },
    TEST_MS,
  );
});

describe('many tasks at once', () => {
  it(
    'are each done by themselves, with what was refused and why, and can be taken back',
    async () => {
      const { slug, path, task } = await newProject();
      const agent = await createAgent(ui.client, slug, 'Ada');
      const inbox = await task('Not given to anybody');
      const bare = await task('Given, but not planned');
      const ready = await task('Given and planned');
      for (const { key } of [bare, ready]) await assign(ui.client, key, agent);
      await plan(ui.client, ready.key);
      const page = await ui.open(path);
      await cardLink(page, inbox.key).focus();
      await page.keyboard.press('x');
      await cardLink(page, ready.key).click({ modifiers: ['Shift'] });
      await bar(page).getByText('3 selected').waitFor();
      await bar(page).getByRole('button', { name: 'Move' }).click();
      await page.getByRole('menuitem', { name: /In progress 2 of 3/ }).click();
      await notice(page, '1 moved to In progress, 2 refused').waitFor();
      const refusals = bar(page).getByRole('alert');
      await refusals.getByText(new RegExp(`^${bare.key} .*plan`)).waitFor();
      await refusals.getByText(new RegExp(`^${inbox.key} `)).waitFor();
      await bar(page).getByText('2 selected').waitFor();
      await cardIn(page, 'IN_PROGRESS', ready.key).waitFor();
      await page.getByRole('button', { name: 'Undo' }).click();
      await cardIn(page, 'ASSIGNED', ready.key).waitFor();
      await until(async () => expect((await read(ready.key)).status).toBe('ASSIGNED'));

      await card(page, bare.key).getByRole('checkbox').check();
      await card(page, inbox.key).getByRole('checkbox').check();
      await bar(page).getByRole('button', { name: 'Labels' }).click();
      await dialog(page, 'Labels of 2').getByLabel('Add').fill('later, maybe');
      await dialog(page, 'Labels of 2').getByRole('button', { name: 'Save labels' }).click();
      await notice(page, '2 labelled').waitFor();
      expect((await read(inbox.key)).labels).toEqual(['later', 'maybe']);

      await card(page, bare.key).getByRole('checkbox').check();
      await bar(page).getByRole('button', { name: 'Cancel' }).click();
      await dialog(page, 'Cancel 1 task?').getByLabel('Reason').fill('Nobody wants it');
      await page.keyboard.press('Control+Enter');
      await cardIn(page, 'CANCELED', bare.key).waitFor();
      await bar(page).waitFor({ state: 'detached' });
    },
    TEST_MS,
  );
});

describe('lanes', () => {
  it(
    'take cards from each other, by mouse and by keyboard, and tell what was refused',
    async () => {
      const { slug, path, task } = await newProject();
      const ada = await createAgent(ui.client, slug, 'Ada');
      const bo = await createAgent(ui.client, slug, 'Bo');
      const [adas, bos] = [await task('Of Ada'), await task('Of Bo')];
      await assign(ui.client, adas.key, ada);
      await assign(ui.client, bos.key, bo);
      const { key } = await task('Of nobody', { priority: 4, labels: ['calm'] });
      const assigneesOf = async () => (await read(key)).assignees.map(({ name }) => name);
      const page = await ui.open(`${path}?group=assignee`);

      await dragIntoLane(page, key, 'Nobody', `${ada.id} ASSIGNED`);
      await lane(page, 'Ada').locator(`[data-status=ASSIGNED] [data-card="${key}"]`).waitFor();
      await notice(page, `${key} assigned to Ada`).waitFor();
      await until(async () => expect(await assigneesOf()).toEqual(['Ada']));
      await page.getByRole('button', { name: 'Undo' }).click();
      await lane(page, 'Nobody').locator(`[data-status=INBOX] [data-card="${key}"]`).waitFor();
      await until(async () => expect(await read(key)).toMatchObject({ status: 'INBOX', assignees: [] }));

      await cardLink(page, key).focus();
      await page.keyboard.press('Space');
      await page.getByText(`${key} → stays in Inbox.`).waitFor();
      await page.keyboard.press('ArrowUp');
      await page.getByText(`${key} → Bo, Inbox.`).waitFor();
      await page.keyboard.press('Enter');
      await lane(page, 'Bo').locator(`[data-card="${key}"]`).waitFor();
      await until(async () => expect(await assigneesOf()).toEqual(['Bo']));
      await expectFocusOn(page, key);

      await ui.client.post(`/agents/${ada.id}/status`, { status: 'QUARANTINED', reason: 'Does harm' });
      await dragIntoLane(page, key, 'Bo', `${ada.id} ASSIGNED`);
      await notice(page, `${key} was not moved to Ada`).waitFor();
      await lane(page, 'Bo').locator(`[data-card="${key}"]`).waitFor();
      expect(await assigneesOf()).toEqual(['Bo']);

      await page.goto(`${ui.stack.url}${path}?group=priority`);
      await dragIntoLane(page, key, 'Low', '3 BLOCKED');
      const blocking = dialog(page, 'Why?');
      await blocking.getByLabel('Reason').fill('Waits for the plumber');
      await blocking.getByRole('button', { name: 'Block the task' }).click();
      await lane(page, 'Normal').locator(`[data-status=BLOCKED] [data-card="${key}"]`).waitFor();
      await until(async () => expect(await read(key)).toMatchObject({ status: 'BLOCKED', priority: 3 }));
    },
    TEST_MS,
  );

  it(
    'have true totals, follow what happens, stay folded up, and warn of too much work at once',
    async () => {
      const { slug, path, task } = await newProject();
      const ada: AgentView = await createAgent(ui.client, slug, 'Ada');
      const first = await task('First');
      const second = await task('Second');
      await assign(ui.client, first.key, ada);
      await ui.client.patch(`/projects/${slug}`, { columnLimits: { ASSIGNED: 1 } });
      const page = await ui.open(`${path}?group=assignee`);
      await lane(page, 'Ada').locator(`[data-card="${first.key}"]`).waitFor();
      await lane(page, 'Nobody').locator(`[data-card="${second.key}"]`).waitFor();
      await page.getByText('1/1', { exact: true }).waitFor();
      await assign(ui.client, second.key, ada);
      await lane(page, 'Ada').locator(`[data-card="${second.key}"]`).waitFor();
      await lane(page, 'Nobody').waitFor({ state: 'detached' });
      await page.getByText('2/1').locator('..').getByText('over').waitFor();

      await lane(page, 'Ada').getByRole('button', { name: 'Ada 2' }).click();
      await card(page, first.key).waitFor({ state: 'detached' });
      await page.reload();
      await lane(page, 'Ada').getByRole('button', { name: 'Ada 2', expanded: false }).click();
      await card(page, first.key).waitFor();

      await choose(page, 'By assignee', 'No lanes', 'radio');
      await page.keyboard.press('Escape');
      await column(page, 'DONE').getByRole('button', { name: 'Collapse Done' }).focus();
      await page.keyboard.press('Enter');
      await page.reload();
      await page.getByRole('button', { name: 'Open Done, 0' }).click();
      await column(page, 'DONE').waitFor();
    },
    TEST_MS,
  );
});

it(
  'is worked by keyboard alone: through the cards, into one and on to the next, edited in place and moved',
  async () => {
    const { slug, path, task } = await newProject();
    const agent = await createAgent(ui.client, slug, 'Ada');
    const [one, two, other] = [await task('One'), await task('Two'), await task('Other')];
    await assign(ui.client, other.key, agent);
    const page = await ui.open(path);
    await card(page, one.key).waitFor();
    await page.keyboard.press('j');
    await expectFocusOn(page, one.key);
    await page.keyboard.press('ArrowDown');
    await expectFocusOn(page, two.key);
    await page.keyboard.press('l');
    await expectFocusOn(page, other.key);
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('k');
    await expectFocusOn(page, one.key);
    await page.keyboard.press('Enter');
    await drawer(page, one.key).waitFor();
    await page.keyboard.press('j');
    await drawer(page, two.key).waitFor();
    await page.keyboard.press('Escape');
    await expectFocusOn(page, two.key);

    await page.keyboard.press('e');
    const edit = dialog(page, `Edit ${two.key}`);
    await edit.getByLabel(/^Title/).waitFor();
    await page.keyboard.type('Two, but better');
    await edit.getByLabel('Priority').selectOption('High');
    await edit.getByLabel('Due').fill('2030-05-01');
    await edit.getByLabel('Assignee').selectOption('Ada');
    await edit.getByLabel('Labels').focus();
    await page.keyboard.type('soon');
    await page.keyboard.press('Enter');
    await edit.waitFor({ state: 'detached' });
    await cardIn(page, 'ASSIGNED', two.key).getByText('Two, but better').waitFor();
    expect(await read(two.key)).toMatchObject({ priority: 2, labels: ['soon'], assignees: [{ name: 'Ada' }] });

    await cardLink(page, two.key).focus();
    await page.keyboard.press('m');
    await page.getByRole('menuitem', { name: 'Inbox' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Enter');
    await cardIn(page, 'INBOX', two.key).waitFor();
    await expectFocusOn(page, two.key);
  },
  TEST_MS,
);

it(
  'is paged with the thumb on a phone, and a long press selects',
  async () => {
    const { path, task } = await newProject();
    const { key } = await task('Hold me');
    const page = await ui.open(path, 'phone');
    const shown = (name: string) => page.getByRole('tab', { name: new RegExp(`^${name}`), selected: true }).waitFor();
    await card(page, key).waitFor();
    await swipe(page, 330, 60);
    await shown('Assigned');
    await swipe(page, 60, 330);
    await shown('Inbox');
    const box = await card(page, key).boundingBox();
    await press(page, { x: (box?.x ?? 0) + 40, y: (box?.y ?? 0) + (box?.height ?? 0) - 14 });
    await bar(page).getByText('1 selected').waitFor();
    expect(await page.getByRole('complementary').count()).toBe(0);
    await cardLink(page, key).tap();
    await bar(page).waitFor({ state: 'detached' });
    await card(page, key)
      .getByRole('button', { name: `Move ${key}` })
      .tap();
    await page.getByRole('menuitem', { name: 'Edit' }).tap();
    await dialog(page, `Edit ${key}`).getByRole('button', { name: 'Back' }).tap();
  },
  TEST_MS,
);

it(
  'has no obstacle in lanes, with a selection, in views and in its dialogs, in the light and in the dark',
  async () => {
    const { slug, path, task } = await newProject();
    await ui.client.patch(`/projects/${slug}`, { columnLimits: { INBOX: 1 } });
    await task('With a label', { labels: ['red'] });
    const { key } = await task('Without one', { priority: 1 });
    for (const [device, theme] of [
      ['desktop', 'light'],
      ['phone', 'dark'],
    ] as const) {
      const page = await ui.open(`${path}?group=priority`, device, theme);
      await card(page, key).waitFor();
      expect(await obstaclesOn(page)).toEqual([]);
      await cardLink(page, key).focus();
      await page.keyboard.press('x');
      await bar(page).getByText('1 selected').waitFor();
      expect(await obstaclesOn(page)).toEqual([]);
      await page.keyboard.press('e');
      await dialog(page, `Edit ${key}`).getByLabel('Labels').waitFor();
      expect(await obstaclesOn(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await choose(page, /^View: All/, 'Save as a new view…');
      await dialog(page, 'Save as a new view').getByLabel('Name').fill(`${theme} lanes`);
      expect(await obstaclesOn(page)).toEqual([]);
      await page.keyboard.press('Enter');
      await choose(page, `View: ${theme} lanes`, 'Manage views…');
      await dialog(page, 'Manage views').getByRole('listitem').first().waitFor();
      expect(await obstaclesOn(page)).toEqual([]);
    }
  },
  TEST_MS,
);

/** One finger, as the browser tells of it. */
async function finger(page: Page, points: readonly { readonly x: number; readonly y: number }[], holdMs: number) {
  const session = await page.context().newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: { x: number; y: number }[]) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints });
  const [first, ...others] = points;
  if (first) await touch('touchStart', [first]);
  await page.waitForTimeout(holdMs);
  for (const point of others) await touch('touchMove', [point]);
  await touch('touchEnd', []);
}

const swipe = (page: Page, from: number, to: number) =>
  finger(
    page,
    [0, 1, 2, 3, 4].map((step) => ({ x: from + ((to - from) * step) / 4, y: 600 })),
    0,
  );
const press = (page: Page, at: { readonly x: number; readonly y: number }) => finger(page, [at], 350);
