import { BUDGET_OVERRIDE } from '../budget/override.ts';
import type { Approval } from './state.ts';
import type { ApprovalKind } from './vocabulary.ts';

/** What an approval lets happen, also for those of older versions, which do not say. */
export const approvalKindOf = ({ kind, action }: Pick<Approval, 'kind' | 'action'>): ApprovalKind =>
  kind ?? (action === BUDGET_OVERRIDE ? 'BUDGET_OVERRIDE' : 'ACTION');
