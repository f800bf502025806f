import { formatDollars } from '../money.ts';
import type { Review } from '../review/review.ts';
import type { TaskEvent } from '../task/events.ts';
import { tokensInWords } from './tokens.ts';

const names = (people: readonly { readonly name: string }[]): string => people.map(({ name }) => name).join(', ');
const because = (reason: string | undefined): string => (reason === undefined ? '' : `: ${reason}`);

/** One line for people that says what an event did. */
export function describeEvent(event: TaskEvent): string {
  const { type, data } = event;
  switch (type) {
    case 'task.created':
      return `created ${data.type} task "${data.title}" with priority ${data.priority}`;
    case 'task.edited':
      return `edited ${[...Object.keys(data.changes), ...data.cleared].join(', ')}`;
    case 'task.assigned':
      return `assigned ${names(data.assignees)}`;
    case 'task.unassigned':
      return data.assignees.length === 0 ? 'unassigned everybody' : `left it to ${names(data.assignees)}`;
    case 'task.planned':
      return `planned the work in ${data.plan.bullets.length} steps`;
    case 'task.transitioned':
      return `moved ${data.from} -> ${data.to}${because(data.feedback ?? data.reason)}`;
    case 'task.commented':
      return `commented (${data.messageId})`;
    case 'task.comment_edited':
      return `edited the comment ${data.messageId}`;
    case 'task.thread_opened':
      return `opened the thread ${data.threadRef.url ?? `${data.threadRef.threadId} in ${data.threadRef.chatId}`}`;
    case 'task.linked':
      return `linked ${data.link.url}`;
    case 'task.command_refused':
      return `was refused ${data.command}: ${data.message}`;
    case 'deliverable.submitted':
      return `submitted: ${data.deliverable.summary}`;
    case 'approval.requested':
      return `asked for approval ${data.approval.id} (${data.approval.risk}): ${data.approval.action}, ${data.approval.summary}`;
    case 'approval.decided':
      return `${data.decision.decision === 'APPROVE' ? 'approved' : 'denied'} ${data.approvalId}${because(data.decision.reason)}`;
    case 'approval.escalated':
      return `escalated ${data.approvalId}${data.level === 2 ? ' again' : ''}: not decided in time`;
    case 'approval.delegated':
      return `left ${data.approvalId} to every ${data.role}: ${data.reason}`;
    case 'grant.given':
      return `allowed ${data.grant.tool} again ${data.grant.usesLeft} times until ${data.grant.until} (${data.grant.approvalId})`;
    case 'grant.used':
      return `used ${data.tool} as allowed by ${data.approvalId}, ${data.usesLeft} times left`;
    case 'review.given':
      return describeReview(data.review);
    case 'review.superseded':
      return `replaced the review ${data.reviewId} by ${data.by}`;
    case 'review.responded':
      return `${data.response.status === 'ACCEPTED' ? 'accepted' : 'rejected'} the review ${data.reviewId}: ${data.response.comment}`;
    case 'loop.detected':
      return `saw a loop, ${data.summary.kind}: ${data.summary.what}`;
    case 'loop.acknowledged':
      return `called ${data.kind} fine for this task: ${data.reason}`;
    case 'task.governed':
      return 'took over what the policies say about the task';
    case 'task.queued':
      return `starts as soon as ${data.waitingFor.join(', ')} are DONE`;
    case 'task.released':
      return `does not wait any more: ${data.dependency} is DONE`;
    case 'dependency.canceled':
      return `waits for ${data.dependency}, which was canceled`;
    case 'subtask.approved':
      return `lets ${data.for.name} create "${data.task.title}" (${data.approvalId})`;
    case 'approval.expired':
      return `let ${data.approvalId} expire`;
    case 'approval.canceled':
      return `withdrew ${data.approvalId}: ${data.reason}`;
    case 'execution.requested':
      return `requested ${data.execution.id} from ${data.execution.executor}: ${data.execution.route.reason}`;
    case 'execution.assigned':
      return `gave ${data.executionId}, attempt ${data.attempt}, to ${data.worker.name}`;
    case 'execution.started':
      return `started ${data.executionId}`;
    case 'execution.retried':
      return `offered ${data.executionId} again, attempt ${data.attempt}: ${data.error}`;
    case 'execution.completed':
      return `completed ${data.executionId}: ${data.deliverable.summary}`;
    case 'execution.failed':
      return `failed ${data.executionId}: ${data.error}`;
    case 'execution.canceled':
      return `canceled ${data.executionId}: ${data.reason}`;
    case 'run.recorded': {
      const { costMicros, costSource } = data.usage;
      const cost = costSource === 'SUBSCRIPTION' ? 'subscription' : formatDollars(costMicros);
      return `recorded run ${data.runId}: ${tokensInWords(data.usage)}, ${cost}`;
    }
  }
}

function describeReview({ id, verdict }: Review): string {
  switch (verdict.kind) {
    case 'PRAISE':
      return `praised the work (${id}, ${verdict.score} of 10): ${verdict.comment}`;
    case 'REFUTE':
      return `refuted the work (${id}, ${verdict.severity}): ${verdict.comment}`;
    case 'CHANGESET':
      return `proposed changes to ${verdict.files.map(({ path }) => path).join(', ')} (${id}): ${verdict.comment}`;
    case 'APPROVE':
      return `approved the work (${id})${verdict.comment === '' ? '' : `: ${verdict.comment}`}`;
  }
}
