import type { Browser } from 'playwright-core';
import type { Stack } from '../local/stack.ts';
import { hostAndPort, startSeverableProxy } from '../tests/fakes/severable-proxy.ts';
import type { Db } from './database.ts';
import { absolute, note, type Figure } from './figure.ts';
import { changeTasks } from './live-changes.ts';
import { longestTask, observeTasks, whenOnly } from './page-watch.ts';
import { median } from './statistics.ts';

const ROUNDS = 5;
const MISSED = { perSecond: 1_000, seconds: 2 };

/** How soon a board shows what has happened while its browser was cut off, from the moment it is connected again. */
export async function* catchUp(
  browser: Browser,
  { url, ownerToken }: Pick<Stack, 'url' | 'ownerToken'>,
  database: Db,
  project: string,
): AsyncGenerator<Figure> {
  const { host, port } = hostAndPort(url);
  const cable = await startSeverableProxy(host, port);
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`http://${cable.address}/p/${project}#token=${ownerToken}`);
  await page.evaluate(whenConnected);
  await page.locator('[data-card]').first().waitFor();
  await observeTasks(page);
  const times: number[] = [];
  let longest = 0;
  for (let round = 1; round <= ROUNDS; round++) {
    cable.cut();
    await page.evaluate(whenNotConnected);
    const changes = await changeTasks(database, project, `Missed ${round}`, MISSED);
    const busy = await longestTask(page, async () => {
      cable.mend();
      const milliseconds = await page.evaluate<number>(catchUpTime(`Missed ${round}: `));
      note(`${changes} missed changes: on the screen ${milliseconds.toFixed(0)} ms after the connection`);
      times.push(milliseconds);
    });
    longest = Math.max(longest, busy);
  }
  yield absolute('ui.catch_up_2000_p50_ms', median(times), 'ms');
  yield absolute('ui.catch_up_2000_longest_task_ms', longest, 'ms');
  await page.close();
  await cable.close();
}

/** Resolves, in the page, when it says that it is live, or no longer. */
const whenLive = (isLive: boolean): string => `new Promise((done) => {
  const look = () => {
    const isLive = [...document.querySelectorAll('output')].some(({ textContent }) => textContent === 'Live');
    if (isLive === ${isLive}) done();
    else setTimeout(look, 5);
  };
  look();
})`;

const whenConnected = whenLive(true);
const whenNotConnected = whenLive(false);

/** Milliseconds, in the page, from being live again until every card on the screen is up to date. */
const catchUpTime = (text: string): string => `(async () => {
  await ${whenConnected};
  const connectedAt = performance.now();
  await ${whenOnly(text)};
  return performance.now() - connectedAt;
})()`;
