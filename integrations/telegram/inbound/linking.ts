import type { User } from 'telegraf/types';
import { OperationError } from '../../../operations/errors.ts';
import { hashToken } from '../../../operations/tokens.ts';
import type { TelegramLinkDocument } from '../../../store/documents/telegram.ts';
import { bold, code, escapeHtml } from '../html.ts';
import { callerFor, howToLink, recognized } from './people.ts';
import { orSayWhyNot, type Turn } from './turn.ts';

/** /start, with the code that a link has put behind it. */
export async function start(turn: Turn, user: User, given: string, title: string | undefined): Promise<void> {
  if (given === '') {
    await welcome(turn, user);
    return;
  }
  const found = await turn.parts.store.telegram.accounts.useLink(hashToken(given), turn.key);
  await orSayWhyNot(turn, async () => {
    if (!found)
      throw new OperationError('NOT_FOUND', 'this code is wrong, was used already or has expired: get another one');
    if (found.projectId === undefined) await linkAccount(turn, user, found);
    else await connectChat(turn, found, found.projectId, title);
  });
}

async function welcome(turn: Turn, user: User): Promise<void> {
  const by = await recognized(turn, user);
  const hello = bold('This is the bot of Mission Control.');
  await turn.say(
    by
      ? [hello, `You are ${bold(by.caller.actor.name)} here. /help lists what I can do.`]
      : [hello, howToLink(turn.parts)],
  );
}

/** What the person has chosen before stays, also when they come with another account. */
async function linkAccount(turn: Turn, user: User, { by }: TelegramLinkDocument): Promise<void> {
  if (!turn.place.isPrivate) {
    const bot = `@${turn.parts.me.username}`;
    throw new OperationError(
      'INVALID',
      `this code links an account, in private only. It is used up now: get another one and send it to ${bot}`,
    );
  }
  const { accounts } = turn.parts.store.telegram;
  const { actor } = await callerFor(turn, by.id);
  const before = await accounts.ofPerson(by.id);
  await accounts.link({
    muted: before?.muted ?? [],
    ...(before?.project !== undefined && { project: before.project }),
    ...(before?.quietHours && { quietHours: before.quietHours }),
    _id: user.id,
    personId: by.id,
    name: [user.first_name, user.last_name].filter((part) => part !== undefined).join(' '),
    ...(user.username !== undefined && { username: user.username }),
    isReachable: true,
    linkedAt: new Date().toISOString(),
  });
  await turn.say([
    `✅ This account belongs to ${bold(actor.name)} now.`,
    'What is sent from here is done in that name. /projects shows your projects, /help what I can do.',
  ]);
}

/** The group becomes the place where the tasks of the project are talked about. */
async function connectChat(
  turn: Turn,
  { by }: TelegramLinkDocument,
  project: string,
  title: string | undefined,
): Promise<void> {
  const { parts, place } = turn;
  if (place.isPrivate) {
    throw new OperationError(
      'INVALID',
      `this code connects a group with ${project}. It is used up now: get another one and use it in the group`,
    );
  }
  if (await turn.isAnswered()) return;
  const { chatId } = place;
  const caller = await callerFor(turn, by.id);
  await parts.operations.telegram.connectChat(caller, project, { chatId, ...(title !== undefined && { title }) });
  await turn.say([
    `✅ The tasks of ${code(project)} are talked about here from now on.`,
    `${escapeHtml(by.name)} has connected this chat. Give me the right to manage topics, so that each task gets one.`,
  ]);
}
