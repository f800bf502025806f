import { reject, type Rejection } from '../rejection.ts';
import type { CommandOf } from './commands.ts';
import type { Approval, ApprovalGrant, GrantTerms } from './state.ts';

/** The most that can be allowed at once. */
const GRANT_LIMITS = { minutes: 480, uses: 100 } as const;

/** Why what was asked for cannot be allowed again and again. */
export function grantProblem(
  approval: Approval,
  { decision, grant }: CommandOf<'decideApproval'>,
): Rejection | undefined {
  if (!grant) return undefined;
  const refuse = (message: string) => reject('INVALID', message, [{ path: 'grant', message }]);
  if (decision === 'DENY') return refuse('a denial allows nothing');
  if (!isWhole(grant.minutes, GRANT_LIMITS.minutes) || !isWhole(grant.uses, GRANT_LIMITS.uses)) {
    return refuse(`at most ${GRANT_LIMITS.minutes} minutes and ${GRANT_LIMITS.uses} uses, each at least 1`);
  }
  if (approval.kind !== 'TOOL_EXEC') return refuse('only the use of a tool can be allowed again');
  if (approval.risk === 'RED' && grant.scope !== 'SAME_CALL') {
    return refuse('something RED can be allowed again only as the very same call');
  }
  return undefined;
}

/** What an approval lets happen again: what everybody who approved has allowed, the narrowest of it. */
export function grantFrom({ id, tool, inputHash, risk, decisions }: Approval, now: string): ApprovalGrant | undefined {
  const terms = decisions.map(({ grant }) => grant);
  const given = terms.filter((grant): grant is GrantTerms => grant !== undefined);
  if (tool === undefined || given.length === 0 || given.length < terms.length) return undefined;
  const minutes = Math.min(...given.map((grant) => grant.minutes));
  return {
    approvalId: id,
    scope: given.some(({ scope }) => scope === 'SAME_CALL') ? 'SAME_CALL' : 'SAME_TOOL',
    tool,
    ...(inputHash !== undefined && { inputHash }),
    risk,
    until: new Date(Date.parse(now) + minutes * 60_000).toISOString(),
    usesLeft: Math.min(...given.map(({ uses }) => uses)),
  };
}

const isWhole = (value: number, most: number): boolean => Number.isInteger(value) && value >= 1 && value <= most;
