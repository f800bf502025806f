import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { AgentView } from '../../operations/schemas/agent.ts';
import type { BoardView } from '../../operations/schemas/project.ts';
import { badge, card, cardIn, cardLink, drawer, expectCounts, tab } from './places.test-support.ts';
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

const TEST_MS = 60_000;
const OUTAGE_MS = 90_000;

let ui: Ui;
let agent: AgentView;
beforeAll(async () => {
  ui = await startUi();
  await createProject(ui.client, 'live', 'LV');
  agent = await createAgent(ui.client, 'live', 'Ada');
}, START_MS);
afterEach(async () => expect(await ui.closePages()).toEqual([]));
afterAll(() => ui.close(), START_MS);

const task = (title: string, fields: object = {}) => createTask(ui.client, 'live', title, fields);

async function trueCounts() {
  const { columns } = await ui.client.get<BoardView>('/projects/live/board');
  return Object.fromEntries(columns.map(({ status, count }) => [status, count]));
}

it(
  'shows in two browsers and on a phone what another client does, without a reload, and counts right',
  async () => {
    const pages = [await ui.open('/p/live'), await ui.open('/p/live', 'desktop', 'dark')];
    const phone = await ui.open('/p/live', 'phone');
    for (const page of [...pages, phone]) await page.evaluate('window.isSamePage = true');
    const { key } = await task('Seen by everybody');
    for (const page of pages) await cardIn(page, 'INBOX', key).waitFor();
    await card(phone, key).waitFor();
    await assign(ui.client, key, agent);
    for (const page of pages) {
      await cardIn(page, 'ASSIGNED', key).waitFor();
      await cardIn(page, 'ASSIGNED', key).getByText('Ada', { exact: true }).waitFor();
    }
    await phone.getByRole('tab', { name: 'Assigned 1' }).waitFor();
    await command(ui.client, key, 'edit', { title: 'Seen by everybody, twice', priority: 1 });
    for (const page of [pages[0]!, pages[1]!])
      await page.getByRole('link', { name: 'Seen by everybody, twice' }).waitFor();

    const many = await Promise.all(Array.from({ length: 12 }, (_, index) => task(`One of many ${index}`)));
    await Promise.all(many.slice(0, 5).map((each) => assign(ui.client, each.key, agent)));
    await Promise.all(
      many.slice(3, 9).map((each) => command(ui.client, each.key, 'transition', { to: 'BLOCKED', reason: 'Rain' })),
    );
    await Promise.all(
      many.slice(8).map((each) => command(ui.client, each.key, 'transition', { to: 'CANCELED', reason: 'Sun' })),
    );
    const counts = await trueCounts();
    expect(counts).toMatchObject({ INBOX: 0, ASSIGNED: 4, BLOCKED: 5, CANCELED: 4 });
    for (const page of pages) await expectCounts(page, counts);
    for (const name of ['Inbox 0', 'Assigned 4', 'Blocked 5', 'Canceled 4']) {
      await phone.getByRole('tab', { name, exact: true }).waitFor();
    }
    for (const page of [...pages, phone]) expect(await page.evaluate('window.isSamePage')).toBe(true);
  },
  TEST_MS,
);

it(
  'shows the comments, the plan and the approvals of others in the open task',
  async () => {
    const paula = await addPerson(ui, 'Paula Peer');
    const { key } = await task('Talked about');
    const page = await ui.open(`/p/live/t/${key}?tab=thread`);
    await drawer(page, key).getByText('Nobody has said anything yet').waitFor();
    await command(paula, key, 'comment', { body: 'I have **seen** it.' });
    const comments = drawer(page, key).getByRole('list', { name: 'Comments' });
    await comments.getByRole('listitem').filter({ hasText: 'Paula Peer' }).getByText('seen').waitFor();
    await drawer(page, key).getByRole('textbox', { name: 'Comment' }).fill('So have I.');
    await drawer(page, key).getByRole('button', { name: 'Send comment' }).click();
    await until(async () => expect(await comments.getByRole('listitem').count()).toBe(2));
    await tab(page, key, 'Overview').click();
    await assign(paula, key, agent);
    await plan(paula, key);
    await drawer(page, key).getByText('Look', { exact: true }).waitFor();
    await command(paula, key, 'requestApproval', { action: 'call them', summary: 'May I?', risk: 'GREEN' });
    await until(async () => expect(await page.title()).toMatch(/^\(1\) /));
    await tab(page, key, 'Approvals').click();
    await drawer(page, key)
      .getByRole('article', { name: `${key}-A1 call them` })
      .waitFor();
  },
  TEST_MS,
);

it(
  'shows that the connection is gone, and catches up by itself when it is back',
  async () => {
    const api = ui.stack.processes.get('api');
    const { key } = await task('Survives an outage');
    const page = await ui.open('/p/live');
    await card(page, key).waitFor();
    await api?.stop();
    await badge(page, 'Reconnecting').waitFor();
    await badge(page, 'Offline').waitFor({ timeout: OUTAGE_MS });
    await page.getByRole('alert').getByText('Mission Control cannot be reached').waitFor();
    expect(await cardLink(page, key).isVisible()).toBe(true);
    await api?.start();
    await assign(ui.client, key, agent);
    await badge(page, 'Live').waitFor({ timeout: OUTAGE_MS });
    await cardIn(page, 'ASSIGNED', key).waitFor();
    await expectCounts(page, await trueCounts());
    await page.getByText('Mission Control cannot be reached').waitFor({ state: 'detached' });
  },
  OUTAGE_MS,
);
