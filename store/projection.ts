import type { TaskEvent } from '../domain/task/events.ts';
import { searchTextOf } from '../domain/task/search-text.ts';
import type { Execution, TaskState } from '../domain/task/state.ts';
import type { ApprovalStatus } from '../domain/task/vocabulary.ts';
import type { StayDocument } from './documents/attention.ts';
import type { MessageDocument } from './documents/message.ts';
import type { ApprovalDocument, ExecutionDocument, TaskDocument } from './models.ts';
import { reviewWrite } from './review-projection.ts';
import { finishedStays, statusSince } from './stays.ts';
import { change, insert, type Write } from './write.ts';
import { cardOf } from '../domain/task/card.ts';

/** Transitions remembered per project, so that a repeated write does not count twice. */
const COUNTED_TRANSITIONS_KEPT = 64;

/** The writes that a batch of events means for each collection. */
export interface Projection {
  readonly approvals: Write[];
  readonly executions: Write[];
  readonly messages: Write[];
  readonly reviews: Write[];
  readonly boardCounts: Write[];
  readonly stays: Write[];
}

/** @param before the task before the first of the events; undefined when that creates it. @param state after the last one. */
export function project(events: readonly TaskEvent[], before: TaskState | undefined, state: TaskState): Projection {
  const stays = finishedStays(events, before).map(({ _id, ...stay }) => insert<StayDocument>(_id, stay));
  const projection: Projection = { approvals: [], executions: [], messages: [], reviews: [], boardCounts: [], stays };
  for (const event of events) projectEvent(projection, event, state);
  return projection;
}

export function taskDocument(state: TaskState): TaskDocument {
  const { id, key, projectId, seq, status, type, priority, labels, assignees, title, completedAt } = state;
  return {
    _id: id,
    key,
    projectId,
    seq,
    status,
    type,
    priority,
    labels: [...labels],
    assigneeIds: assignees.map((assignee) => assignee.id),
    searchText: searchTextOf({ key, title }),
    order: taskOrder(state),
    statusSince: statusSince(state),
    ...(completedAt !== undefined && { completedAt }),
    card: cardOf(state),
    state,
  };
}

/** ULIDs sort by time, so this is priority first and then age. */
const taskOrder = ({ priority, id }: TaskState): string => `${priority}-${id}`;

function projectEvent(projection: Projection, event: TaskEvent, state: TaskState): void {
  const { seq, at, type, data } = event;
  const ofTask = { taskId: state.id, taskKey: state.key, projectId: state.projectId };
  switch (type) {
    case 'task.created':
      projection.boardCounts.push(count(event, state.projectId, { 'counts.INBOX': 1 }));
      return;
    case 'task.transitioned':
      projection.boardCounts.push(
        count(event, state.projectId, { [`counts.${data.from}`]: -1, [`counts.${data.to}`]: 1 }),
      );
      return;
    case 'task.commented':
      projection.messages.push(
        insert<MessageDocument>(data.messageId, {
          ...ofTask,
          seq,
          author: event.actor,
          body: data.body,
          ...(data.mentions && { mentions: data.mentions }),
          ...(data.via !== undefined && { via: data.via }),
          at,
        }),
      );
      return;
    case 'task.comment_edited':
      projection.messages.push(
        reword(data.messageId, { body: data.body, mentions: data.mentions ?? [], editedAt: at, editedSeq: seq }),
      );
      return;
    case 'approval.requested':
      projection.approvals.push(
        insert<ApprovalDocument>(data.approval.id, {
          ...data.approval,
          ...ofTask,
          taskTitle: state.title,
          seq,
          order: openOrder(data.approval.expiresAt, data.approval.id),
        }),
      );
      return;
    case 'approval.decided':
    case 'approval.escalated':
    case 'approval.delegated':
    case 'approval.expired':
    case 'approval.canceled':
      projection.approvals.push(changeApproval(event));
      return;
    case 'execution.requested':
      projection.executions.push(
        insert<ExecutionDocument>(data.execution.id, {
          ...data.execution,
          ...ofTask,
          taskTitle: state.title,
          seq,
          order: `${state.priority}-${at}-${data.execution.id}`,
          brief: data.brief,
        }),
      );
      return;
    case 'execution.assigned':
    case 'execution.started':
    case 'execution.retried':
    case 'execution.completed':
    case 'execution.failed':
    case 'execution.canceled':
      projection.executions.push(changeExecution(event));
      return;
    case 'review.given':
    case 'review.superseded':
    case 'review.responded':
      projection.reviews.push(reviewWrite(event, state));
      return;
    case 'task.edited':
    case 'task.assigned':
    case 'task.unassigned':
    case 'task.planned':
    case 'task.linked':
    case 'task.thread_opened':
    case 'task.command_refused':
    case 'task.governed':
    case 'task.queued':
    case 'task.released':
    case 'deliverable.submitted':
    case 'dependency.canceled':
    case 'subtask.approved':
    case 'loop.detected':
    case 'loop.acknowledged':
    case 'grant.given':
    case 'grant.used':
    // What a run costs is the ledger's business, which knows runs outside of tasks too.
    case 'run.recorded':
      return;
  }
}

