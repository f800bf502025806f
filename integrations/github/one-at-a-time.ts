import { oneAtATime as holding } from '../../operations/one-at-a-time.ts';
import type { Store } from '../../store/store.ts';

/** Does something about one thing on GitHub while nobody else does: a webhook and a sync may see it at the same moment. */
export const oneAtATime = <Answer>(store: Store, thing: string, change: () => Promise<Answer>): Promise<Answer> =>
  holding(store, `github:${thing}`, change);

/** Some at a time, in order. @throws the first failure, once those under way are over */
export async function eachOf<Item>(
  items: readonly Item[],
  atATime: number,
  deal: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = items.values();
  const failures: unknown[] = [];
  const work = async () => {
    for (const item of waiting) {
      if (failures.length > 0) return;
      await deal(item).catch((error: unknown) => failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: atATime }, work));
  if (failures.length > 0) throw failures[0];
}
