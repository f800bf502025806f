import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** The rules of axe for WCAG 2.2 AA. */
const WCAG: readonly string[] = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** What axe can find in what lies on top (a menu, a dialog, or the page itself), and what is off screen. */
export async function obstaclesOn(page: Page): Promise<string[]> {
  return [...(await violationsOn(page)), ...(await controlsOutOfReach(page))];
}

/** What can be pressed but is cut off at the side, where nothing scrolls to it. */
const controlsOutOfReach = (page: Page) =>
  page.evaluate<string[]>(`[...document.querySelectorAll('button, a, input, select, textarea')].filter((control) => {
    const { left, right, width } = control.getBoundingClientRect();
    if (width === 0 || (left >= -1 && right <= innerWidth + 1)) return false;
    for (let around = control.parentElement; around; around = around.parentElement) {
      const isScroller = /auto|scroll/.test(getComputedStyle(around).overflowX);
      if (isScroller && around.scrollWidth > around.clientWidth) return false;
    }
    return true;
  }).map((control) => 'out of reach: ' + control.outerHTML.slice(0, 200))`);

/**
 * Behind an open drawer the board need not be looked at once more. Columns that a drag may not go to are inactive, and
 * fade (WCAG 1.4.3).
 */
const CONTEXT = `(() => {
  const top = [...document.querySelectorAll('[role=dialog], [role=menu]')].at(-1);
  const isDrawerOpen = document.querySelector('aside') !== null;
  const exclude = isDrawerOpen ? [['[data-status]']] : [['[data-drop=illegal]']];
  return { include: [top ?? document.documentElement], exclude };
})()`;

async function violationsOn(page: Page): Promise<string[]> {
  // Evaluated over the debugger, since the page's own policy rightly forbids scripts of strangers.
  await page.evaluate(axe.source);
  const options = JSON.stringify({ runOnly: WCAG, resultTypes: ['violations'] });
  const { violations } = await page.evaluate<axe.AxeResults>(`(async () => axe.run(${CONTEXT}, ${options}))()`);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary = '' }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
  );
}
