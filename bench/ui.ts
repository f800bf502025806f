import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { cacheFolder } from '../local/provision/cache.ts';
import { lookForChromium } from '../local/provision/chromium.ts';
import { terminalProgress } from '../local/progress.ts';
import { repositoryRoot } from '../local/repository.ts';
import type { Stack } from '../local/stack.ts';
import { workOnBoard } from './board.ts';
import { catchUp } from './catch-up.ts';
import { connectDriver } from './database.ts';
import { absolute, note, type Figure } from './figure.ts';
import { connectHttp } from './http-client.ts';
import { median } from './statistics.ts';
import { insertTasks } from './task-documents.ts';
import { withStack } from './temporary-stack.ts';
import { timed } from './timing.ts';

const UI = join(repositoryRoot, 'ui/dist');
const TASKS = 5_000;
const NAVIGATIONS = 7;
const PROJECT = 'bench';

/** What a browser has to load first, how long a large board takes to appear, and how it feels to work on it. */
export async function* benchUi(): AsyncGenerator<Figure> {
  yield absolute(
    'ui.first_load_js_kb',
    firstScripts().reduce((sum, path) => sum + gzippedKb(path), 0),
    'kB gzip',
  );
  const executablePath = await findChromium();
  if (executablePath === undefined) {
    note('no Chromium found (CHROMIUM_PATH, PATH): the board is not measured');
    return;
  }
  yield* await withStack((stack) => boardFigures(stack, executablePath));
}

/** Scripts that index.html names, preloaded modules included. */
function firstScripts(): string[] {
  const html = readFileSync(join(UI, 'index.html'), 'utf8');
  return [...html.matchAll(/(?:src|href)="([^"]+\.js)"/g)].map(([, path]) => join(UI, path ?? ''));
}

const gzippedKb = (path: string): number => gzipSync(readFileSync(path)).length / 1024;

async function findChromium(): Promise<string | undefined> {
  const progress = terminalProgress({ quiet: true });
  const found = await lookForChromium({ environment: process.env, cacheFolder: cacheFolder(process.env), progress });
  return found?.value;
}

/** From the navigation of a signed-in browser to the first card on the screen, caches filled by an earlier visit. */
async function boardFigures({ url, ownerToken, mongodbUri }: Stack, executablePath: string): Promise<Figure[]> {
  await fillBoard(url, ownerToken, mongodbUri);
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(`${url}/#token=${ownerToken}`);
    await page.getByRole('status').filter({ hasText: 'Live' }).waitFor();
    const navigations: number[] = [];
    for (let visit = 0; visit <= NAVIGATIONS; visit++) {
      await page.goto('about:blank');
      const milliseconds = await timed(async () => {
        await page.goto(`${url}/p/${PROJECT}`, { waitUntil: 'commit' });
        await page.locator('[data-card]').first().waitFor({ state: 'visible' });
      });
      note(`board visible after ${milliseconds.toFixed(0)} ms`);
      if (visit > 0) navigations.push(milliseconds);
    }
    const figures = [absolute('ui.board_5000_ms', median(navigations), 'ms')];
    const driver = await connectDriver(mongodbUri);
    for await (const figure of workOnBoard(page, driver.db(), PROJECT)) figures.push(figure);
    for await (const figure of catchUp(browser, { url, ownerToken }, driver.db(), PROJECT)) figures.push(figure);
    await driver.close();
    return figures;
  } finally {
    await browser.close();
  }
}

async function fillBoard(url: string, token: string, mongodbUri: string): Promise<void> {
  const client = connectHttp(url, token);
  await client.post('/projects', { slug: PROJECT, name: 'Benchmark', keyPrefix: 'BENCH' });
  client.close();
  const driver = await connectDriver(mongodbUri);
  await insertTasks(driver.db(), PROJECT, 'BENCH', TASKS);
  await driver.close();
}
