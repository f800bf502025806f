import { APPROVAL_STATUSES, type ApprovalStatus } from '../../../domain/task/vocabulary.ts';

export interface InboxSearch {
  readonly tab?: 'decided' | 'work' | undefined;
  /** Of the decided ones, those that ended like this. */
  readonly status?: ApprovalStatus | undefined;
}

/** What the address says about the inbox; what makes no sense is left out. */
export function inboxSearch(search: Readonly<Record<string, unknown>>): InboxSearch {
  const status = APPROVAL_STATUSES.find((candidate) => candidate === search['status']);
  if (search['tab'] === 'work') return { tab: 'work' };
  if (search['tab'] !== 'decided') return {};
  return { tab: 'decided', ...(status && status !== 'PENDING' && { status }) };
}
