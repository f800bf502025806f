import type { PostKind } from '../../../domain/chat/vocabulary.ts';
import { describeEvent } from '../../../domain/report/describe-event.ts';
import type { TaskEvent, TaskEventType } from '../../../domain/task/events.ts';
import { STATUS_LABELS } from '../../../domain/task/labels.ts';
import { bold, escapeHtml, pieces, quote, shortened } from '../html.ts';

/** Longest part of a text that goes into one message; a long comment becomes several. */
const PIECE = 3_500;
const LINE = 900;

/** Which kind of post tells of an event; what is not here is told by the card or by a message of its own. */
const TOLD: Readonly<Partial<Record<TaskEventType, readonly [PostKind, string]>>> = {
  'task.edited': ['MOVES', '✏️'],
  'task.assigned': ['ASSIGNMENTS', '👤'],
  'task.unassigned': ['ASSIGNMENTS', '👤'],
  'task.planned': ['MOVES', '📝'],
  'task.transitioned': ['MOVES', '➡️'],
  'task.commented': ['COMMENTS', '💬'],
  'task.comment_edited': ['COMMENTS', '✏️'],
  'task.linked': ['MOVES', '🔗'],
  'task.command_refused': ['MOVES', '🚫'],
  'task.queued': ['MOVES', '⏳'],
  'task.released': ['MOVES', '▶️'],
  'dependency.canceled': ['MOVES', '⚠️'],
  'subtask.approved': ['MOVES', '➕'],
  'deliverable.submitted': ['MOVES', '📦'],
  'approval.decided': ['APPROVALS', '⚖️'],
  'approval.escalated': ['APPROVALS', '⏰'],
  'approval.delegated': ['APPROVALS', '↪️'],
  'approval.expired': ['APPROVALS', '⌛'],
  'approval.canceled': ['APPROVALS', '↩️'],
  'grant.given': ['APPROVALS', '🔓'],
  'review.given': ['REVIEWS', '🔎'],
  'review.superseded': ['REVIEWS', '🔁'],
  'review.responded': ['REVIEWS', '💡'],
  'loop.detected': ['MOVES', '🔄'],
  'loop.acknowledged': ['MOVES', '👌'],
  'execution.retried': ['EXECUTIONS', '🔁'],
  'execution.failed': ['EXECUTIONS', '❌'],
};

/** What a thread reads about an event, as blocks that each fit into a message; none for what others tell. */
export function eventBlocks(event: TaskEvent, kinds: readonly PostKind[]): string[] {
  const [kind, mark] = TOLD[event.type] ?? [];
  if (kind === undefined || mark === undefined || !kinds.includes(kind)) return [];
  const { type, data, actor } = event;
  const start = `${mark} ${bold(actor.name)}`;
  switch (type) {
    case 'task.transitioned': {
      const why = data.feedback ?? data.reason;
      const moved = `${start} moved it: ${STATUS_LABELS[data.from]} → ${bold(STATUS_LABELS[data.to])}`;
      return [why === undefined ? moved : `${moved}\n${quote(shortened(why, LINE))}`];
    }
    case 'task.commented':
    case 'task.comment_edited': {
      const [first = '', ...more] = pieces(data.body, PIECE);
      const edited = type === 'task.comment_edited' ? ` edited ${escapeHtml(data.messageId)}` : '';
      return [`${start}${edited}:\n${escapeHtml(first)}`, ...more.map(escapeHtml)];
    }
    case 'task.planned': {
      const steps = data.plan.bullets.map((bullet) => `• ${escapeHtml(shortened(bullet, 300))}`);
      return [`${start} planned the work:\n${steps.join('\n')}`];
    }
    case 'deliverable.submitted':
      return [`${start} handed in:\n${quote(shortened(data.deliverable.summary, LINE))}`];
    case 'task.assigned': {
      const [only, ...others] = data.assignees;
      if (only?.id === actor.id && others.length === 0) return [`${start} took it`];
      return [`${start} gave it to ${bold(data.assignees.map(({ name }) => name).join(', '))}`];
    }
    default:
      return [`${start} ${escapeHtml(shortened(describeEvent(event), LINE))}`];
  }
}
