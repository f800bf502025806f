import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Page, Request } from 'playwright-core';
import type { SessionView } from '../../operations/schemas/people.ts';
import type { TaskCard } from '../../operations/schemas/task.ts';
import { obstaclesOn } from './obstacles.test-support.ts';
import { badge, card, dialog, drawer } from './places.test-support.ts';
import {
  addPerson,
  command,
  createProject,
  createTask,
  signInLink,
  startUi,
  START_MS,
  until,
  type Ui,
} from './ui.test-support.ts';

const TEST_MS = 90_000;

let ui: Ui;
beforeAll(async () => void (ui = await startUi()), START_MS);
afterEach(async () => expect(await ui.closePages()).toEqual([]));
afterAll(() => ui.close(), START_MS);

const palette = (page: Page) => dialog(page, 'Search tasks, pages, agents and actions');
const chosen = (page: Page) => palette(page).getByRole('option', { selected: true });
const theme = (page: Page) => page.evaluate<string>('document.documentElement.dataset.theme');

/** Opens the palette by its keys, types, waits until what is chosen says so, and does it. */
async function run(page: Page, typed: string, says: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await palette(page).getByRole('combobox').waitFor();
  await page.keyboard.type(typed);
  await chosen(page).filter({ hasText: says }).waitFor();
  await page.keyboard.press('Enter');
  await palette(page).waitFor({ state: 'detached' });
}

/** Counts the streams that the tabs of a browser have open. */
function watchStreams(page: Page): () => number {
  const open = new Set<Request>();
  const context = page.context();
  context.on('request', (request) => void (request.url().includes('/api/v1/stream') && open.add(request)));
  context.on('requestfinished', (request) => void open.delete(request));
  context.on('requestfailed', (request) => void open.delete(request));
  return () => [...open].filter((request) => !request.frame().page().isClosed()).length;
}

/** Another tab of the same browser. */
async function anotherTab(page: Page, path: string): Promise<Page> {
  const tab = await page.context().newPage();
  await tab.goto(path);
  await badge(tab, 'Live').waitFor();
  return tab;
}

it(
  'an empty installation offers a sample, asks before, and leads through a first task until somebody has had enough',
  async () => {
    const page = await ui.open('/');
    await page.getByText('No project yet').waitFor();
    await page.getByRole('button', { name: 'Load the sample…' }).click();
    await dialog(page, 'Load the sample?').getByText('Three projects with 18 agents').waitFor();
    expect(await obstaclesOn(page)).toEqual([]);
    await dialog(page, 'Load the sample?').getByRole('button', { name: 'Load the sample' }).click();
    const steps = page.getByRole('region', { name: 'First steps' });
    await steps.getByText('1 of 5').waitFor();
    expect(await obstaclesOn(page)).toEqual([]);
    await steps.getByRole('button', { name: 'Write it' }).click();
    await dialog(page, 'New task').getByLabel('Title').fill('The first one');
    await dialog(page, 'New task').getByRole('button', { name: 'Create task' }).click();
    await steps.getByText('2 of 5').waitFor();
    await steps.getByRole('button', { name: 'Do not show first steps again' }).click();
    await page.reload();
    await page.locator('[data-card]').first().waitFor();
    expect(await steps.count()).toBe(0);
  },
  TEST_MS,
);

