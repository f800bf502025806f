import type { TaskEvent, TaskEventData, TaskEventType } from '../../../domain/task/events.ts';
import { formatDollars } from '../../../domain/money.ts';
import type { Review } from '../../../domain/review/review.ts';
import type { TaskEventView } from '../../../operations/schemas/task.ts';
import { EXECUTOR_LABELS, STATUS_LABELS } from '../board/words.ts';
import { moreInWords } from '../inbox/approval-words.ts';
import { ROLE_LABELS } from '../people/role-words.ts';
import { LOOP_LABELS } from './loop-words.ts';

/** What happened, and the words that somebody gave with it. */
export interface Sentence {
  readonly text: string;
  readonly quote?: string | undefined;
}

type Teller = { readonly [Type in TaskEventType]: (data: TaskEventData[Type]) => string | Sentence };

const names = (people: readonly { name: string }[]) => people.map(({ name }) => name).join(', ') || 'nobody';

const TELLERS: Teller = {
  'task.created': ({ title }) => ({ text: 'created the task', quote: title }),
  'task.edited': ({ changes, cleared }) => `changed ${[...Object.keys(changes), ...cleared].map(inWords).join(', ')}`,
  'task.assigned': ({ assignees }) => `assigned ${names(assignees)}`,
  'task.unassigned': ({ assignees }) => `took people off the task; ${names(assignees)} stays`,
  'task.planned': ({ plan }) => ({ text: `planned ${plan.bullets.length} steps`, quote: plan.bullets.join('\n') }),
  'task.transitioned': ({ from, to, reason, feedback }) => ({
    text: `moved it from ${STATUS_LABELS[from]} to ${STATUS_LABELS[to]}`,
    quote: feedback ?? reason,
  }),
  'task.commented': ({ body }) => ({ text: 'commented', quote: body }),
  'task.comment_edited': ({ messageId, body }) => ({ text: `edited the comment ${messageId}`, quote: body }),
  'task.thread_opened': ({ threadRef }) => ({ text: 'opened a thread in the chat', quote: threadRef.url }),
  'task.linked': ({ link }) => ({ text: 'linked a page', quote: link.title ?? link.url }),
  'task.command_refused': ({ command, message }) => ({ text: `was refused: ${command}`, quote: message }),
  'deliverable.submitted': ({ deliverable }) => ({ text: 'submitted the deliverable', quote: deliverable.summary }),
  'approval.requested': ({ approval }) => ({
    text: `asked for approval ${approval.id} (${approval.risk}): ${approval.action}`,
    quote: approval.summary,
  }),
  'approval.decided': ({ approvalId, decision, status }) => ({
    text: `${decision.decision === 'APPROVE' ? 'approved' : 'denied'} ${approvalId}${status === 'PENDING' ? '; a second decision is needed' : ''}`,
    quote: decision.reason,
  }),
  'approval.escalated': ({ approvalId, level }) =>
    `escalated ${approvalId}${level === 2 ? ' again' : ''}: nobody had decided`,
  'approval.delegated': ({ approvalId, role, reason }) => ({
    text: `handed ${approvalId} to every ${ROLE_LABELS[role].toLowerCase()}`,
    quote: reason,
  }),
  'grant.given': ({ grant }) =>
    `allowed ${grant.scope === 'SAME_CALL' ? `the same call of ${grant.tool}` : grant.tool} ${moreInWords(grant.usesLeft)}`,
  'grant.used': ({ approvalId, tool, usesLeft }) => `used ${tool} as ${approvalId} allows, ${moreInWords(usesLeft)}`,
  'approval.expired': ({ approvalId }) => `let ${approvalId} expire undecided`,
  'approval.canceled': ({ approvalId, reason }) => ({ text: `withdrew ${approvalId}`, quote: reason }),
  'review.given': ({ review }) => ({
    text: `gave the review ${review.id}: ${verdictInWords(review)}`,
    quote: review.verdict.comment,
  }),
  'review.superseded': ({ reviewId, by }) => `replaced the review ${reviewId} by ${by}`,
  'review.responded': ({ reviewId, response }) => ({
    text: `${response.status.toLowerCase()} the review ${reviewId}`,
    quote: response.comment,
  }),
  'loop.detected': ({ summary }) => ({ text: 'saw that it goes round in circles', quote: summary.what }),
  'loop.acknowledged': ({ kind, reason }) => ({
    text: `called it fine for this task: ${LOOP_LABELS[kind]}`,
    quote: reason,
  }),
  'task.governed': () => 'took over what the policies say about the task',
  'task.queued': ({ waitingFor }) =>
    `starts it as soon as ${waitingFor.join(', ')} ${waitingFor.length === 1 ? 'is' : 'are'} done`,
  'task.released': ({ dependency }) => `let it go on: ${dependency} was the last that it waited for`,
  'dependency.canceled': ({ dependency }) => `tells that ${dependency}, which it waits for, was canceled`,
  'subtask.approved': ({ approvalId, task, for: requester }) => ({
    text: `lets ${requester.name} create a sub-task (${approvalId})`,
    quote: task.title,
  }),
  'execution.requested': ({ execution }) => ({
    text: `dispatched ${execution.id} to ${EXECUTOR_LABELS[execution.executor]}`,
    quote: execution.route.reason,
  }),
  'execution.assigned': ({ executionId, worker, attempt }) =>
    `gave ${executionId} to ${worker.name}, attempt ${attempt}`,
  'execution.started': ({ executionId }) => `started ${executionId}`,
  'execution.retried': ({ executionId, attempt, error }) => ({
    text: `tries ${executionId} again, attempt ${attempt}`,
    quote: error,
  }),
  'execution.completed': ({ executionId, executor, deliverable }) => ({
    text: `completed ${executionId} (${EXECUTOR_LABELS[executor]})`,
    quote: deliverable.summary,
  }),
  'execution.failed': ({ executionId, executor, error }) => ({
    text: `reported that ${executionId} (${EXECUTOR_LABELS[executor]}) failed`,
    quote: error,
  }),
  'execution.canceled': ({ executionId, reason }) => ({ text: `canceled ${executionId}`, quote: reason }),
  'run.recorded': ({ usage }) =>
    `used ${(usage.inputTokens + usage.outputTokens).toLocaleString('en')} tokens for ${
      usage.costSource === 'SUBSCRIPTION'
        ? 'a subscription'
        : `${formatDollars(usage.costMicros)} (${usage.costSource.toLowerCase()})`
    }`,
};

/** An event as a person would tell it, to be read after the actor's name. */
export function sentenceOf(event: TaskEventView): Sentence {
  const tell = TELLERS[event.type as TaskEventType] as ((data: TaskEvent['data']) => string | Sentence) | undefined;
  if (!tell) return { text: event.type };
  const told = tell(event.data as unknown as TaskEvent['data']);
  return typeof told === 'string' ? { text: told } : told;
}

function verdictInWords({ verdict }: Review): string {
  switch (verdict.kind) {
    case 'PRAISE':
      return `praise, ${verdict.score} of 10`;
    case 'REFUTE':
      return `${verdict.severity.toLowerCase()} objection`;
    case 'CHANGESET':
      return `changes to ${verdict.files.length} ${verdict.files.length === 1 ? 'file' : 'files'}`;
    case 'APPROVE':
      return 'approval';
  }
}

const inWords = (field: string): string => field.replace(/([A-Z])/g, ' $1').toLowerCase();
