import { expect } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { STATUS_LABELS } from '../../ui/src/board/words.ts';
import type { TaskStatus } from '../../domain/task/vocabulary.ts';
import { until } from './ui.test-support.ts';

/** Where things are on the pages, by the names that a screen reader says. */
export const card = (page: Page, key: string): Locator => page.locator(`[data-card="${key}"]`);
export const cardLink = (page: Page, key: string): Locator => card(page, key).getByRole('link');
export const column = (page: Page, status: TaskStatus): Locator =>
  page.getByRole('region', { name: STATUS_LABELS[status], exact: true });
export const cardIn = (page: Page, status: TaskStatus, key: string): Locator =>
  column(page, status).locator(`[data-card="${key}"]`);
export const drawer = (page: Page, key: string): Locator =>
  page.getByRole('complementary', { name: `Task ${key}`, exact: true });
export const tab = (page: Page, key: string, name: string): Locator =>
  drawer(page, key).getByRole('tab', { name: new RegExp(`^${name}`) });
export const dialog = (page: Page, name: string): Locator => page.getByRole('dialog', { name, exact: true });
export const notice = (page: Page, text: string | RegExp): Locator =>
  page.getByRole('region', { name: 'Notifications' }).getByText(text);
export const badge = (page: Page, text: string): Locator => page.getByRole('status').filter({ hasText: text });
export const statusOf = (page: Page, key: string, label: string): Locator =>
  drawer(page, key).getByRole('button', { name: `Status: ${label}`, exact: true });

/** The true totals of some columns, as the board shows them. */
export async function expectCounts(page: Page, counts: Partial<Record<TaskStatus, number>>): Promise<void> {
  await until(async () => {
    const shown = await Promise.all(
      Object.keys(counts).map(async (status) => {
        const count = column(page, status as TaskStatus).locator('[data-count]');
        return [status, Number(await count.getAttribute('data-count', { timeout: 1_000 }))];
      }),
    );
    expect(Object.fromEntries(shown)).toEqual(counts);
  });
}

/** Drags a card with the mouse onto a column and drops it there. */
export async function drag(page: Page, key: string, to: TaskStatus): Promise<void> {
  const from = await boxOf(card(page, key));
  const target = await boxOf(column(page, to));
  const start = { x: from.x + from.width / 2, y: from.y + from.height - 12 };
  const end = { x: target.x + target.width / 2, y: target.y + Math.min(300, target.height / 2) };
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(start.x + 8, start.y + 8);
  await page.mouse.move(end.x, end.y, { steps: 8 });
  await dropSeen(page);
}

/** Lets go of what is dragged once the page has drawn where it is, as people do. */
export async function dropSeen(page: Page): Promise<void> {
  await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
  await page.mouse.up();
}

async function boxOf(locator: Locator) {
  const box = await locator.boundingBox();
  if (!box) throw new Error(`${String(locator)} is not on screen`);
  return box;
}
