import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { TaskView } from '../../operations/schemas/task.ts';
import { startExecutor } from './executor.test-support.ts';
import { card, cardLink, drawer, tab } from './places.test-support.ts';
import {
  addPerson,
  assign,
  command,
  createAgent,
  createProject,
  createTask,
  startUi,
  START_MS,
  type Device,
  type Ui,
} from './ui.test-support.ts';

const TEST_MS = 60_000;
const TABS = ['Overview', 'Thread', 'Timeline', 'Executions', 'Approvals', 'Cost'] as const;

const SCRIPT = '<script>window.wasHere=1</script>';
const IMAGE = '<img src=x onerror="window.wasHere=1">';
const MARKDOWN = [
  SCRIPT,
  IMAGE,
  '[a link](javascript:window.wasHere=1)',
  '[a hidden one](JaVaScRiPt&colon;alert(1))',
  '<a href="javascript:window.wasHere=1">raw</a>',
  '![a picture](https://evil.example/pixel.png)',
  '<svg onload="window.wasHere=1"></svg>',
  '<iframe src="https://evil.example"></iframe>',
  '[data](data:text/html,<script>window.wasHere=1</script>)',
  '<style>body{display:none}</style>',
  '```html\n<script>window.wasHere=1</script>\n```',
].join('\n\n');
const DRAWING = `<svg xmlns="http://www.w3.org/2000/svg" onload="window.wasHere=1"><script>window.wasHere=1</script></svg>`;
const HUGE_WORD = 'W'.repeat(5_000);

let ui: Ui;
let key: string;
/** By name. */
const uploads = new Map<string, string>();

beforeAll(async () => {
  ui = await startUi();
  await createProject(ui.client, 'hostile', 'HX', `${IMAGE} Project`);
  key = await createHostileTask();
}, START_MS);
afterEach(async () => expect(await ui.closePages()).toEqual([]));
afterAll(() => ui.close(), START_MS);

/** Every text that somebody can write, written by somebody who means harm. */
async function createHostileTask(): Promise<string> {
  const mallory = await addPerson(ui, `Mallory ${SCRIPT}`);
  const executor = await startExecutor(ui, `Executor ${IMAGE}`, ['CURSOR']);
  const agent = await createAgent(ui.client, 'hostile', `Agent ${IMAGE}`);
  const task = await createTask(mallory, 'hostile', `${SCRIPT}${IMAGE} title`, {
    description: `${MARKDOWN}\n\n${HUGE_WORD}`,
    checklist: [{ label: `${IMAGE} done`, checked: false, note: SCRIPT }],
    metadata: { note: `</pre>${SCRIPT}` },
    workspace: { repositoryUrl: `https://example.com/${encodeURIComponent(SCRIPT)}.git`, baseBranch: 'main' },
  });
  const send = (name: string, body: object) => command(mallory, task.key, name, body);
  await assign(mallory, task.key, agent);
  await send('plan', { bullets: [IMAGE, SCRIPT, 'W'.repeat(500)] });
  await send('comment', { body: MARKDOWN });
  await send('comment', { body: HUGE_WORD });
  await send('link', { kind: 'URL', url: 'https://evil.example/', title: IMAGE });
  await send('dispatch', { executor: 'CURSOR' });
  const work = await executor.claim();
  await work.heartbeat({ progress: { percent: 40, message: IMAGE }, log: `${SCRIPT}\n${HUGE_WORD}\n` });
  const diff = `diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-${SCRIPT}\n+${IMAGE}\n+${HUGE_WORD}\n`;
  const patch = await work.upload(`${IMAGE.replaceAll(/[/"]/g, '')}.diff`, 'text/x-diff', diff);
  uploads.set('page.html', await work.upload('page.html', 'text/html', `<!doctype html><title>page</title>${SCRIPT}`));
  uploads.set('drawing.svg', await work.upload('drawing.svg', 'image/svg+xml', DRAWING));
  uploads.set('disguised.png', await work.upload('disguised.png', 'image/png', DRAWING));
  await work.complete({ summary: MARKDOWN, content: MARKDOWN, artifacts: [patch, ...uploads.values()] });
  await send('requestApproval', {
    action: `${IMAGE} action`,
    summary: MARKDOWN,
    risk: 'RED',
    blocking: false,
    payload: { html: SCRIPT, long: HUGE_WORD },
    rollbackPlan: IMAGE,
    justification: SCRIPT,
  });
  expect((await ui.client.get<TaskView>(`/tasks/${task.key}`)).status).toBe('REVIEW');
  return task.key;
}

