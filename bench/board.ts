import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { Db } from './database.ts';
import { absolute, note, type Figure } from './figure.ts';
import { changeTasks } from './live-changes.ts';
import { longestTask, observeTasks, whenOnly } from './page-watch.ts';
import { median } from './statistics.ts';
import { timed } from './timing.ts';

const FILTERS = ['Critical', 'High', 'Normal', 'Low', 'Critical', 'High', 'Normal', 'Low'];
const SCROLLS = 60;
const DRAG_STEPS = 60;
const CHANGES = { perSecond: 200, seconds: 6 };

/** How a large board feels: the longest that the page does not answer while it is worked with. */
export async function* workOnBoard(page: Page, database: Db, project: string): AsyncGenerator<Figure> {
  await observeTasks(page);
  const filters = await filterTimes(page);
  note(`filters: ${filters.map((ms) => ms.toFixed(0)).join(', ')} ms`);
  yield absolute('ui.filter_5000_p50_ms', median(filters), 'ms');
  yield absolute('ui.scroll_5000_longest_task_ms', await longestTask(page, () => scroll(page)), 'ms');
  yield absolute('ui.drag_5000_longest_task_ms', await longestTask(page, () => drag(page)), 'ms');
  let changes = 0;
  const longest = await longestTask(page, async () => {
    changes = await changeTasks(database, project, 'Changed', CHANGES);
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
