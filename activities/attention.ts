import { alertConsequences } from '../domain/alert/consequences.ts';
import type { Assignee } from '../domain/actor.ts';
import { recipientsOf, type Audience, type Notice } from '../domain/notification/recipients.ts';
import type { TaskEvent } from '../domain/task/events.ts';
import type { Approval, TaskState } from '../domain/task/state.ts';
import { adminsOf, decidersOf } from '../store/deciders.ts';
import type { NotificationDocument } from '../store/documents/attention.ts';
import type { TaskIdentity } from '../store/history.ts';
import type { Store } from '../store/store.ts';

/** Who may have to hear of a batch of events besides those whom the task names. */
type Listeners = Omit<Audience, 'requester'>;

interface Told {
  readonly before: TaskState | undefined;
  readonly after: TaskState;
}

const BODY_LENGTH = 500;

/** Looks up who listens; batches that concern nobody else cost no question. */
export async function findListeners(
  store: Store,
  events: readonly TaskEvent[],
  { id, projectId }: TaskIdentity,
): Promise<Listeners> {
  const has = (...types: TaskEvent['type'][]) => events.some(({ type }) => types.includes(type));
  const [watchers, people] = await Promise.all([
    has('task.transitioned') ? store.watches.watchersOf(id) : ([] as Assignee[]),
    has('approval.requested', 'approval.escalated', 'approval.delegated') ? store.people.ofProject(projectId) : [],
  ]);
  return { watchers, deciders: decidersOf(people, projectId), ...adminsOf(people, projectId) };
}

/** Notifies people and agents of events and raises the alerts that follow. Safe to repeat. */
export async function tellOf(
  store: Store,
  events: readonly TaskEvent[],
  { before, after }: Told,
  listeners: Listeners,
): Promise<void> {
  const openBefore = before?.openApprovals ?? [];
  const approvals = [...openBefore, ...events.flatMap(requestedApproval)];
  await store.notifications.add(events.flatMap((event) => notificationsOf(event, after, listeners, approvals)));
  for (const consequence of alertConsequences(events, after, openBefore)) {
    if ('raise' in consequence) await store.alerts.raise(consequence.raise);
    else await store.alerts.resolveByKeys(consequence.resolve, consequence.by, consequence.note);
  }
}

const requestedApproval = ({ type, data }: TaskEvent): Approval[] =>
  type === 'approval.requested' ? [data.approval] : [];

function notificationsOf(
  event: TaskEvent,
  state: TaskState,
  listeners: Listeners,
  approvals: readonly Approval[],
): Omit<NotificationDocument, 'order'>[] {
  const approvalId = approvalOf(event);
  const requester = approvals.find(({ id }) => id === approvalId)?.requester;
  const body = bodyOf(event)?.slice(0, BODY_LENGTH);
  const notification = ({ recipient, kind, title }: Notice) => ({
    _id: `${event.taskId}:${event.seq}:${kind}:${recipient.kind}-${recipient.id}`,
    recipient,
    kind,
    title,
    ...(body !== undefined && { body }),
    projectId: state.projectId,
    taskKey: state.key,
    ...(approvalId !== undefined && { approvalId }),
    by: event.actor,
    at: event.at,
  });
  return recipientsOf(event, state, { ...listeners, ...(requester && { requester }) }).map(notification);
}

function approvalOf({ type, data }: TaskEvent): string | undefined {
  switch (type) {
    case 'approval.requested':
      return data.approval.id;
    case 'approval.decided':
    case 'approval.escalated':
    case 'approval.delegated':
    case 'approval.expired':
    case 'approval.canceled':
      return data.approvalId;
    default:
      return undefined;
  }
}

/** What the recipient may want to read before going there. */
function bodyOf({ type, data }: TaskEvent): string | undefined {
  switch (type) {
    case 'task.commented':
      return data.body;
    case 'task.transitioned':
      return data.feedback ?? data.reason;
    case 'approval.requested':
      return data.approval.summary;
    case 'approval.decided':
      return data.decision.reason;
    case 'approval.delegated':
    case 'approval.canceled':
      return data.reason;
    default:
      return undefined;
  }
}
