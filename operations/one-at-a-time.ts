import { setTimeout } from 'node:timers/promises';
import { ulid } from 'ulid';
import type { Store } from '../store/store.ts';

/** Longer than a change of a task takes: whoever was cut off in the middle keeps nobody waiting for longer. */
const HELD_FOR_MS = 15_000;
const WAITED_AT_MOST_MS = 40_000;
const LOOK_EVERY_MS = 50;

/** Does something about one thing while nobody else does, in this process or another. @param thing its name among all. */
export async function oneAtATime<Answer>(
  { locks }: Pick<Store, 'locks'>,
  thing: string,
  change: () => Promise<Answer>,
): Promise<Answer> {
  const holder = ulid();
  const until = Date.now() + WAITED_AT_MOST_MS;
  while (!(await locks.hold(thing, holder, HELD_FOR_MS))) {
    if (Date.now() > until) throw new Error(`others are changing ${thing} for too long`);
    await setTimeout(LOOK_EVERY_MS + Math.random() * LOOK_EVERY_MS);
  }
  try {
    return await change();
  } finally {
    // What cannot be let go of ends by itself.
    await locks.letGo(thing, holder).catch(() => undefined);
  }
}
