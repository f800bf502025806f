import type { TaskEvent, TaskEventType } from '../task/events.ts';

/** What may end an approval or begin it, and so make a task move. */
const HAVE_CONSEQUENCES: readonly TaskEventType[] = [
  'approval.requested',
  'approval.decided',
  'approval.expired',
  'approval.canceled',
];
const TOLD_CONSEQUENCES: readonly TaskEventType[] = [
  'task.transitioned',
  'deliverable.submitted',
  'task.command_refused',
  'execution.canceled',
];

/** How many events of one command may follow from an approval's. */
export const CONSEQUENCES_REACH = 30;

/** The approval that an event is about, if it is about one. */
function approvalOfEvent({ type, data }: TaskEvent): string | undefined {
  switch (type) {
    case 'approval.requested':
      return data.approval.id;
    case 'grant.given':
      return data.grant.approvalId;
    case 'approval.decided':
    case 'approval.escalated':
    case 'approval.delegated':
    case 'approval.expired':
    case 'approval.canceled':
    case 'grant.used':
    case 'subtask.approved':
      return data.approvalId;
    default:
      return undefined;
  }
}

export const hasConsequences = ({ type }: TaskEvent): boolean => HAVE_CONSEQUENCES.includes(type);

/**
 * All that happened to an approval and what the task did because of it, in order.
 * @param events of the task in their order: at least those about the approval and those that came right after them.
 */
export function decisionChain(id: string, events: readonly TaskEvent[]): TaskEvent[] {
  const chain: TaskEvent[] = [];
  let cause: TaskEvent | undefined;
  let last = 0;
  for (const event of events) {
    if (approvalOfEvent(event) === id) {
      chain.push(event);
      cause = hasConsequences(event) ? event : cause;
    } else if (!cause || event.seq !== last + 1 || event.at !== cause.at || isAnotherCause(event)) {
      cause = undefined;
    } else if (TOLD_CONSEQUENCES.includes(event.type)) {
      chain.push(event);
    }
    last = event.seq;
  }
  return chain;
}

/** Others are withdrawn together with one that is denied: that begins nothing new. */
const isAnotherCause = (event: TaskEvent): boolean => hasConsequences(event) && event.type !== 'approval.canceled';