/** A message keeps its place, which its `seq` is, when it is edited. */
const reword = (id: string, set: Partial<MessageDocument> & { editedSeq: number }): Write => ({
  filter: { _id: id, editedSeq: { $not: { $gte: set.editedSeq } } },
  update: { $set: set },
  upsert: false,
});

const FAR_FUTURE_MS = 100_000_000_000_000;

/** Open approvals come first, the next to expire on top; closed ones follow, newest first. */
const openOrder = (expiresAt: string, id: string): string => `0-${expiresAt}-${id}`;
// Sorts before what older versions wrote, which is `1-<timestamp>` with the oldest first.
const closedOrder = (at: string, id: string): string =>
  `1-${String(FAR_FUTURE_MS - Date.parse(at)).padStart(15, '0')}-${id}`;

type ApprovalEvent = Extract<
  TaskEvent,
  {
    type: 'approval.decided' | 'approval.escalated' | 'approval.delegated' | 'approval.expired' | 'approval.canceled';
  }
>;

function changeApproval({ type, data, seq, at, actor }: ApprovalEvent): Write {
  const id = data.approvalId;
  const close = (status: ApprovalStatus, because?: string): Partial<ApprovalDocument> => ({
    status,
    closedAt: at,
    closedBy: actor,
    ...(because !== undefined && { closedBecause: because }),
    order: closedOrder(at, id),
  });
  switch (type) {
    case 'approval.decided':
      return change<ApprovalDocument>(id, seq, {
        decisions: data.decisions,
        ...(data.status !== 'PENDING' &&
          close(data.status, data.status === 'DENIED' ? data.decision.reason : undefined)),
      });
    case 'approval.escalated': {
      const { level, nextEscalationAt } = data;
      const set = {
        escalated: true,
        ...(level !== undefined && { level }),
        ...(nextEscalationAt && { nextEscalationAt }),
      };
      return change<ApprovalDocument>(id, seq, set, nextEscalationAt === undefined ? ['nextEscalationAt'] : []);
    }
    case 'approval.delegated':
      return change<ApprovalDocument>(id, seq, { deciderRole: data.role });
    case 'approval.expired':
      return change<ApprovalDocument>(id, seq, close('EXPIRED'));
    case 'approval.canceled':
      return change<ApprovalDocument>(id, seq, close('CANCELED', data.reason));
  }
}

type ExecutionEvent = Extract<
  TaskEvent,
  {
    type:
      | 'execution.assigned'
      | 'execution.started'
      | 'execution.retried'
      | 'execution.completed'
      | 'execution.failed'
      | 'execution.canceled';
  }
>;

function changeExecution({ type, data, seq, at }: ExecutionEvent): Write {
  const id = data.executionId;
  switch (type) {
    case 'execution.assigned': {
      const { leaseId, attempt, worker } = data;
      return change<ExecutionDocument>(id, seq, { status: 'ASSIGNED', leaseId, attempt, worker, assignedAt: at });
    }
    case 'execution.started':
      return change<ExecutionDocument>(id, seq, { status: 'IN_PROGRESS', startedAt: at });
    case 'execution.retried': {
      const { attempt, error, failures } = data;
      const offered: Partial<Execution> = { status: 'PENDING', attempt, error, ...(failures && { failures }) };
      return change<ExecutionDocument>(id, seq, offered, ['leaseId', 'worker', 'assignedAt', 'progress']);
    }
    case 'execution.completed':
      return change<ExecutionDocument>(id, seq, { status: 'COMPLETED', finishedAt: at }, ['error']);
    case 'execution.failed':
      return change<ExecutionDocument>(id, seq, { status: 'FAILED', finishedAt: at, error: data.error });
    case 'execution.canceled':
      return change<ExecutionDocument>(id, seq, { status: 'CANCELED', finishedAt: at, error: data.reason });
  }
}

/**
 * Counts one transition once: its token is in `recent` afterwards, and a repetition, finding no document without
 * the token, fails on the unique `_id` of the upsert.
 */
function count({ taskId, seq }: TaskEvent, projectId: string, $inc: Record<string, number>): Write {
  const token = `${taskId}:${seq}`;
  return {
    filter: { _id: projectId, recent: { $ne: token } },
    update: { $inc, $push: { recent: { $each: [token], $slice: -COUNTED_TRANSITIONS_KEPT } } },
    upsert: true,
  };
}
