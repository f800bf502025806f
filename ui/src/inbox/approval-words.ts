import type { ApprovalKind, ApprovalStatus } from '../../../domain/task/vocabulary.ts';
import type { ApprovalView } from '../../../operations/schemas/approval.ts';
import type { Grant } from './approval-commands.ts';

/** How people read what an approval lets happen. */
export const KIND_LABELS: Readonly<Record<ApprovalKind, string>> = {
  ACTION: 'Action',
  TOOL_EXEC: 'Use of a tool',
  STATE_TRANSITION: 'Move of the task',
  SPAWN: 'New sub-task',
  START_RUN: 'Start of a run',
  BUDGET_OVERRIDE: 'Budget',
};

export const STATUS_WORDS: Readonly<Record<ApprovalStatus, string>> = {
  PENDING: 'pending',
  APPROVED: 'approved',
  DENIED: 'denied',
  EXPIRED: 'expired',
  CANCELED: 'withdrawn',
};

export const titleOf = ({ kind, action }: Pick<ApprovalView, 'kind' | 'action'>): string =>
  kind === 'BUDGET_OVERRIDE' ? 'Go beyond the budget' : action;

export const moreInWords = (times: number): string => (times === 1 ? 'once more' : `${times} more times`);

/** "also the same call, 3 more times within 60 min" */
export const grantInWords = ({ scope, uses, minutes }: Grant): string =>
  `also ${scope === 'SAME_CALL' ? 'the same call' : 'the same tool'}, ${moreInWords(uses)} within ${minutes} min`;

/** Whom an approval waits for since nobody decided in time. */
export function escalationInWords({ level, escalated }: Pick<ApprovalView, 'level' | 'escalated'>): string | undefined {
  if ((level ?? 0) > 1) return 'escalated to the installation’s admins';
  return escalated || level === 1 ? 'escalated to the project’s admins' : undefined;
}

type Closed = Pick<ApprovalView, 'status' | 'decisions' | 'closedBy' | 'closedBecause'>;

/** What became of an approval that somebody else was faster with. */
export function outcomeInWords({ status, decisions, closedBy, closedBecause }: Closed): string {
  const who = closedBy?.name ?? 'Somebody';
  const why = closedBecause === undefined ? '.' : `: ${closedBecause}`;
  switch (status) {
    case 'PENDING':
      return 'It still waits for a decision.';
    case 'APPROVED':
      return `${decisions.map(({ by }) => by.name).join(' and ')} approved it already.`;
    case 'DENIED':
      return `${who} denied it already${why}`;
    case 'EXPIRED':
      return 'It expired before anybody decided.';
    case 'CANCELED':
      return `${who} withdrew it${why}`;
  }
}
