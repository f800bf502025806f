import type { TaskEvent, TaskEventData, TaskEventType } from '../../../domain/task/events.ts';
import { formatDollars } from '../../../domain/money.ts';
import type { TaskEventView } from '../../../operations/schemas/task.ts';
import { EXECUTOR_LABELS, STATUS_LABELS } from '../board/words.ts';

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
  'approval.escalated': ({ approvalId }) => `escalated ${approvalId}: nobody had decided`,
  'approval.expired': ({ approvalId }) => `let ${approvalId} expire undecided`,
  'approval.canceled': ({ approvalId, reason }) => ({ text: `withdrew ${approvalId}`, quote: reason }),
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

const inWords = (field: string): string => field.replace(/([A-Z])/g, ' $1').toLowerCase();
