import { LRUCache } from 'lru-cache';
import type { EventDocument } from '../../../store/models.ts';
import type { BotParts } from '../parts.ts';

const LOOK_EVERY_MS = 250;
/** Clocks differ and writes overtake each other: each look goes back this far, in milliseconds. */
const OVERLAP_MS = 5_000;
const EVENTS_PER_LOOK = 500;

/** Follows the log of all tasks and notes what is to be told in which thread. */
export class Follower {
  readonly #parts: BotParts;
  readonly #seen = new LRUCache<string, true>({ max: 10_000 });
  #since: Date | undefined;

  constructor(parts: BotParts) {
    this.#parts = parts;
  }

  async run(signal: AbortSignal): Promise<void> {
    const { clock, logger } = this.#parts;
    while (!signal.aborted) {
      const isMore = await this.look().catch((error: unknown) => {
        logger.debug({ err: error }, 'the log could not be looked at');
        return false;
      });
      if (!isMore) await clock.sleep(LOOK_EVERY_MS, signal);
    }
  }

  /** Answers whether there may be more. What was seen before is noted again, which changes nothing. */
  async look(): Promise<boolean> {
    const { store } = this.#parts;
    const { bot, chats, threads } = store.telegram;
    this.#since ??= (await bot.read())?.followed.events ?? (await this.#beginning());
    const events = await store.history.storedSince(this.#since, EVENTS_PER_LOOK);
    const last = events.at(-1);
    if (!last) return false;
    const on = new Map((await chats.list()).flatMap((chat) => (chat.isOn ? [[chat._id, chat.since]] : [])));
    const fresh = events.filter((event) => !this.#seen.has(nameOf(event)));
    const wanted = fresh.filter(({ projectId, storedAt }) => storedAt >= (on.get(projectId) ?? NEVER));
    for (const [taskId, ofTask] of byTask(wanted)) {
      const seqs = ofTask.map(({ seq }) => seq);
      const { taskKey, projectId } = ofTask[0] as EventDocument;
      const isUrgent = ofTask.some(({ type }) => type === 'approval.requested');
      const range = { fromSeq: Math.min(...seqs), toSeq: Math.max(...seqs) };
      await threads.want({ taskId, taskKey, projectId, ...range, isUrgent });
    }
    for (const { type, data, seq } of fresh) {
      const isAnswer = type.startsWith('approval.') && 'approvalId' in data;
      if (isAnswer) await store.telegram.messages.outdated(data.approvalId, seq);
    }
    for (const event of fresh) this.#seen.set(nameOf(event), true);
    const isFull = events.length === EVENTS_PER_LOOK;
    const until = new Date(last.storedAt.getTime() - (isFull ? 1 : OVERLAP_MS));
    if (until > this.#since) {
      this.#since = until;
      await bot.followed('events', until);
    }
    return isFull;
  }

  /** A bot that has never been here tells what has happened since chats were connected. */
  async #beginning(): Promise<Date> {
    const chats = await this.#parts.store.telegram.chats.list();
    return new Date(Math.min(Date.now(), ...chats.map(({ since }) => since.getTime())));
  }
}

const nameOf = ({ taskId, seq }: EventDocument): string => `${taskId}:${seq}`;

const NEVER = new Date(8.64e15);

function byTask(events: readonly EventDocument[]): Map<string, EventDocument[]> {
  const found = new Map<string, EventDocument[]>();
  for (const event of events) found.set(event.taskId, [...(found.get(event.taskId) ?? []), event]);
  return found;
}
