import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** The rules of axe for WCAG 2.2 AA. */
export const WCAG: readonly string[] = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** What axe can find, and what is off screen. */
export async function obstaclesOn(page: Page, rules: readonly string[]): Promise<string[]> {
  return [...(await violationsOn(page, rules)), ...(await controlsOutOfReach(page))];
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

async function violationsOn(page: Page, rules: readonly string[]): Promise<string[]> {
  // Evaluated over the debugger, since the page's own policy rightly forbids scripts of strangers.
  await page.evaluate(axe.source);
  // Columns that a drag may not go to are inactive, and fade (WCAG 1.4.3).
  const context = JSON.stringify({ include: [['html']], exclude: [['[data-drop=illegal]']] });
  const options = JSON.stringify({ runOnly: rules, resultTypes: ['violations'] });
  const { violations } = await page.evaluate<axe.AxeResults>(`axe.run(${context}, ${options})`);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary = '' }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
  );
}