/** Nothing ran, nothing became an element or a dangerous link, and nothing pushes the page off the screen. */
async function expectHarmless(page: Page): Promise<void> {
  const found = await page.evaluate<Record<string, unknown>>(`({
    wasHere: window.wasHere ?? null,
    scripts: [...document.scripts].filter((script) => !script.src.startsWith(location.origin)).length,
    strangers: document.querySelectorAll('iframe, object, embed, svg[onload], [onerror], img:not([src^="/"])').length,
    addresses: [...document.querySelectorAll('a')].map((link) => link.getAttribute('href') ?? '')
      .filter((address) => address !== '' && !/^(\\/|https?:)/.test(address)),
    openers: [...document.querySelectorAll('a[target=_blank]')].filter(({ rel }) => !rel.includes('noopener')).length,
    isTooWide: document.documentElement.scrollWidth > window.innerWidth,
  })`);
  expect(found).toEqual({ wasHere: null, scripts: 0, strangers: 0, addresses: [], openers: 0, isTooWide: false });
}

describe.each(['desktop', 'phone'] as const)('hostile content on a %s', (device: Device) => {
  it(
    'is text on the board, in every tab of the task and in the inbox',
    async () => {
      const page = await ui.open('/p/hostile', device);
      await cardLink(page, key).getByText('<script>').waitFor();
      await expectHarmless(page);
      await cardLink(page, key).click();
      await drawer(page, key).getByRole('heading', { name: 'Deliverable' }).waitFor();
      await drawer(page, key).getByRole('link', { name: 'a picture' }).first().waitFor();
      expect(await drawer(page, key).getByRole('link', { name: 'a link' }).count()).toBe(0);
      await drawer(page, key).getByRole('region', { name: 'Diff' }).getByText(`+${IMAGE}`).waitFor();
      for (const name of TABS) {
        await tab(page, key, name).click();
        await page.getByRole('tabpanel', { name: new RegExp(`^${name}`) }).waitFor();
        await expectHarmless(page);
      }
      await page.goto('/inbox');
      await page.getByRole('list', { name: 'Pending approvals' }).getByText('<script>').first().waitFor();
      await expectHarmless(page);
    },
    TEST_MS,
  );
});

it(
  'shows a preview of what is typed and the search for it without running either',
  async () => {
    const page = await ui.open('/p/hostile');
    await page.getByRole('button', { name: 'New task' }).click();
    const form = page.getByRole('dialog', { name: 'New task' });
    await form.getByLabel('Description').fill(MARKDOWN);
    await form.getByRole('button', { name: 'Preview' }).click();
    await form.getByText('window.wasHere=1').first().waitFor();
    await expectHarmless(page);
    await form.getByRole('button', { name: 'Back' }).click();
    await form.waitFor({ state: 'detached' });
    await page.getByRole('searchbox', { name: 'Search tasks' }).fill(IMAGE);
    await card(page, key).waitFor();
    await page.reload();
    await card(page, key).waitFor();
    await expectHarmless(page);
  },
  TEST_MS,
);

it.each(['page.html', 'drawing.svg', 'disguised.png'])(
  'downloads %s instead of showing it',
  async (name) => {
    const page = await ui.open(`/p/hostile/t/${key}`);
    await drawer(page, key)
      .getByRole('link', { name: new RegExp(name) })
      .first()
      .waitFor();
    expect(await drawer(page, key).getByRole('img', { name }).count()).toBe(0);
    await expectHarmless(page);
    const downloading = page.waitForEvent('download');
    await page.goto(`/api/v1/artifacts/${uploads.get(name)}`).catch(() => undefined);
    expect((await downloading).suggestedFilename()).toBe(name);
    await expectHarmless(page);
  },
  TEST_MS,
);

it('is held by a strict policy besides', async () => {
  const page = await ui.openSignedOut();
  const response = await page.goto('/');
  const headers = response?.headers() ?? {};
  const policy = Object.fromEntries(
    (headers['content-security-policy'] ?? '').split(';').map((directive) => {
      const [name = '', ...sources] = directive.trim().split(/\s+/);
      return [name, sources];
    }),
  );
  expect(policy).toMatchObject({
    'default-src': ["'self'"],
    'script-src': ["'self'"],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'frame-ancestors': ["'none'"],
  });
  expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
  expect(headers['x-powered-by']).toBeUndefined();
});
