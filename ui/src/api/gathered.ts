/**
 * Hands on together what arrives in a burst: a little after the first, and then no more often than bearable.
 * @param soonMs pause after the first of a burst
 * @param apartMs shortest time between two times
 */
export function gathered<Item>(take: (items: readonly Item[]) => void, soonMs: number, apartMs: number) {
  let waiting: Item[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let tookAt = -Infinity;

  function flush(): void {
    const items = waiting;
    waiting = [];
    timer = undefined;
    tookAt = performance.now();
    take(items);
  }

  return (item: Item): void => {
    waiting.push(item);
    timer ??= setTimeout(flush, Math.max(soonMs, tookAt + apartMs - performance.now()));
  };
}
