import type { PostKind } from '../../../domain/chat/vocabulary.ts';
import type { TaskEvent } from '../../../domain/task/events.ts';
import type { TaskState } from '../../../domain/task/state.ts';
import { isFinal } from '../../../domain/task/vocabulary.ts';
import { SYSTEM_CALLER } from '../../../operations/caller.ts';
import type { TelegramChatDocument, TelegramThreadDocument } from '../../../store/documents/telegram.ts';
import { askFor } from '../asked.ts';
import { isFailure } from '../failure.ts';
import { escapeHtml, packed, type Block } from '../html.ts';
import type { Posted } from '../messenger.ts';
import { taskUrl, type BotParts } from '../parts.ts';
import { cardButtons, cardText, closingText, topicName } from '../words/card.ts';
import { eventBlocks } from '../words/event.ts';
import { executionButtons, executionText } from '../words/execution.ts';

const EVENTS_AT_ONCE = 100;

/** Where a thread is. */
type Place = Required<Pick<TelegramThreadDocument, 'chatId' | 'cardMessageId'>> &
  Pick<TelegramThreadDocument, 'topicId' | 'topicName' | 'isClosed'>;

/** A piece of what is told: text that may be put together with its neighbours, or a message of its own. */
type Piece = Block | { readonly approvalId: string } | { readonly executionId: string };

/** Brings the thread of one task up to date. Safe to break off and repeat at any point. */
export class ThreadWriter {
  readonly #parts: BotParts;
  readonly #signal: AbortSignal;

  constructor(parts: BotParts, signal: AbortSignal) {
    this.#parts = parts;
    this.#signal = signal;
  }

  async bringUpToDate(thread: TelegramThreadDocument, chat: TelegramChatDocument): Promise<void> {
    const { store } = this.#parts;
    const task = await store.tasks.byKey(thread.taskKey);
    // What is told follows the documents, which follow the log.
    if (!task) return;
    const place = await this.#place(thread, chat, task);
    let { postedSeq } = thread;
    while (postedSeq < Math.min(thread.wantedSeq, task.seq)) {
      this.#signal.throwIfAborted();
      const events = await store.history.events(task.id, postedSeq, EVENTS_AT_ONCE);
      const told = events.filter(({ seq }) => seq <= task.seq) as unknown as TaskEvent[];
      const last = told.at(-1);
      if (!last) break;
      await this.#tell(told, task, place, chat);
      await store.telegram.threads.told(task.id, last.seq);
      postedSeq = last.seq;
    }
    await this.#show(task, thread, place, chat);
    await store.telegram.threads.caughtUp(task.id, postedSeq);
  }