it(
  'the palette leads by keyboard to tasks of every project, to pages and to actions',
  async () => {
    await createProject(ui.client, 'north', 'NO', 'Northern');
    await createProject(ui.client, 'south', 'SO', 'Southern');
    const far = await createTask(ui.client, 'south', 'Repair the lighthouse lamp');
    const near = await createTask(ui.client, 'north', 'Paint the lighthouse');
    const page = await ui.open('/p/north');
    await card(page, near.key).waitFor();
    await page.keyboard.press('Control+k');
    await palette(page).getByRole('combobox').waitFor();
    await page.keyboard.type('lighthouse');
    // Of what fits as well, the project at hand comes first.
    await chosen(page).filter({ hasText: near.key }).waitFor();
    await page.keyboard.press('ArrowDown');
    await chosen(page).filter({ hasText: far.key }).waitFor();
    expect(await obstaclesOn(page)).toEqual([]);
    await page.keyboard.press('Escape');

    await run(page, 'lamp repair', far.key);
    await drawer(page, far.key).getByRole('tab', { name: 'Overview' }).waitFor();
    await until(async () => expect(await page.title()).toBe(`${far.key} Repair the lighthouse lamp · Mission Control`));
    await run(page, near.key.toLowerCase(), near.title);
    await drawer(page, near.key).getByRole('tab', { name: 'Overview' }).waitFor();
    await run(page, '', near.key);
    await run(page, 'southern agents', 'Agents');
    await page.waitForURL('**/projects/south/agents');
    await until(async () => expect(await page.title()).toBe('Agents · Mission Control'));

    expect(await theme(page)).toBe('light');
    await run(page, 'theme dark', 'Theme: dark');
    // What was chosen is done once the palette is gone.
    await until(async () => expect(await theme(page)).toBe('dark'));
    await run(page, 'pause', 'Pause Southern…');
    expect(await dialog(page, 'Mode of Southern').getByLabel('Paused').isChecked()).toBe(true);
    await page.keyboard.press('Escape');
    await run(page, 'emergency', 'Stop everything…');
    await dialog(page, 'Stop everything?').getByLabel('Reason, for everybody to read').waitFor();
    await page.keyboard.press('Escape');
    await run(page, 'new task', 'New task');
    await dialog(page, 'New task').waitFor();
  },
  TEST_MS,
);

it(
  'the project menu stays on the page, shows all projects where a page can, and searches where there are many',
  async () => {
    const page = await ui.open('/projects/north/costs');
    const menu = page.getByRole('button', { name: /^Project: / });
    await menu.click();
    await page.getByRole('menuitemradio', { name: 'All projects' }).click();
    await page.waitForURL('**/costs');
    await menu.filter({ hasText: 'All projects' }).click();
    await page.getByRole('menuitemradio', { name: /^Southern/ }).click();
    await page.waitForURL('**/projects/south/costs');
    for (const [slug, prefix] of [
      ['quay', 'QU'],
      ['pier', 'PI'],
      ['buoy', 'BU'],
      ['zenith', 'ZE'],
    ] as const) {
      await createProject(ui.client, slug, prefix);
    }
    await page.reload();
    await menu.click();
    await page.getByRole('menuitem', { name: 'Find one of 9…' }).click();
    await dialog(page, 'Find a project').getByRole('combobox').fill('zen');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/projects/zenith/costs');
  },
  TEST_MS,
);

it(
  'all tabs share one stream; another goes on when the first is closed, and a session that ends in one ends in all',
  async () => {
    const first = await ui.openSignedOut();
    const streams = watchStreams(first);
    await first.goto(signInLink(ui.stack, '/p/north'));
    await badge(first, 'Live').waitFor();
    const second = await anotherTab(first, '/p/north');
    const third = await anotherTab(first, '/p/south');
    // A leader that is too busy to answer may have been replaced.
    await until(() => expect(streams()).toBe(1));
    const { key } = await createTask(ui.client, 'north', 'Seen in both');
    await Promise.all([first, second].map((page) => card(page, key).waitFor()));
    await first.close();
    const { key: later } = await createTask(ui.client, 'north', 'Seen by whoever is left');
    await card(second, later).waitFor();
    await badge(third, 'Live').waitFor();
    await until(() => expect(streams()).toBe(1));
    await third.getByRole('button', { name: /^Account and theme/ }).click();
    await third.getByRole('menuitem', { name: 'Sign out' }).click();
    await second.getByRole('heading', { name: 'Sign in to Mission Control' }).waitFor();
    expect(await second.title()).toBe('Sign in · Mission Control');
    await until(() => expect(streams()).toBe(0));
  },
  TEST_MS,
);

