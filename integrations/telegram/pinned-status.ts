import { formatDollars } from '../../domain/money.ts';
import { STATUS_LABELS } from '../../domain/task/labels.ts';
import { SYSTEM_CALLER } from '../../operations/caller.ts';
import type { TelegramChatDocument } from '../../store/documents/telegram.ts';
import { isFailure } from './failure.ts';
import { bold, code, escapeHtml, shortened } from './html.ts';
import type { BotParts } from './parts.ts';
import { STATUS_MARKS } from './words/card.ts';

const LOOK_EVERY_MS = 20_000;
const APPROVALS_SHOWN = 5;

/** Keeps one pinned message in each chat that shows how the project is. */
export class PinnedStatus {
  readonly #parts: BotParts;

  constructor(parts: BotParts) {
    this.#parts = parts;
  }

  async run(signal: AbortSignal): Promise<void> {
    const { clock, logger } = this.#parts;
    while (!signal.aborted) {
      try {
        await this.look(signal);
      } catch (error) {
        if (!signal.aborted) logger.debug({ why: String(error) }, 'a status could not be shown');
      }
      await clock.sleep(LOOK_EVERY_MS, signal);
    }
  }

  async look(signal: AbortSignal): Promise<void> {
    const { store } = this.#parts;
    const chats = await store.telegram.chats.list();
    const shown = chats.filter(({ isOn, broken, kinds }) => isOn && !broken && kinds.includes('STATUS'));
    await Promise.all(shown.map((chat) => this.#show(chat, signal)));
  }

  async #show({ _id: project, chatId }: TelegramChatDocument, signal: AbortSignal): Promise<void> {
    const { messenger, store, api } = this.#parts;
    const key = `status:${project}:${chatId}`;
    const html = await this.#text(project);
    const isNew = (await store.telegram.messages.byKey(key))?.messageId === undefined;
    const posted = await messenger.post({ key, chatId, html, isSilent: true }, signal);
    if (isNew) {
      // Without the right to pin it is a message like any other.
      await messenger
        .paced(chatId, () => api.pin(chatId, posted.messageId), signal)
        .catch((error: unknown) => {
          if (!isFailure(error, 'NO_RIGHTS', 'REFUSED')) throw error;
        });
    }
    await messenger.reword(posted, html, undefined, signal);
  }

  async #text(slug: string): Promise<string> {
    const { tasks, approvals, costs } = this.#parts.operations;
    const [board, pending, cost] = await Promise.all([
      tasks.board(SYSTEM_CALLER, slug, { limit: 1 }),
      approvals.list(SYSTEM_CALLER, { project: slug, status: 'PENDING', limit: 50 }),
      costs.read(SYSTEM_CALLER, { project: slug, period: 'today' }),
    ]);
    const { name, mode, modeReason } = board.project;
    const because = modeReason === undefined ? '' : `: ${escapeHtml(shortened(modeReason, 200))}`;
    const open = board.columns.filter(({ status, count }) => count > 0 && status !== 'CANCELED');
    const waiting = pending.items
      .slice(0, APPROVALS_SHOWN)
      .map(({ id, action }) => `${code(id)} ${escapeHtml(shortened(action, 80))}`);
    const more = pending.items.length - waiting.length;
    const lines = [
      `📌 ${bold(name)}${mode === 'NORMAL' ? '' : ` is ${bold(mode)}${because}`}`,
      open
        .map(({ status, count }) => `${STATUS_MARKS[status]} ${STATUS_LABELS[status]} ${bold(String(count))}`)
        .join('  '),
      `💰 ${formatDollars(cost.total.micros)} today`,
      ...(waiting.length > 0
        ? [`⚖️ Waiting for a decision:`, ...waiting, ...(more > 0 ? [`and ${more} more`] : [])]
        : []),
    ];
    return lines.filter((line) => line !== '').join('\n');
  }
}
