import { LRUCache } from 'lru-cache';
import { tellableAt } from '../../../domain/chat/quiet-hours.ts';
import { sees } from '../../../operations/authorization/authorize.ts';
import type { NotificationDocument } from '../../../store/documents/attention.ts';
import type {
  TelegramAccountDocument,
  TelegramButton,
  TelegramLetterDocument,
} from '../../../store/documents/telegram.ts';
import { askFor } from '../asked.ts';
import { isFailure } from '../failure.ts';
import { escapeHtml, link, packed, quote, shortened } from '../html.ts';
import { taskUrl, type BotParts } from '../parts.ts';

const LOOK_EVERY_MS = 300;
/** Clocks differ and writes overtake each other: each look goes back this far, in milliseconds. */
const OVERLAP_MS = 5_000;
const NOTIFICATIONS_PER_LOOK = 300;
const LETTERS_PER_LOOK = 200;
/** What happens within this time becomes one message, in milliseconds. */
const GATHER_MS = 1_000;
const RETRY_MS = 20_000;
const BODY_SHOWN = 400;

const MARKS: Readonly<Record<NotificationDocument['kind'], string>> = {
  MENTION: '💬',
  ASSIGNMENT: '👤',
  TRANSITION: '➡️',
  APPROVAL_REQUESTED: '⚖️',
  APPROVAL_DECIDED: '⚖️',
  REVIEW_REQUESTED: '🔎',
  REVIEW_GIVEN: '🔎',
  REVIEW_ANSWERED: '💡',
  BUDGET: '💰',
  ALERT: '🚨',
};

/** Brings people their notifications in private: each once, not in their quiet hours, and not what they know already. */
export class Postman {
  readonly #parts: BotParts;
  readonly #seen = new LRUCache<string, true>({ max: 10_000 });
  readonly #busy = new Set<number>();
  #since: Date | undefined;

  constructor(parts: BotParts) {
    this.#parts = parts;
  }

  async run(signal: AbortSignal): Promise<void> {
    const { clock, logger } = this.#parts;
    while (!signal.aborted) {
      try {
        await this.collect();
        await this.deliver(signal);
      } catch (error) {
        logger.debug({ err: error }, 'the post could not be looked at');
      }
      await clock.sleep(LOOK_EVERY_MS, signal);
    }
  }

