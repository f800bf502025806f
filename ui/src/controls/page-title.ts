import { useEffect } from 'react';

const PRODUCT = 'Mission Control';

interface Named {
  readonly title: string;
  readonly depth: number;
}

const shown: Named[] = [];
let waiting = 0;

/** What the tab says: how much waits for the person, the page, the product. */
export function documentTitle(page: string | undefined, count: number): string {
  const name = page === undefined ? PRODUCT : `${page} · ${PRODUCT}`;
  return count > 0 ? `(${count}) ${name}` : name;
}

function show(): void {
  const deepest = shown.reduce<Named | undefined>(
    (best, named) => (best && best.depth > named.depth ? best : named),
    undefined,
  );
  document.title = documentTitle(deepest?.title, waiting);
}

/**
 * Names the page in the tab and in the browser's history for as long as it is shown.
 * @param depth of what opens over a page, like a task over the board
 */
export function usePageTitle(title: string | undefined, depth = 0): void {
  useEffect(() => {
    if (title === undefined) return;
    const own = { title, depth };
    shown.push(own);
    show();
    return () => {
      shown.splice(shown.indexOf(own), 1);
      show();
    };
  }, [title, depth]);
}

/** Says in the tab how much waits for the person. */
export function showWaiting(count: number): void {
  waiting = count;
  show();
}
