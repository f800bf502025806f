import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import { isTold } from '../../domain/github/settings.ts';
import type { GithubSyncs } from '../../operations/github-syncs.ts';
import type { Logger } from '../../config/logger.ts';
import type { Store } from '../../store/store.ts';

const LOCK = 'github-follower';
const HELD_MS = 15_000;
const LOOK_EVERY_MS = 1_000;
/** Clocks differ and writes overtake each other: each look goes back this far, in milliseconds. */
const OVERLAP_MS = 5_000;
const EVENTS_PER_LOOK = 500;
const OWED_PER_LOOK = 100;
/** What is owed about a task that was never linked after all is forgotten after this, in milliseconds. */
const OWED_FOR_MS = 24 * 60 * 60_000;

interface FollowerOptions {
  readonly store: Store;
  readonly syncs: Pick<GithubSyncs, 'post'>;
  readonly logger: Logger;
}

/** Follows the log of all tasks and has GitHub told of those that have something there. One of several processes does. */
export class GithubFollower {
  readonly #options: FollowerOptions;
  readonly #holder = randomUUID();
  readonly #seen = new LRUCache<string, true>({ max: 10_000 });
  #since: Date | undefined;

  constructor(options: FollowerOptions) {
    this.#options = options;
  }

  async run(signal: AbortSignal): Promise<void> {
    const { store, logger } = this.#options;
    while (!signal.aborted) {
      const isMore = await this.#turn().catch((error: unknown) => {
        logger.debug({ err: error }, 'the log could not be looked at for GitHub');
        return false;
      });
      if (!isMore) await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
    await store.locks.letGo(LOCK, this.#holder).catch(() => undefined);
  }

  async #turn(): Promise<boolean> {
    const { locks } = this.#options.store;
    const isMine = (await locks.keep(LOCK, this.#holder, HELD_MS)) || (await locks.hold(LOCK, this.#holder, HELD_MS));
    // Whoever had it in between has looked further.
    if (!isMine) this.#since = undefined;
    if (!isMine) return false;
    await this.#payOwed();
    return this.#look();
  }

  /** Answers whether there may be more. Telling what was told before changes nothing. */
  async #look(): Promise<boolean> {
    const { store } = this.#options;
    const { posts } = store.github;
    this.#since ??= (await posts.followedUntil()) ?? new Date();
    const events = await store.history.storedSince(this.#since, EVENTS_PER_LOOK);
    const last = events.at(-1);
    if (!last) return false;
    const fresh = events.filter(({ taskId, seq }) => !this.#seen.has(`${taskId}:${seq}`));
    await this.#tell(new Map(fresh.map(({ taskId, taskKey }) => [taskId, taskKey])));
    for (const { taskId, seq } of fresh) this.#seen.set(`${taskId}:${seq}`, true);
    const isFull = events.length === EVENTS_PER_LOOK;
    const until = new Date(last.storedAt.getTime() - (isFull ? 1 : OVERLAP_MS));
    if (until > this.#since) {
      this.#since = until;
      await posts.followed(until);
    }
    return isFull;
  }

  /** What happened to a task before it was linked may have been looked at before it was, too. */
  async #payOwed(): Promise<void> {
    const { posts } = this.#options.store.github;
    const owed = await posts.owed(OWED_PER_LOOK);
    if (owed.length === 0) return;
    const linked = await this.#tell(new Map(owed.map(({ _id, taskKey }) => [_id, taskKey])));
    const oldest = Date.now() - OWED_FOR_MS;
    for (const debt of owed) if (linked.has(debt._id) || debt.at.getTime() < oldest) await posts.paid(debt);
  }

  /** Has GitHub told of those that have something where it wants to be told. Answers which have something anywhere. */
  async #tell(keys: ReadonlyMap<string, string>): Promise<ReadonlySet<string>> {
    const { store, syncs } = this.#options;
    const places = keys.size === 0 ? [] : await store.github.issues.placesOf([...keys.keys()]);
    if (places.length === 0) return new Set();
    const connections = (await store.github.connections.all()).filter(({ settings }) => isTold(settings));
    const told = new Set(connections.map(placeKey));
    const wanted = new Set(places.filter((place) => told.has(placeKey(place))).map(({ taskId }) => taskId));
    for (const taskId of wanted) await syncs.post(taskId, keys.get(taskId) ?? '');
    return new Set(places.map(({ taskId }) => taskId));
  }
}

const placeKey = ({ projectId, repositoryId }: { readonly projectId: string; readonly repositoryId: number }): string =>
  `${projectId}:${repositoryId}`;
