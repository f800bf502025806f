import { standupMarkdown } from '../../domain/standup/markdown.ts';
import type { Standup } from '../../domain/standup/standup.ts';
import { needsOfPeople, standupHeadline } from '../../domain/standup/words.ts';
import type { TelegramChatDocument } from '../../store/documents/telegram.ts';
import type { StandupDocument } from '../../store/documents/standup.ts';
import { bold, escapeHtml, link } from './html.ts';
import type { BotParts } from './parts.ts';

const LOOK_EVERY_MS = 2_000;
const OVERLAP_MS = 10_000;
const STANDUPS_PER_LOOK = 100;
/** One that is older than this, in milliseconds, is not news any more. */
const NEWS_MS = 12 * 3_600_000;

/** Posts each standup into the chat of its project, once: the brief as a message, the whole as a file. */
export class StandupPost {
  readonly #parts: BotParts;
  #since: Date | undefined;

  constructor(parts: BotParts) {
    this.#parts = parts;
  }

  async run(signal: AbortSignal): Promise<void> {
    const { clock, logger } = this.#parts;
    while (!signal.aborted) {
      try {
        await this.look(signal);
      } catch (error) {
        if (!signal.aborted) logger.debug({ why: String(error) }, 'a standup could not be posted');
      }
      await clock.sleep(LOOK_EVERY_MS, signal);
    }
  }

  /** What was posted before is known by its key. */
  async look(signal: AbortSignal): Promise<void> {
    const { store } = this.#parts;
    this.#since ??= (await store.telegram.bot.read())?.followed.standups ?? new Date(Date.now() - OVERLAP_MS);
    const found = await store.standups.storedSince(this.#since, STANDUPS_PER_LOOK);
    for (const one of found) {
      const chat = await store.telegram.chats.ofProject(one.projectId);
      const isNews = Date.now() - one.storedAt.getTime() < NEWS_MS;
      if (chat?.isOn && !chat.broken && isNews && one.storedAt >= chat.since) await this.#post(one, chat, signal);
    }
    const last = found.at(-1);
    const isFull = found.length === STANDUPS_PER_LOOK;
    const until = last && new Date(last.storedAt.getTime() - (isFull ? 1 : OVERLAP_MS));
    if (!until || until <= this.#since) return;
    this.#since = until;
    await store.telegram.bot.followed('standups', until);
  }

  async #post({ _id, standup, date }: StandupDocument, chat: TelegramChatDocument, signal: AbortSignal): Promise<void> {
    const { messenger, publicUrl } = this.#parts;
    const { chatId, kinds } = chat;
    if (kinds.includes('BRIEF')) {
      const url = `${publicUrl}/projects/${chat._id}/standup`;
      await messenger.post({ key: `brief:${_id}:${chatId}`, chatId, html: briefText(standup, url) }, signal);
    }
    if (kinds.includes('STANDUP')) {
      const name = `standup-${chat._id}-${date}.md`;
      const text = () => Promise.resolve(standupMarkdown(standup));
      const file = { key: `standup:${_id}:${chatId}`, chatId, name, text, caption: `Standup of ${date}` };
      await messenger.postFile(file, signal);
    }
  }
}

function briefText(day: Standup, url: string): string {
  const needs = needsOfPeople(day).map((need) => `• ${escapeHtml(need)}`);
  const actions = day.actions.map(({ what, why }, index) => `${index + 1}. ${bold(what)} (${escapeHtml(why)})`);
  return [
    `☀️ ${bold(standupHeadline(day))}`,
    ...(needs.length === 0 ? ['Nothing waits for people.'] : needs),
    ...(actions.length === 0 ? [] : ['', ...actions]),
    link('The whole standup', url),
  ].join('\n');
}