it(
  'a burst of changes is painted a few times, and its last one is what is shown',
  async () => {
    const page = await ui.open('/p/north');
    const tab = await anotherTab(page, '/p/north');
    const [shown] = (await ui.client.get<{ items: TaskCard[] }>('/tasks?project=north')).items;
    const { person } = await ui.client.get<SessionView>('/session');
    await card(tab, shown!.key).waitFor();
    const paints = await tab.evaluate<number>(`(async () => {
      const shown = ${JSON.stringify(shown)};
      const leader = new BroadcastChannel('mission-control:${person.id}');
      let paints = 0;
      new MutationObserver(() => (paints += 1)).observe(document.querySelector('[data-card="${shown!.key}"]').closest('section, div'), { subtree: true, childList: true, characterData: true });
      for (let change = 1; change <= 400; change += 1) {
        const seq = shown.seq + change;
        const card = { ...shown, seq, title: 'Change ' + change };
        const data = JSON.stringify({ taskKey: shown.key, projectId: 'north', seq, type: 'task.edited', actor: {}, at: '', card });
        leader.postMessage({ kind: 'HEARD', message: { event: 'task.changed', data, id: '' } });
        if (change % 2 === 0) await new Promise((resolve) => setTimeout(resolve, 10));
      }
      for (let look = 0; look < 100 && !document.body.innerText.includes('Change 400'); look += 1) {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      return paints;
    })()`);
    await card(tab, shown!.key).getByText('Change 400').waitFor();
    expect(paints).toBeLessThan(100);
  },
  TEST_MS,
);

it(
  'without a connection it says so, and what happened meanwhile is there when it is back',
  async () => {
    const page = await ui.open('/p/north');
    await page.context().setOffline(true);
    await badge(page, 'Offline').waitFor();
    await page.getByRole('alert').getByText('Mission Control cannot be reached').waitFor();
    const { key } = await createTask(ui.client, 'north', 'While nobody could see');
    await page.context().setOffline(false);
    await badge(page, 'Live').waitFor();
    await card(page, key).waitFor();
    await page.getByText('Mission Control cannot be reached').waitFor({ state: 'detached' });
  },
  TEST_MS,
);

it(
  'the tab says what waits for the person, in its title and on its icon',
  async () => {
    const paula = await addPerson(ui, 'Paula Peer');
    const { key } = await createTask(paula, 'north', 'Ask somebody');
    const page = await ui.open('/alerts');
    const icon = () => page.evaluate<string>('document.querySelector("link[rel=icon]").href');
    expect([await page.title(), await icon()]).toEqual(['Alerts · Mission Control', `${ui.stack.url}/favicon.svg`]);
    await command(paula, key, 'requestApproval', {
      action: 'call them',
      summary: 'May I?',
      risk: 'GREEN',
      blocking: false,
    });
    await until(async () => expect(await page.title()).toBe('(1) Alerts · Mission Control'));
    expect(decodeURIComponent(await icon())).toContain('>1</text>');
    await command(ui.client, key, 'decideApproval', { approvalId: `${key}-A1`, decision: 'APPROVE' });
    await until(async () => expect(await page.title()).toBe('Alerts · Mission Control'));
    expect(await icon()).toBe(`${ui.stack.url}/favicon.svg`);
  },
  TEST_MS,
);

it(
  'can be installed, with icons that are there, under a policy without inline scripts',
  async () => {
    const page = await ui.openSignedOut();
    await page.goto(signInLink(ui.stack));
    const manifest = await page.request.get((await page.getAttribute('link[rel=manifest]', 'href')) ?? '');
    expect(manifest.headers()['content-type']).toContain('application/manifest+json');
    const {
      icons,
      display,
      start_url: start,
    } = (await manifest.json()) as {
      icons: { src: string; sizes: string; type: string; purpose: string }[];
      display: string;
      start_url: string;
    };
    expect([display, start, icons.some(({ purpose }) => purpose === 'maskable')]).toEqual(['standalone', '/', true]);
    for (const { src, sizes, type } of icons.filter((icon) => icon.type === 'image/png')) {
      const answer = await page.request.get(src);
      const header = (await answer.body()).subarray(16, 24);
      expect([src, answer.headers()['content-type'], `${header.readUInt32BE(0)}x${header.readUInt32BE(4)}`]).toEqual([
        src,
        type,
        sizes,
      ]);
    }
    const policy = (await page.request.get('/')).headers()['content-security-policy'] ?? '';
    expect(policy).toContain("script-src 'self';");
    const bars = `[...document.querySelectorAll('meta[name=theme-color]')].map((meta) => meta.content)`;
    expect(await page.evaluate(bars)).toEqual(['#ffffff', '#ffffff']);
  },
  TEST_MS,
);
