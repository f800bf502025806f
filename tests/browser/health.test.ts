import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { obstaclesOn } from './obstacles.test-support.ts';
import { startUi, START_MS, type Ui } from './ui.test-support.ts';

const TEST_MS = 240_000;
/** A bot counts as gone after 30 seconds, and the page looks every 5. */
const NOTICED_MS = 60_000;

let ui: Ui;
beforeAll(async () => {
  ui = await startUi({ withTelegramStandIn: true });
}, START_MS);
afterEach(async () => expect(await ui.closePages()).toEqual([]));
afterAll(() => ui.close(), START_MS);

it(
  'the health page says what is really stopped, and that it is back',
  async () => {
    const { servers, processes } = ui.stack;
    const page = await ui.open('/health');
    for (const name of ['Temporal', 'Worker', 'MongoDB', 'Telegram']) await is(component(page, name), 'Up');
    await page.getByText('Commands are taken').waitFor();
    await page.getByRole('region', { name: 'Errors and slow requests' }).waitFor();

    await processes.get('worker')!.stop();
    await is(component(page, 'Worker'), 'Down');
    await component(page, 'Worker').getByText('nobody takes tasks from Temporal: start a worker').waitFor();
    await page.getByText('Something is down').waitFor();
    await is(component(page, 'Temporal'), 'Up');
    await processes.get('worker')!.start();
    await is(component(page, 'Worker'), 'Up');
    await component(page, 'Worker')
      .getByText(/^was down until/)
      .waitFor();

    await processes.get('bot')!.stop();
    await is(component(page, 'Telegram'), 'Warning');
    await component(page, 'Telegram')
      .getByText(/no bot is running/)
      .waitFor();
    await page.getByText('Commands are taken').waitFor();
    await processes.get('bot')!.start();
    await is(component(page, 'Telegram'), 'Up');

    await servers.stopMongodb();
    await is(component(page, 'MongoDB'), 'Down');
    await is(component(page, 'Temporal'), 'Up');
    await failure(page, /failed/).waitFor({ timeout: NOTICED_MS });
    expect(await obstaclesOn(page)).toEqual([]);
    await servers.startMongodb();
    await is(component(page, 'MongoDB'), 'Up');

    await servers.stopTemporal();
    await is(component(page, 'Temporal'), 'Down');
    await component(page, 'Worker').getByText('unknown while Temporal is away').waitFor();
    await page.getByText('Nothing is known while Temporal does not answer.').waitFor({ timeout: NOTICED_MS });
    await is(component(page, 'MongoDB'), 'Up');
    await servers.startTemporal();
    await is(component(page, 'Temporal'), 'Up');
    await is(component(page, 'Worker'), 'Up');
    await page.getByText('Commands are taken').waitFor();

    await processes.get('api')!.stop();
    await page
      .getByRole('status')
      .filter({ hasText: /Reconnecting|Offline/ })
      .waitFor({ timeout: NOTICED_MS });
    await page.getByRole('list', { name: 'Components' }).waitFor({ state: 'hidden', timeout: NOTICED_MS });
    await processes.get('api')!.start();
    await is(component(page, 'Temporal'), 'Up');
    await page.getByRole('status').filter({ hasText: 'Live' }).waitFor({ timeout: NOTICED_MS });
  },
  TEST_MS,
);

const component = (page: Page, name: string): Locator =>
  page.getByRole('list', { name: 'Components' }).getByRole('listitem', { name, exact: true });

const failure = (page: Page, text: RegExp): Locator =>
  page.getByRole('list', { name: 'Errors and slow requests' }).getByText(text).first();

const is = (shown: Locator, status: 'Up' | 'Warning' | 'Down'): Promise<void> =>
  shown.getByText(status, { exact: true }).waitFor({ timeout: NOTICED_MS });
