import type { ApprovalGrant } from '../task/state.ts';
import type { Risk } from '../task/vocabulary.ts';
import type { PolicyAction } from './action.ts';
import type { PolicyRequest } from './decision.ts';
import { isHigher } from './finding.ts';

/** What an approval is for: the name of a tool, or the kind of any other action. */
const nameOfAction = (action: PolicyAction): string => (action.kind === 'TOOL_CALL' ? action.tool : action.kind);

/**
 * The grant by which people have allowed an action of this risk already. It has to be for the same tool, in time, not used
 * up and for at least this risk; RED needs one for exactly this call.
 */
export function grantFor(
  request: PolicyRequest,
  risk: Risk,
  grants: readonly ApprovalGrant[],
): ApprovalGrant | undefined {
  const name = nameOfAction(request.action);
  const fitting = grants.filter(
    (grant) => grant.tool === name && grant.usesLeft > 0 && !isHigher(risk, grant.risk) && isInTime(grant, request.now),
  );
  const forThisCall = fitting.find(({ scope, inputHash }) => scope === 'SAME_CALL' && inputHash === request.inputHash);
  return forThisCall ?? (risk === 'RED' ? undefined : fitting.find(({ scope }) => scope === 'SAME_TOOL'));
}

const isInTime = ({ until }: ApprovalGrant, now: string): boolean => Date.parse(now) < Date.parse(until);
