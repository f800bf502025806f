import { randomBytes } from 'node:crypto';
import type { ActorRef, Assignee } from '../../domain/actor.ts';
import type { TaskTemplate } from '../../domain/recurring/template.ts';
import type { ArchivedDocument, PartName } from '../../store/archive/parts.ts';
import { newWebhookSalt } from '../webhook-secret.ts';
import { accessPlace, hookPlace } from '../github.ts';
import type { Vault } from '../vault.ts';

/** What documents of an archive are made to fit to. */
export interface Place {
  readonly now: Date;
  /** Who restores it. */
  readonly by: ActorRef;
  readonly vault: Vault;
  /** Who a person of the archive is here; undefined where nobody has the address. */
  readonly personHere: (id: string) => Assignee | undefined;
}

const ENTER_ANEW = 'restored from an archive, which has no secrets';

type Named = Pick<Assignee, 'kind' | 'id'>;
type Fit = (document: ArchivedDocument, place: Place) => ArchivedDocument | undefined;

/** What is about people here, or would reach outside, is made to fit; everything else is taken as it is. */
const FITS: Partial<Record<PartName, Fit>> = {
  /** Those of people whom nobody knows here stay where they are shared. */
  boardViews: (view, { personHere }) => {
    const owner = view['owner'] as ActorRef;
    const here = owner.kind === 'HUMAN' ? personHere(owner.id) : undefined;
    if (!here) return view['isShared'] === true ? view : undefined;
    const nameKey = String(view['nameKey']).replace(owner.id, here.id);
    return { ...view, owner: { ...owner, id: here.id }, nameKey };
  },

  boardChoices: (choice, { personHere }) => {
    const [slug = '', person = ''] = choice._id.split(':');
    const here = personHere(person);
    return here && { ...choice, _id: `${slug}:${here.id}` };
  },

  watches: (watch, { personHere }) => {
    const watcher = watch['watcher'] as Assignee;
    if (watcher.kind === 'AGENT') return watch;
    const here = personHere(watcher.id);
    return (
      here && { ...watch, _id: `${String(watch['taskId'])}:HUMAN:${here.id}`, watcher: { ...watcher, id: here.id } }
    );
  },

  /** Somebody here has to stand for it. */
  recurringTasks: (task, { now, by, personHere }) => {
    const template = task['template'] as TaskTemplate;
    const { reviewer, assignees, ...rest } = template;
    const here = (member: Named): Named[] => {
      const known = member.kind === 'HUMAN' ? personHere(member.id) : member;
      return known ? [{ kind: known.kind, id: known.id }] : [];
    };
    const [reviewerHere] = reviewer ? here(reviewer) : [];
    return {
      ...task,
      template: { ...rest, ...(reviewerHere && { reviewer: reviewerHere }), assignees: assignees.flatMap(here) },
      paused: { reason: 'restored from an archive: whoever resumes it stands for it', by, at: now.toISOString() },
    };
  },

  telegramChats: (chat, { now }) => ({ ...chat, isOn: false, since: now.toISOString() }),

  webhookEndpoints: (endpoint, { now, by }) => {
    const at = now.toISOString();
    const because = `${ENTER_ANEW}: rotate the secret, give it to the receiver, then enable the webhook`;
    return {
      ...endpoint,
      status: 'DISABLED',
      disabled: { because, by, at },
      secrets: [{ salt: newWebhookSalt(), createdAt: at }],
      since: at,
      followedUntil: at,
      lastNumber: 0,
    };
  },

  githubConnections: (connection, { now, vault }) => {
    const { _id: id, settings } = connection;
    const because = `${ENTER_ANEW}: give another access, make a new webhook secret, then choose how often to sync`;
    return {
      ...connection,
      access: { kind: 'TOKEN', sealedToken: vault.seal('', accessPlace(id)), login: '' },
      sealedHookSecret: vault.seal(randomBytes(24).toString('base64url'), hookPlace(id)),
      settings: { ...(settings as object), syncEveryMinutes: 0 },
      trouble: { because, since: now.toISOString() },
    };
  },
};

/** A document as it is to be here; undefined for what means nothing here. */
export const fitted = (part: PartName, document: ArchivedDocument, place: Place): ArchivedDocument | undefined => {
  const fit = FITS[part];
  return fit ? fit(document, place) : document;
};

/** What people have to do by hand after documents of a part were restored. */
export const NOTES: Partial<Record<PartName, string>> = {
  agents: 'Agents: make keys for those that work with one of their own',
  recurringTasks: 'Recurring tasks are paused: resume those that should go on here',
  telegramChats: 'Telegram: let the bot of this installation into the chat, then turn the posts on',
  webhookEndpoints: 'Webhooks are disabled: rotate the secret of each, then enable it',
  githubConnections:
    'GitHub: give access to each repository anew, make new webhook secrets, and choose how often to sync',
};
