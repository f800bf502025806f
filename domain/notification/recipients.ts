import { isSameActor, type ActorRef, type Assignee, type HumanRole } from '../actor.ts';
import type { TaskEvent } from '../task/events.ts';
import type { TaskState } from '../task/state.ts';
import { reviewNews } from './of-reviews.ts';
import type { NotificationKind } from './vocabulary.ts';

/** Whom an event may concern besides those the task names; looked up for the event. */
export interface Audience {
  readonly watchers: readonly Assignee[];
  /** Who may decide on approvals of the task's project. */
  readonly deciders: readonly Assignee[];
  /** Who is told when nobody has decided in time: ADMINs of the project, and of the installation. */
  readonly admins: readonly Assignee[];
  readonly installationAdmins: readonly Assignee[];
  /** Who asked for the approval that the event is about. */
  readonly requester?: ActorRef;
  /** Who gave the review that the event answers. */
  readonly reviewer?: ActorRef;
  /** Agents whose own doing has led to the event, by a rule: nothing that an agent does wakes it. */
  readonly behind?: readonly ActorRef[];
}

export interface Notice {
  readonly recipient: Assignee;
  readonly kind: NotificationKind;
  /** One line for the recipient. */
  readonly title: string;
}

/**
 * Who is told about an event, and what: each of them once, and never whoever caused it.
 * @param state the task after the event, or any later one.
 */
export function recipientsOf(event: TaskEvent, state: TaskState, audience: Audience): Notice[] {
  // Who is asked to do something need not be told as well that it happened.
  const news = [reviewNews(event, state, audience.reviewer), newsOf(event, state, audience)];
  const notices = news.flatMap((one) => (one ? noticesOf(one, event, state) : []));
  const causes = [event.actor, ...(audience.behind ?? [])];
  return onceEach(notices).filter(({ recipient }) => !causes.some((cause) => isSameActor(cause, recipient)));
}

/** What an event means to some of those whom it may concern. */
export interface News {
  readonly kind: NotificationKind;
  readonly concerned: readonly ActorRef[];
  /** Between the actor's name and the task's key. */
  readonly says: string;
}

function newsOf({ type, data }: TaskEvent, state: TaskState, audience: Audience): News | undefined {
  switch (type) {
    case 'task.assigned':
      return { kind: 'ASSIGNMENT', concerned: data.added ?? data.assignees, says: 'gave you' };
    case 'task.comment_edited':
    case 'task.commented':
      return { kind: 'MENTION', concerned: data.mentions ?? [], says: 'mentioned you on' };
    case 'task.transitioned': {
      const concerned = [...state.assignees, ...audience.watchers, state.createdBy];
      return { kind: 'TRANSITION', concerned, says: `moved to ${data.to}` };
    }
    case 'task.released':
      return { kind: 'TRANSITION', concerned: state.assignees, says: 'says that nothing holds up any more' };
    case 'dependency.canceled': {
      const says = `says that ${data.dependency} was canceled, which holds up`;
      return { kind: 'TRANSITION', concerned: state.assignees, says };
    }
    case 'approval.requested': {
      const { requester, action, deciderRole } = data.approval;
      const concerned = decidersOf(audience, deciderRole).filter((decider) => !isSameActor(decider, requester));
      return { kind: 'APPROVAL_REQUESTED', concerned, says: `asks for approval of "${action}" on` };
    }
    case 'approval.escalated': {
      const says = `brings ${data.approvalId} to you, which nobody has decided in time, on`;
      return { kind: 'APPROVAL_REQUESTED', concerned: notRequester(escalatedTo(audience, data.level), audience), says };
    }
    case 'approval.delegated': {
      const says = `leaves the decision on ${data.approvalId} to you on`;
      return { kind: 'APPROVAL_REQUESTED', concerned: notRequester(decidersOf(audience, data.role), audience), says };
    }
    case 'approval.decided':
      if (data.status === 'PENDING') return undefined;
      return outcome(
        audience,
        data.status === 'APPROVED' ? 'approved what you asked for on' : 'denied what you asked for on',
      );
    case 'approval.expired':
      return outcome(audience, 'let what you asked for expire undecided on');
    case 'approval.canceled':
      return outcome(audience, 'withdrew what you asked for on');
    default:
      return undefined;
  }
}

const outcome = ({ requester }: Audience, says: string): News | undefined =>
  requester && { kind: 'APPROVAL_DECIDED', concerned: [requester], says };

/** Those who may decide where it takes this role. */
const decidersOf = ({ deciders, admins, installationAdmins }: Audience, role: HumanRole | undefined): Assignee[] =>
  role === 'ADMIN' ? [...admins, ...installationAdmins] : [...deciders];

/** First to the ADMINs of the project; where it has none, and after that, to those of the installation. */
const escalatedTo = ({ admins, installationAdmins }: Audience, level = 1): readonly Assignee[] =>
  level === 1 && admins.length > 0 ? admins : installationAdmins;

const notRequester = (people: readonly Assignee[], { requester }: Audience): readonly Assignee[] =>
  people.filter((person) => !requester || !isSameActor(person, requester));

/** For people and agents only: the system reads no notifications. */
function noticesOf({ kind, concerned, says }: News, { actor }: TaskEvent, { key, title }: TaskState): Notice[] {
  return concerned.flatMap((one) =>
    one.kind === 'SYSTEM'
      ? []
      : [
          {
            recipient: { kind: one.kind, id: one.id, name: one.name },
            kind,
            title: `${actor.name} ${says} ${key}: ${title}`,
          },
        ],
  );
}

/** The first for each recipient. */
const onceEach = (notices: readonly Notice[]): Notice[] =>
  notices.filter(
    ({ recipient }, index) => !notices.slice(0, index).some((earlier) => isSameActor(earlier.recipient, recipient)),
  );
