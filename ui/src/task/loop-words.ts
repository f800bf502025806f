import type { LoopKind } from '../../../domain/loops/limits.ts';
import type { TaskEventType } from '../../../domain/task/events.ts';

/** How people read the ways in which a task goes round in circles. */
export const LOOP_LABELS: Readonly<Record<LoopKind, string>> = {
  COMMENT_STORM: 'a storm of comments',
  REVIEW_PING_PONG: 'review after review',
  REPEATED_FAILURES: 'one failure after the other',
  BACK_AND_FORTH: 'back and forth between the same statuses',
};

const DID: Partial<Record<TaskEventType, string>> = {
  'task.commented': 'commented',
  'task.comment_edited': 'edited a comment',
  'task.transitioned': 'moved the task',
  'task.assigned': 'assigned the task',
  'task.planned': 'planned the work',
  'task.edited': 'edited the task',
  'deliverable.submitted': 'handed in work',
  'review.given': 'reviewed the work',
  'review.responded': 'answered a review',
  'approval.requested': 'asked for approval',
  'approval.decided': 'decided on an approval',
  'execution.requested': 'dispatched the task',
  'execution.assigned': 'gave the work to an executor',
  'execution.started': 'started the work',
  'execution.retried': 'tries the work again',
  'execution.completed': 'completed the work',
  'execution.failed': 'reported a failure',
  'execution.canceled': 'canceled the work',
  'run.recorded': 'used a model',
};

/** What somebody did, to be read after the name, where nothing but the type of the event is known. */
export const loopEventInWords = (type: string): string => DID[type as TaskEventType] ?? type.replaceAll(/[._]/g, ' ');