  /** Makes letters of new notifications. Safe to repeat. */
  async collect(): Promise<void> {
    const { store, clock } = this.#parts;
    this.#since ??= (await store.telegram.bot.read())?.followed.notifications ?? new Date();
    const found = await store.notifications.storedSince(this.#since, NOTIFICATIONS_PER_LOOK);
    const last = found.at(-1);
    if (!last?.storedAt) return;
    const fresh = found.filter(({ _id }) => !this.#seen.has(_id));
    const people = [...new Set(fresh.flatMap(({ recipient }) => (recipient.kind === 'HUMAN' ? [recipient.id] : [])))];
    const accounts = people.length === 0 ? [] : await store.telegram.accounts.ofPeople(people);
    const letters = fresh.flatMap((notification) => {
      const account = accounts.find(({ personId }) => personId === notification.recipient.id);
      return account && wants(account, notification) ? [letterOf(notification, account, clock.now())] : [];
    });
    await store.telegram.letters.add(letters);
    for (const { _id } of fresh) this.#seen.set(_id, true);
    const isFull = found.length === NOTIFICATIONS_PER_LOOK;
    const until = new Date(last.storedAt.getTime() - (isFull ? 1 : OVERLAP_MS));
    if (until <= this.#since) return;
    this.#since = until;
    await store.telegram.bot.followed('notifications', until);
  }

  async deliver(signal: AbortSignal): Promise<void> {
    const { store, clock } = this.#parts;
    const due = await store.telegram.letters.due(new Date(clock.now()), LETTERS_PER_LOOK);
    for (const userId of new Set(due.map((letter) => letter.userId))) {
      if (this.#busy.has(userId)) continue;
      const letters = due.filter((letter) => letter.userId === userId);
      const batch = letters.find((letter) => letter.batch !== undefined)?.batch;
      void this.#deliverTo(
        userId,
        letters.filter((letter) => letter.batch === batch),
        signal,
      );
    }
  }

  async #deliverTo(userId: number, letters: readonly TelegramLetterDocument[], signal: AbortSignal): Promise<void> {
    const { store, logger, clock } = this.#parts;
    const ids = letters.map(({ _id }) => _id);
    this.#busy.add(userId);
    try {
      const batch = letters[0]?.batch ?? letters[0]?._id ?? '';
      if (letters[0]?.batch === undefined) await store.telegram.letters.seal(ids, batch);
      const account = await store.telegram.accounts.byUser(userId);
      if (account?.isReachable) await this.#write(account, letters, batch, signal);
      await store.telegram.letters.remove(ids);
    } catch (error) {
      if (signal.aborted) return;
      if (isFailure(error, 'CHAT_GONE')) {
        // They have blocked the bot: it waits until they write to it again.
        await store.telegram.accounts.set(userId, { isReachable: false });
        await store.telegram.letters.remove(ids);
      } else {
        logger.warn({ why: String(error) }, 'a letter could not be delivered');
        await store.telegram.letters.delay(ids, new Date(clock.now() + RETRY_MS)).catch(() => undefined);
      }
    } finally {
      this.#busy.delete(userId);
    }
  }

  async #write(
    account: TelegramAccountDocument,
    letters: readonly TelegramLetterDocument[],
    batch: string,
    signal: AbortSignal,
  ): Promise<void> {
    const { store, messenger, operations } = this.#parts;
    const caller = await operations.credentials
      .ofPerson(account.personId, `telegram:${account._id}`)
      .catch(() => undefined);
    if (!caller) return;
    const found = await Promise.all(letters.map(({ notificationId }) => store.notifications.byId(notificationId)));
    const news = found.filter((one) => one !== undefined && one.readAt === undefined && sees(caller, one.projectId));
    const lines: { html: string; order: number; button?: TelegramButton }[] = [];
    for (const [order, one] of news.entries()) {
      if (!one) continue;
      if (one.kind === 'APPROVAL_REQUESTED' && one.approvalId !== undefined) {
        await this.#ask(account, one.approvalId, signal);
      } else {
        const button = buttonOf(one);
        lines.push({ html: this.#line(one), order, ...(button && { button }) });
      }
    }
    let before = -1;
    for (const { html, upTo } of packed(lines)) {
      const told = lines.filter(({ order }) => order > before && order <= upTo);
      const found = told.flatMap(({ button }) => button ?? []);
      const buttons = [...new Map(found.map((button) => [JSON.stringify(button), [button]])).values()];
      const key = `letter:${batch}:${before + 1}`;
      await messenger.post({ key, chatId: account._id, html, ...(buttons.length > 0 && { buttons }) }, signal);
      before = upTo;
    }
  }

  /** What has been decided meanwhile is not asked any more. */
  async #ask({ _id: chatId }: TelegramAccountDocument, approvalId: string, signal: AbortSignal): Promise<void> {
    const approval = await this.#parts.store.parts.approval(approvalId);
    if (approval?.status !== 'PENDING') return;
    const key = `approval:${approvalId}:${chatId}:${approval.level ?? 0}`;
    await askFor(this.#parts, approvalId, { key, chatId }, signal);
  }

  #line({ kind, title, body, projectId, taskKey }: NotificationDocument): string {
    const said = body === undefined || body.trim() === '' ? '' : `\n${quote(shortened(body, BODY_SHOWN))}`;
    const open = taskKey === undefined ? '' : `\n${link('Open', taskUrl(this.#parts, projectId, taskKey))}`;
    return `${MARKS[kind]} ${escapeHtml(title)}${said}${open}`;
  }
}

/** What may be done about it at once. */
function buttonOf({ alertId, taskKey }: NotificationDocument): TelegramButton | undefined {
  if (alertId !== undefined) return { text: '👌 Acknowledge', action: { do: 'ACKNOWLEDGE', alertId } };
  return taskKey === undefined ? undefined : { text: `Show ${taskKey}`, action: { do: 'SHOW', taskKey } };
}

const wants = ({ isReachable, muted }: TelegramAccountDocument, { kind, readAt }: NotificationDocument): boolean =>
  isReachable && readAt === undefined && !muted.includes(kind);

function letterOf(
  { _id }: NotificationDocument,
  account: TelegramAccountDocument,
  now: number,
): TelegramLetterDocument {
  const { _id: userId, quietHours } = account;
  const dueAt = tellableAt(new Date(now + GATHER_MS), quietHours);
  return { _id: `${_id}:${userId}`, userId, notificationId: _id, dueAt, at: new Date() };
}
