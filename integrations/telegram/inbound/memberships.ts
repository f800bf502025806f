import { telegramChatBrokenKey } from '../../../domain/alert/keys.ts';
import { MISSION_CONTROL } from '../../../domain/actor.ts';
import type { BotParts } from '../parts.ts';
import type { Membership } from './update.ts';

/** Somebody has let the bot in, thrown it out, blocked it or taken it back. */
export async function noteMembership(parts: BotParts, { chat, new_chat_member: member }: Membership): Promise<void> {
  const { accounts, chats } = parts.store.telegram;
  const isGone = member.status === 'left' || member.status === 'kicked';
  if (chat.type === 'private') {
    await accounts.set(chat.id, { isReachable: !isGone });
    return;
  }
  if (!isGone) {
    for (const { _id: project } of await chats.mend(chat.id)) {
      await parts.operations.alerts.resolveByKey(telegramChatBrokenKey(project), MISSION_CONTROL, 'the bot is back');
    }
    return;
  }
  const because = 'the bot was removed from the chat';
  for (const { _id: projectId, title } of await chats.breakOff(chat.id, because)) {
    await parts.operations.alerts.raise({
      key: telegramChatBrokenKey(projectId),
      severity: 'ERROR',
      kind: 'TELEGRAM_BROKEN',
      title: `Telegram: nothing can be sent to ${title ?? 'the chat of the project'}`,
      description: `${because}. Nothing is tried until it is let in again.`,
      projectId,
    });
  }
}
