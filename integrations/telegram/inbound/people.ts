import type { User } from 'telegraf/types';
import type { CallerOf } from '../../../operations/caller.ts';
import { OperationError } from '../../../operations/errors.ts';
import { escapeHtml, link } from '../html.ts';
import type { BotParts } from '../parts.ts';
import type { PersonTurn, Turn } from './turn.ts';

/** Whoever wrote or pressed, as the person they are here; undefined for strangers and for those who have left. */
export async function recognized(turn: Turn, user: User): Promise<PersonTurn | undefined> {
  const { parts, place } = turn;
  const { accounts } = parts.store.telegram;
  const account = await accounts.byUser(user.id);
  if (!account) return undefined;
  if (place.isPrivate && !account.isReachable) await accounts.set(user.id, { isReachable: true });
  const caller = await callerFor(turn, account.personId).catch((error: unknown) => {
    if (error instanceof OperationError && error.code === 'UNAUTHENTICATED') return undefined;
    throw error;
  });
  return caller && { turn, parts, user, account, caller };
}

/** What a person does here by what they say there. @throws UNAUTHENTICATED when they have left */
export const callerFor = (
  { parts, place: { chatId, messageId } }: Turn,
  personId: string,
): Promise<CallerOf<'PERSON'>> => parts.operations.credentials.ofPerson(personId, `telegram:${chatId}:${messageId}`);

/** How somebody links their account, as HTML. */
export const howToLink = ({ publicUrl, me }: BotParts): string =>
  [
    'I do not know who you are in Mission Control.',
    `Open ${link('Mission Control', `${publicUrl}/account`)} &gt; Account &gt; Telegram`,
    `(${escapeHtml(`${publicUrl}/account`)}), and send the code that you get there to @${escapeHtml(me.username)} in private.`,
  ].join(' ');

export const HOW_TO_LINK_SHORT =
  'I do not know who you are in Mission Control. Link your account there: Account > Telegram.';

/** Strangers are told once in a chat; in private whenever they ask for something. */
export async function tellStranger(turn: Turn, user: User, isCommand: boolean): Promise<void> {
  const { parts, place } = turn;
  if (place.isPrivate && isCommand) await turn.say(howToLink(parts));
  else await turn.post(`stranger:${place.chatId}:${user.id}`, howToLink(parts));
}
