import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import type { AgentView } from '../../operations/schemas/agent.ts';
import { obstaclesOn } from './obstacles.test-support.ts';
import { dialog, drawer, notice, statusOf, tab } from './places.test-support.ts';
import {
  addPerson,
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

const TEST_MS = 90_000;
const STORM = 21;

let ui: Ui;
let agent: AgentView;
beforeAll(async () => {
  ui = await startUi();
  await createProject(ui.client, 'family', 'FAM', 'Family');
  agent = await createAgent(ui.client, 'family', 'Ada');
}, START_MS);
afterEach(async () => expect(await ui.closePages()).toEqual([]));
afterAll(() => ui.close(), START_MS);

const part = (page: Page, key: string, name: string | RegExp): Locator =>
  drawer(page, key).getByRole('region', { name });
const make = (title: string, fields: object = {}) => createTask(ui.client, 'family', title, fields);

/** Assigned and planned: nothing is missing but what it waits for. */
async function ready(title: string, fields: object = {}): Promise<string> {
  const { key } = await make(title, fields);
  await assign(ui.client, key, agent);
  await plan(ui.client, key);
  return key;
}

it(
  'shows why a task was stopped that went round in circles, and sets it going again',
  async () => {
    const paula = await addPerson(ui, 'Paula Peer');
    const { key } = await make('Asked and answered');
    await assign(ui.client, key, agent);
    for (let turn = 0; turn < STORM; turn += 1) {
      await command(turn % 2 === 0 ? ui.client : paula, key, 'comment', { body: `Turn ${turn}` });
    }
    const page = await ui.open(`/p/family/t/${key}`);
    const banner = part(page, key, 'Loop');
    await banner.getByText('21 messages in 30 minutes').waitFor();
    expect(await banner.getByRole('list', { name: 'Last events' }).getByRole('listitem').count()).toBe(5);
    await banner.getByText(/Next step/).waitFor();
    expect(await obstaclesOn(page)).toEqual([]);

    await banner.getByRole('button', { name: 'This is fine here…' }).click();
    await dialog(page, 'This is fine here').getByLabel('Reason').fill('They are pairing');
    await dialog(page, 'This is fine here').getByRole('button', { name: 'It is fine' }).click();
    await banner.getByText('called fine here').waitFor();
    expect(await banner.getByRole('button', { name: 'This is fine here…' }).count()).toBe(0);

    await banner.getByRole('button', { name: 'Unblock…' }).click();
    await dialog(page, 'Unblock').getByLabel('What was settled').fill('Ada takes the first idea');
    await dialog(page, 'Unblock').getByRole('button', { name: 'Unblock' }).click();
    await statusOf(page, key, 'Assigned').waitFor();
    await banner.waitFor({ state: 'detached' });
    await tab(page, key, 'Timeline').click();
    const timeline = drawer(page, key).getByRole('list', { name: 'Timeline' });
    await timeline.getByText('called it fine for this task').waitFor();
    await timeline.getByText('Ada takes the first idea').waitFor();
    for (let turn = 0; turn < STORM; turn += 1) await command(paula, key, 'comment', { body: `Again ${turn}` });
    await statusOf(page, key, 'Assigned').waitFor();
  },
  TEST_MS,
);

it(
  'splits a task, follows its parts live, and leads back up',
  async () => {
    const { key } = await make('Move the shop');
    const page = await ui.open(`/p/family/t/${key}`);
    await part(page, key, 'Sub-tasks').getByRole('button', { name: 'Add sub-task' }).click();
    const form = dialog(page, `New sub-task of ${key}`);
    await form.getByLabel('Title').fill('Move the basket');
    await form.getByRole('button', { name: 'Create task' }).click();
    await form.waitFor({ state: 'detached' });
    const children = part(page, key, /^Sub-tasks/);
    await children.getByRole('link', { name: /Move the basket/ }).waitFor();
    const second = await make('Move the prices', { parent: key });
    await children.getByRole('link', { name: /Move the prices/ }).waitFor();
    await command(ui.client, second.key, 'transition', { to: 'CANCELED', reason: 'They stay' });
    await part(page, key, 'Sub-tasks: 1 of 2 ended').waitFor();
    await children.getByText('by itself, $0.00 with everything below').waitFor();

    await children.getByRole('link', { name: /Move the basket/ }).click();
    const up = page.getByRole('navigation', { name: 'Part of' });
    await up.getByRole('link', { name: `${key} Move the shop` }).waitFor();
    expect(await obstaclesOn(page)).toEqual([]);
    await up.getByRole('link').click();
    await children.waitFor();
  },
  TEST_MS,
);

it(
  'chooses what a task waits for, refuses a circle in words, and starts by itself when that is done',
  async () => {
    const first = await ready('Dig the hole');
    const key = await ready('Plant the tree');
    const page = await ui.open(`/p/family/t/${key}`, 'phone', 'dark');
    const waits = part(page, key, 'Waits for');
    await waits.getByRole('button', { name: 'Add' }).tap();
    const form = dialog(page, 'Waits for');
    await form.getByLabel('Find a task').fill('Dig');
    await form.getByRole('button', { name: new RegExp(`^${first} Dig the hole`) }).waitFor();
    await page.keyboard.press('Enter');
    await form.getByRole('list', { name: 'Chosen tasks' }).getByText(first).waitFor();
    expect(await obstaclesOn(page)).toEqual([]);
    await form.getByRole('button', { name: 'Save' }).tap();
    await notice(page, `${key} waits for ${first}`).waitFor();
    await waits.getByRole('link', { name: `${first} Dig the hole` }).waitFor();
    await waits.getByRole('button', { name: 'Start when ready' }).tap();
    await waits.getByText(/Starts by itself when ready/).waitFor();

    const other = await ui.open(`/p/family/t/${first}`);
    await part(other, first, 'Waited for by')
      .getByRole('link', { name: new RegExp(key) })
      .waitFor();
    await part(other, first, 'Waits for').getByRole('button', { name: 'Add' }).click();
    await dialog(other, 'Waits for').getByLabel('Find a task').fill(key);
    await dialog(other, 'Waits for')
      .getByRole('button', { name: new RegExp(`^${key} `) })
      .click();
    await dialog(other, 'Waits for').getByRole('button', { name: 'Save' }).click();
    await dialog(other, 'Waits for').getByRole('alert').getByText(`${first} → ${key} → ${first}`).waitFor();
    await dialog(other, 'Waits for').getByRole('button', { name: 'Back' }).click();

    await command(ui.client, first, 'transition', { to: 'IN_PROGRESS' });
    await command(ui.client, first, 'submit', { summary: 'It is deep.' });
    await command(ui.client, first, 'transition', { to: 'DONE' });
    await statusOf(page, key, 'In progress').waitFor();
    const width = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
    expect(width).toBeLessThanOrEqual(0);
    await until(async () => expect(await waits.getByText(/Starts by itself/).count()).toBe(0));
  },
  TEST_MS,
);