  /** The thread, opened if it is not there (any more). */
  async #place(thread: TelegramThreadDocument, chat: TelegramChatDocument, task: TaskState): Promise<Place> {
    const { store } = this.#parts;
    if (thread.chatId === chat.chatId && thread.cardMessageId !== undefined) return thread as Place;
    const { chatId } = chat;
    const opening = `${task.id}:${chatId}:${thread.postedSeq}`;
    const topic = thread.chatId === chatId && thread.topicId !== undefined ? thread : await this.#topic(task, chatId);
    const { topicId, topicName: name } = topic;
    if (topicId !== undefined) {
      await store.telegram.threads.set(task.id, { chatId, topicId, ...(name !== undefined && { topicName: name }) });
    }
    const where = { chatId, ...(topicId !== undefined && { topicId }) };
    const text = { html: cardText(task, this.#url(task)), buttons: cardButtons(task) };
    const card = await this.#post({ key: `card:${opening}:${topicId ?? 'chain'}`, ...where, ...text });
    const opened = { ...where, ...(name !== undefined && { topicName: name }), cardMessageId: card.messageId };
    await store.telegram.threads.opened(task.id, opened);
    const threadId = String(topicId ?? card.messageId);
    const url = chatId < -1_000_000_000_000 ? `https://t.me/c/${String(chatId).slice(4)}/${threadId}` : undefined;
    await this.#parts.operations.threads.opened(task.id, {
      chatId: String(chatId),
      threadId,
      ...(url !== undefined && { url }),
    });
    return { ...opened, isClosed: false };
  }

  /** A new topic, or nothing where the chat has none. */
  async #topic(task: TaskState, chatId: number): Promise<Pick<TelegramThreadDocument, 'topicId' | 'topicName'>> {
    const { messenger, store } = this.#parts;
    const { hasTopics } = await store.telegram.chats.place(chatId);
    if (hasTopics === false) return {};
    try {
      const topic = await messenger.openTopic(topicKey(task.id, chatId), chatId, topicName(task), this.#signal);
      const { messageId: topicId, html: name } = topic;
      if (hasTopics === undefined) await store.telegram.chats.noteTopics(chatId, true);
      return { topicId, topicName: name };
    } catch (error) {
      if (!isFailure(error, 'NO_TOPICS')) throw error;
      await store.telegram.chats.noteTopics(chatId, false);
      return {};
    }
  }

  async #tell(events: readonly TaskEvent[], task: TaskState, place: Place, chat: TelegramChatDocument): Promise<void> {
    const pieces = (await Promise.all(events.map((event) => this.#pieces(event, task, chat)))).flat();
    if (pieces.length > 0 && place.isClosed) await this.#reopen(task, place);
    let texts: Block[] = [];
    for (const piece of pieces) {
      if ('html' in piece) {
        texts.push(piece);
        continue;
      }
      await this.#postTexts(texts, task, place);
      texts = [];
      await ('approvalId' in piece
        ? this.#askFor(piece.approvalId, place)
        : this.showExecution(piece.executionId, place));
    }
    await this.#postTexts(texts, task, place);
  }

  async #pieces(event: TaskEvent, task: TaskState, { kinds, chatId }: TelegramChatDocument): Promise<Piece[]> {
    const { type, data } = event;
    if (type === 'approval.requested') {
      return kinds.includes('APPROVALS') ? [{ approvalId: data.approval.id }] : [];
    }
    if (type.startsWith('execution.') && kinds.includes('EXECUTIONS')) {
      const executionId =
        type === 'execution.requested' ? data.execution.id : (data as { executionId: string }).executionId;
      return [{ executionId }, ...blocksOf(event, kinds)];
    }
    if (await this.#wasWrittenHere(event, task.id, chatId)) return [];
    return blocksOf(event, kinds);
  }

  /** What somebody has written in this chat is there already. */
  async #wasWrittenHere({ type, data }: TaskEvent, taskId: string, chatId: number): Promise<boolean> {
    if (type === 'task.commented') return data.via?.startsWith(`telegram:${chatId}:`) === true;
    if (type !== 'task.comment_edited') return false;
    const message = await this.#parts.store.parts.message(data.messageId);
    return message?.taskId === taskId && message.via?.startsWith(`telegram:${chatId}:`) === true;
  }

  /** The key names the first block that is told: a repetition finds what was sent before, and goes on behind it. */
  async #postTexts(texts: readonly Block[], task: TaskState, place: Place): Promise<void> {
    let left = texts;
    while (left.length > 0) {
      const [message] = packed(left);
      const [first] = left;
      if (!message || !first) return;
      const { html, upTo } = message;
      const posted = await this.#postIn(place, { key: `thread:${task.id}:${first.order}`, html, upTo });
      left = left.filter(({ order }) => order > (posted.upTo ?? upTo));
    }
  }

  #askFor(approvalId: string, { chatId, topicId, cardMessageId }: Place): Promise<void> {
    const where = topicId === undefined ? { chatId, replyTo: cardMessageId } : { chatId, topicId };
    return askFor(this.#parts, approvalId, { key: `approval:${approvalId}:${chatId}`, ...where }, this.#signal);
  }

  /** Posts how an execution gets on, or changes what was posted. */
  async showExecution(executionId: string, place: Pick<Place, 'chatId' | 'topicId' | 'cardMessageId'>): Promise<void> {
    const execution = await this.#parts.store.parts.execution(executionId);
    if (!execution) return;
    const html = executionText(execution);
    const buttons = executionButtons(execution);
    const message = { key: `execution:${executionId}:${place.chatId}`, html, buttons, isSilent: true };
    const posted = await this.#postIn(place, message);
    await this.#parts.messenger.reword(posted, html, buttons, this.#signal);
  }

  /** The card, the name of the topic, and at the end the summary. */
  async #show(
    task: TaskState,
    thread: TelegramThreadDocument,
    place: Place,
    chat: TelegramChatDocument,
  ): Promise<void> {
    const { messenger, store, api } = this.#parts;
    const { chatId, topicId } = place;
    const card = await store.telegram.messages.at(chatId, place.cardMessageId);
    if (card) await messenger.reword(card as Posted, cardText(task, this.#url(task)), cardButtons(task), this.#signal);
    const name = topicName(task);
    if (topicId !== undefined && place.topicName !== name) {
      await messenger.paced(chatId, () => api.renameTopic(chatId, topicId, name), this.#signal);
      await store.telegram.threads.set(thread._id, { topicName: name });
    }
    if (isFinal(task.status) && (await store.telegram.threads.byTask(task.id))?.isClosed !== true) {
      await this.#close(task, place, chat);
    }
  }

  async #close(task: TaskState, place: Place, { kinds }: TelegramChatDocument): Promise<void> {
    const { messenger, store, api, operations } = this.#parts;
    const { chatId, topicId } = place;
    if (kinds.includes('SUMMARY')) {
      await this.#postIn(place, { key: `closing:${task.id}:${task.seq}`, html: closingText(task, this.#url(task)) });
      const report = {
        key: `report:${task.id}:${task.seq}`,
        chatId,
        ...(topicId === undefined ? { replyTo: place.cardMessageId } : { topicId }),
        name: `incident-report-${task.key}.md`,
        caption: `All that happened on ${escapeHtml(task.key)}`,
        text: () => operations.reports.markdown(SYSTEM_CALLER, task.key),
      };
      await messenger.postFile(report, this.#signal);
    }
    if (topicId !== undefined) await messenger.paced(chatId, () => api.closeTopic(chatId, topicId), this.#signal);
    await store.telegram.threads.set(task.id, { isClosed: true });
  }

  async #reopen({ id }: TaskState, { chatId, topicId }: Place): Promise<void> {
    const { messenger, store, api } = this.#parts;
    if (topicId !== undefined) await messenger.paced(chatId, () => api.reopenTopic(chatId, topicId), this.#signal);
    await store.telegram.threads.set(id, { isClosed: false });
  }

  #postIn(
    { chatId, topicId, cardMessageId }: Pick<Place, 'chatId' | 'topicId' | 'cardMessageId'>,
    message: Omit<Parameters<BotParts['messenger']['post']>[0], 'chatId'>,
  ): Promise<Posted> {
    const where = topicId === undefined ? { chatId, replyTo: cardMessageId } : { chatId, topicId };
    return this.#post({ ...message, ...where });
  }

  #post(message: Parameters<BotParts['messenger']['post']>[0]): Promise<Posted> {
    return this.#parts.messenger.post(message, this.#signal);
  }

  #url = ({ projectId, key }: TaskState): string => taskUrl(this.#parts, projectId, key);
}

/** What the opening of a topic is noted by. */
export const topicKey = (taskId: string, chatId: number): string => `topic:${taskId}:${chatId}`;

/** Blocks of one event come in their order. */
const BLOCKS_PER_EVENT = 1_000;

const blocksOf = (event: TaskEvent, kinds: readonly PostKind[]): Block[] =>
  eventBlocks(event, kinds).map((html, index) => ({ html, order: event.seq * BLOCKS_PER_EVENT + index }));
