import { alertConsequences } from '../domain/alert/consequences.ts';
import { reviewAlerts } from '../domain/alert/review-alerts.ts';
import type { ActorRef, Assignee } from '../domain/actor.ts';
import { agentsBehind } from '../domain/notification/cause.ts';
import { recipientsOf, type Audience, type Notice } from '../domain/notification/recipients.ts';
import type { TaskEvent } from '../domain/task/events.ts';
import type { Review } from '../domain/review/review.ts';
import type { Approval, Execution, TaskState } from '../domain/task/state.ts';
import { adminsOf, decidersOf } from '../store/deciders.ts';
import type { NotificationDocument } from '../store/documents/attention.ts';
import type { TaskIdentity } from '../store/history.ts';
import type { Store } from '../store/store.ts';

/** Who may have to hear of a batch of events besides those whom the task names. */
type Listeners = Omit<Audience, 'requester' | 'reviewer' | 'behind'>;

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
  const audienceFor = audiences(events, before, listeners);
  await store.notifications.add(events.flatMap((event) => notificationsOf(event, after, audienceFor(event))));
  const consequences = [
    ...alertConsequences(events, after, openBefore),
    ...reviewAlerts(events, after, before?.openReviews ?? []),
  ];
  for (const consequence of consequences) {
    if ('raise' in consequence) await store.alerts.raise(consequence.raise);
    else await store.alerts.resolveByKeys(consequence.resolve, consequence.by, consequence.note);
  }
}

/** Adds to those who listen whom each event is an answer to, and who has led to it. */
function audiences(events: readonly TaskEvent[], before: TaskState | undefined, listeners: Listeners) {
  const approvals = [...(before?.openApprovals ?? []), ...events.flatMap(requestedApproval)];
  const reviews = [...(before?.openReviews ?? []), ...events.flatMap(givenReview)];
  return (event: TaskEvent): Audience => {
    const approval = approvals.find(({ id }) => id === approvalOf(event));
    const requester = approval && requesterOf(approval, before?.activeExecutions ?? []);
    const reviewer = event.type === 'review.responded' && reviewerOf(reviews, event.data.reviewId);
    const behind = agentsBehind(event, events, before?.activeExecutions ?? []);
    return { ...listeners, ...(requester && { requester }), ...(reviewer && { reviewer }), behind };
  };
}

const requestedApproval = ({ type, data }: TaskEvent): Approval[] =>
  type === 'approval.requested' ? [data.approval] : [];

/** Who reads the answer: what an execution asks for, it asks for its agent. */
const requesterOf = ({ requester, executionId }: Approval, executions: readonly Execution[]): ActorRef =>
  executions.find(({ id }) => id === executionId)?.agent ?? requester;

const givenReview = ({ type, data }: TaskEvent): Review[] => (type === 'review.given' ? [data.review] : []);

const reviewerOf = (reviews: readonly Pick<Review, 'id' | 'reviewer'>[], reviewId: string): ActorRef | undefined =>
  reviews.find(({ id }) => id === reviewId)?.reviewer;

function notificationsOf(
  event: TaskEvent,
  state: TaskState,
  audience: Audience,
): Omit<NotificationDocument, 'order'>[] {
  const approvalId = approvalOf(event);
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
  return recipientsOf(event, state, audience).map(notification);
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
    case 'task.comment_edited':
    case 'task.commented':
      return data.body;
    case 'task.transitioned':
      return data.feedback ?? data.reason;
    case 'review.given':
      return data.review.verdict.comment || undefined;
    case 'review.responded':
      return data.response.comment;
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
