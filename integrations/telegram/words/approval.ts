import { formatDollars } from '../../../domain/money.ts';
import type { Approval, ApprovalDecision } from '../../../domain/task/state.ts';
import type { Risk } from '../../../domain/task/vocabulary.ts';
import type { TelegramButton } from '../../../store/documents/telegram.ts';
import { bold, code, escapeHtml, italic, quote, shortened } from '../html.ts';

type Decision = Pick<ApprovalDecision, 'decision' | 'by' | 'at'> & { readonly reason?: string | undefined };

/** What is shown of an approval, wherever it comes from. */
type Shown = Pick<Approval, 'id' | 'action' | 'summary' | 'risk' | 'requester' | 'status'> &
  Pick<Approval, 'requiredDecisions' | 'expiresAt' | 'escalated'> & {
    readonly decisions: readonly Decision[];
    readonly taskKey: string;
    readonly taskTitle: string;
    readonly estimatedCostMicros?: number | undefined;
    readonly justification?: string | undefined;
    readonly deciderRole?: string | undefined;
    readonly closedBy?: { readonly name: string } | undefined;
    readonly closedAt?: string | undefined;
    readonly closedBecause?: string | undefined;
  };

const RISK_MARKS: Readonly<Record<Risk, string>> = { GREEN: '🟢', YELLOW: '🟡', RED: '🔴' };

const TEXT_SHOWN = 700;

/** An approval as a message: asked while it is pending, and who decided what once it is not. */
export function approvalText(approval: Shown): string {
  const { id, action, summary, risk, requester, taskKey, taskTitle, estimatedCostMicros, justification } = approval;
  const cost = estimatedCostMicros === undefined ? '' : ` · about ${formatDollars(estimatedCostMicros)}`;
  const lines = [
    `${RISK_MARKS[risk]} ${bold(`Approval ${id}`)} · ${risk}${cost}`,
    `${code(taskKey)} ${escapeHtml(shortened(taskTitle, 120))}`,
    `${bold(requester.name)} wants to: ${escapeHtml(shortened(action, 200))}`,
    quote(shortened(summary, TEXT_SHOWN)),
    ...(justification === undefined ? [] : [italic(shortened(justification, 300))]),
    ...outcome(approval),
  ];
  return lines.join('\n');
}

/** @param url of the task, for whoever wants to see more. */
export function approvalButtons({ id, status }: Pick<Shown, 'id' | 'status'>): TelegramButton[][] | undefined {
  if (status !== 'PENDING') return undefined;
  return [
    [
      { text: '✅ Approve', action: { do: 'APPROVE', approvalId: id } },
      { text: '✖️ Deny', action: { do: 'DENY', approvalId: id } },
      { text: 'Details', action: { do: 'DETAILS', approvalId: id } },
    ],
  ];
}

function outcome(approval: Shown): string[] {
  const { status, decisions, requiredDecisions, deciderRole, escalated, expiresAt } = approval;
  const said = decisions.map(decisionInWords);
  if (status !== 'PENDING') return [...said, closing(approval)];
  const left = requiredDecisions > 1 ? [`${decisions.length} of ${requiredDecisions} approvals`] : [];
  const who = deciderRole === 'ADMIN' ? ['takes an administrator'] : [];
  const late = escalated ? ['nobody has decided in time'] : [];
  return [...said, [...left, ...who, ...late, `expires ${minute(expiresAt)}`].map(escapeHtml).join(' · ')];
}

const decisionInWords = ({ decision, by, at, reason }: Decision): string => {
  const because = reason === undefined ? '' : `: ${escapeHtml(shortened(reason, 300))}`;
  return `${decision === 'APPROVE' ? '✅ Approved' : '✖️ Denied'} by ${bold(by.name)}, ${minute(at)}${because}`;
};

function closing({ status, closedBy, closedAt, closedBecause }: Shown): string {
  const when = closedAt === undefined ? '' : `, ${minute(closedAt)}`;
  switch (status) {
    case 'APPROVED':
      return bold('Approved');
    case 'DENIED':
      return bold('Denied');
    case 'EXPIRED':
      return `⌛ ${bold('Expired')} undecided${when}`;
    default: {
      const who = closedBy ? ` by ${escapeHtml(closedBy.name)}` : '';
      return `${bold('Withdrawn')}${who}${when}${closedBecause === undefined ? '' : `: ${escapeHtml(closedBecause)}`}`;
    }
  }
}

/** "23 Nov 09:30 UTC" */
export function minute(timestamp: string): string {
  const date = new Date(timestamp);
  const month = date.toLocaleString('en', { month: 'short', timeZone: 'UTC' });
  return `${date.getUTCDate()} ${month} ${timestamp.slice(11, 16)} UTC`;
}
