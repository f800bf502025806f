import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { note } from './figure.ts';

const SETTLES_MS = 1_500;

/** Lets a page write down from now on how long it is busy with one thing, where that takes 50 ms. */
export async function observeTasks(page: Page): Promise<void> {
  await page.evaluate(`(() => {
    window.busy = [];
    new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => window.busy.push(duration)))
      .observe({ type: 'longtask' });
  })()`);
}

/** The longest time that the page was busy with one thing while something was done; 0 where nothing took 50 ms. */
export async function longestTask(page: Page, work: () => Promise<void>): Promise<number> {
  await sleep(SETTLES_MS);
  await page.evaluate('window.busy.length = 0');
  await work();
  await sleep(SETTLES_MS);
  const busy = await page.evaluate<number[]>('window.busy');
  note(`${busy.length} long tasks: ${busy.map((ms) => ms.toFixed(0)).join(', ')} ms`);
  return Math.max(0, ...busy);
}

/** Resolves, in the page, with the first frame in which every card says something. */
export const whenOnly = (text: string): string => `new Promise((done) => {
  const look = () => {
    const cards = [...document.querySelectorAll('[data-card]')];
    if (cards.length > 0 && cards.every((card) => card.textContent.includes('${text}'))) done();
    else requestAnimationFrame(look);
  };
  look();
})`;
