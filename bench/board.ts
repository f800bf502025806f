import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { Db } from './database.ts';
import { absolute, note, type Figure } from './figure.ts';
import { changeTasks } from './live-changes.ts';
import { median } from './statistics.ts';
import { timed } from './timing.ts';

const FILTERS = ['Critical', 'High', 'Normal', 'Low', 'Critical', 'High', 'Normal', 'Low'];
const SCROLLS = 60;
const DRAG_STEPS = 60;
const CHANGES_PER_SECOND = 200;
const CHANGES_SECONDS = 6;
const SETTLES_MS = 1_500;

/** How a large board feels: the longest that the page does not answer while it is worked with. */
export async function* workOnBoard(page: Page, database: Db, project: string): AsyncGenerator<Figure> {
  await page.evaluate(`(() => {
    window.busy = [];
    new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => window.busy.push(duration)))
      .observe({ type: 'longtask' });
  })()`);
  const filters = await filterTimes(page);
  note(`filters: ${filters.map((ms) => ms.toFixed(0)).join(', ')} ms`);
  yield absolute('ui.filter_5000_p50_ms', median(filters), 'ms');
  yield absolute('ui.scroll_5000_longest_task_ms', await longestTask(page, () => scroll(page)), 'ms');
  yield absolute('ui.drag_5000_longest_task_ms', await longestTask(page, () => drag(page)), 'ms');
  let changes = 0;
  const longest = await longestTask(page, async () => {
    changes = await changeTasks(database, project, CHANGES_PER_SECOND, CHANGES_SECONDS);
    await page.locator('[data-card]').filter({ hasText: 'Changed: ' }).first().waitFor();
  });
  note(`${changes} changes`);
  yield absolute('ui.changes_200_longest_task_ms', longest, 'ms');
}

/** From the choice of a filter to a board with no other card. */
async function filterTimes(page: Page): Promise<number[]> {
  const times: number[] = [];
  for (const priority of FILTERS) {
    times.push(
      await timed(async () => {
        await page.getByRole('combobox', { name: 'Priority' }).selectOption(priority);
        await page.evaluate(whenOnly(`${priority} priority`));
      }),
    );
  }
  await page.getByRole('button', { name: 'Clear filters' }).click();
  return times;
}

/** Resolves, in the page, with the first frame in which every card says something. */
const whenOnly = (text: string): string => `new Promise((done) => {
  const look = () => {
    const cards = [...document.querySelectorAll('[data-card]')];
    if (cards.length > 0 && cards.every((card) => card.textContent.includes('${text}'))) done();
    else requestAnimationFrame(look);
  };
  look();
})`;

async function scroll(page: Page): Promise<void> {
  const box = await page.locator('[data-column=INBOX]').boundingBox();
  if (!box) throw new Error('there is no column to scroll');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  for (let step = 0; step < SCROLLS; step++) {
    await page.mouse.wheel(0, 700);
    await sleep(30);
  }
}

async function drag(page: Page): Promise<void> {
  const [from, to] = await Promise.all(
    ['ASSIGNED', 'BLOCKED'].map((status) => page.locator(`[data-column=${status}] [data-card]`).first().boundingBox()),
  );
  if (!from || !to) throw new Error('there is no card to drag');
  const start = { x: from.x + from.width / 2, y: from.y + from.height - 12 };
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(to.x + to.width / 2, to.y + 200, { steps: DRAG_STEPS });
  await page.mouse.move(start.x, start.y, { steps: DRAG_STEPS });
  await page.mouse.up();
}

/** The longest time that the page was busy with one thing while something was done; 0 where nothing took 50 ms. */
async function longestTask(page: Page, work: () => Promise<void>): Promise<number> {
  await sleep(SETTLES_MS);
  await page.evaluate('window.busy.length = 0');
  await work();
  await sleep(SETTLES_MS);
  const busy = await page.evaluate<number[]>('window.busy');
  note(`${busy.length} long tasks: ${busy.map((ms) => ms.toFixed(0)).join(', ')} ms`);
  return Math.max(0, ...busy);
}
