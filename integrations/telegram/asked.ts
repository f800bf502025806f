import type { Outgoing, Posted } from './messenger.ts';
import type { BotParts } from './parts.ts';
import { approvalButtons, approvalText } from './words/approval.ts';

const LOOK_EVERY_MS = 300;
const MESSAGES_PER_LOOK = 50;
const PAUSE_AFTER_FAILURE_MS = 3_000;

type Where = Pick<Outgoing, 'key' | 'chatId' | 'topicId' | 'replyTo'>;

/** Asks for a decision, or shows what became of it when it is over already. */
export async function askFor(
  { store, messenger }: BotParts,
  approvalId: string,
  where: Where,
  signal: AbortSignal,
): Promise<void> {
  const approval = await store.parts.approval(approvalId);
  if (!approval) return;
  const shown = { ...approval, id: approvalId };
  await messenger.post({ ...where, html: approvalText(shown), buttons: approvalButtons(shown), approvalId }, signal);
  // Somebody may have decided between the two.
  await store.telegram.messages.outdated(approvalId, approval.seq);
}

/** Says in every message that asks for a decision what became of it. */
export class AskedMessages {
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
        if (!signal.aborted) logger.debug({ why: String(error) }, 'approvals could not be brought up to date');
        await clock.sleep(PAUSE_AFTER_FAILURE_MS, signal);
      }
      await clock.sleep(LOOK_EVERY_MS, signal);
    }
  }

  async look(signal: AbortSignal): Promise<void> {
    const { store, messenger } = this.#parts;
    const { messages } = store.telegram;
    const outdated = await messages.allOutdated(MESSAGES_PER_LOOK);
    await Promise.all(
      outdated.map(async (message) => {
        const { approvalId: id = '' } = message;
        const approval = await store.parts.approval(id);
        if (approval && message.messageId !== undefined) {
          const shown = { ...approval, id };
          await messenger.reword(message as Posted, approvalText(shown), approvalButtons(shown), signal);
        }
        await messages.upToDate(message._id, approval?.seq ?? Infinity);
      }),
    );
  }
}
