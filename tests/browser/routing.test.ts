import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { RoutingView } from '../../operations/schemas/routing.ts';
import { startExecutor } from './executor.test-support.ts';
import { dialog, drawer, notice } from './places.test-support.ts';
import {
  assign,
  createAgent,
  createProject,
  createTask,
  plan,
  startUi,
  START_MS,
  type Device,
  type Ui,
} from './ui.test-support.ts';

const TEST_MS = 90_000;

let ui: Ui;
beforeAll(async () => void (ui = await startUi()), START_MS);
afterEach(async () => expect(await ui.closePages()).toEqual([]));
afterAll(() => ui.close(), START_MS);

const rules = (page: Page) => page.getByRole('list', { name: 'Rules' }).getByRole('listitem');

it.each<[Device, string, string]>([
  ['desktop', 'desk', 'DESK'],
  ['phone', 'hand', 'HAND'],
])(
  'on a %s, rules are written, tried out, saved and followed, and what is skipped says why',
  async (device, slug, prefix) => {
    await createProject(ui.client, slug, prefix, slug);
    const agent = await createAgent(ui.client, slug, 'Operator');
    const { key } = await createTask(ui.client, slug, 'Renew the certificate');
    await assign(ui.client, key, agent);
    await plan(ui.client, key);

    const page = await ui.open(`/projects/${slug}/routing`, device);
    await page.getByText('These are the built-in rules.').waitFor();
    await page.getByRole('button', { name: 'Add rule' }).click();
    const editor = dialog(page, 'New rule');
    await editor.getByLabel('Title contains').fill('certificate');
    await editor.getByLabel('Goes to').selectOption('OPENCLAW_AGENT');
    await editor.getByLabel('Why').fill('It has the keys');
    await editor.getByLabel('Fallback 1').selectOption('MANUAL');
    await editor.getByLabel('Minutes for an attempt').fill('15');
    await editor.getByRole('button', { name: 'Add the rule' }).click();
    await page.getByText('Not saved yet').waitFor();
    await rules(page).nth(5).getByText('It has the keys').waitFor();
    for (const place of [6, 5, 4, 3, 2]) {
      // By the keyboard: every control of the page can be reached so.
      await page.getByRole('button', { name: `Move rule ${place} up` }).press('Enter');
    }
    await rules(page).first().getByText('Title contains "certificate"').waitFor();
    await page.getByRole('button', { name: 'What would change?' }).click();
    await page.getByText('1 of the newest 1 task would go another way.').waitFor();
    await page.getByText('OpenClaw agent would be skipped now: no OPENCLAW_AGENT executor is connected.').waitFor();
    await page.getByRole('button', { name: 'Save rules' }).click();
    await notice(page, 'The routing rules are saved').waitFor();
    const saved = await ui.client.get<RoutingView>(`/projects/${slug}/routing`);
    expect(saved).toMatchObject({
      version: 1,
      rules: [{ executor: 'OPENCLAW_AGENT', maxMinutes: 15 }, {}, {}, {}, {}, {}],
    });

    // Somebody else is faster: whoever has not seen it does not overwrite it.
    await page.getByRole('button', { name: 'Remove rule 6' }).click();
    await ui.client.put(`/projects/${slug}/routing`, { rules: saved.rules.slice(0, 2), version: 1 });
    await page.getByRole('button', { name: 'Save rules' }).click();
    await page.getByText(/the rules have version 2 by now/).waitFor();
    await page.getByRole('button', { name: 'Discard changes' }).click();
    await page.getByRole('button', { name: 'Remove rule 3' }).waitFor({ state: 'detached' });

    const task = await ui.open(`/p/${slug}/t/${key}?tab=executions`, device);
    const panel = drawer(task, key);
    const skipped = 'Skipped OpenClaw agent (rule 1): no OPENCLAW_AGENT executor is connected';
    await panel.getByText(skipped).waitFor();
    await panel.getByRole('button', { name: 'Dispatch' }).click();
    const execution = panel.getByRole('listitem', { name: `${key}-X1` });
    await execution.getByText('MANUAL instead of OPENCLAW_AGENT: It has the keys').waitFor();
    await execution.getByText(skipped).waitFor();
  },
  TEST_MS,
);

it(
  'executors appear with what they say of themselves',
  async () => {
    await createProject(ui.client, 'shop', 'SHOP', 'Shop');
    const executor = await startExecutor(ui, 'claw-box', ['OPENCLAW_AGENT']);
    const agent = await createAgent(ui.client, 'shop', 'Writer');
    const { key } = await createTask(ui.client, 'shop', 'Write the news');
    await assign(ui.client, key, agent);
    await plan(ui.client, key);
    const page = await ui.open('/projects/shop/routing');
    const claw = page.getByRole('listitem', { name: 'OpenClaw agent' });
    await claw.getByText('Skipped', { exact: true }).waitFor();
    await ui.client.post(`/tasks/${key}/commands/dispatch`, { executor: 'OPENCLAW_AGENT' });
    await executor.claim();
    await claw.getByText('Connected').waitFor();
    await claw.getByText('claw-box').waitFor();
    await claw.getByText('1 running').first().waitFor();
  },
  TEST_MS,
);
