import { formatDollars } from '../money.ts';
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
      return `escalated ${data.approvalId}: not decided in time`;
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
