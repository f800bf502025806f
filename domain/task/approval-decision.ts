import { hasRole, isSameActor, type Actor, type HumanRole } from '../actor.ts';
import { reject, type Rejection } from '../rejection.ts';
import type { Approval, ApprovalDecision } from './state.ts';
import type { ApprovalStatus } from './vocabulary.ts';

type Decidable = Pick<Approval, 'id' | 'requester' | 'deciderRole' | 'decisions' | 'expiresAt'>;

/** What one has to be in the project to decide. */
export const deciderRoleOf = ({ deciderRole = 'OPERATOR' }: Pick<Approval, 'deciderRole'>): HumanRole =>
  deciderRole === 'VIEWER' ? 'OPERATOR' : deciderRole;

/** Why somebody may not decide on an open approval, whatever they would decide. */
export function decisionRefusal(approval: Decidable, actor: Actor, now: string): Rejection | undefined {
  const { id, requester, decisions, expiresAt } = approval;
  const role = deciderRoleOf(approval);
  if (actor.kind !== 'HUMAN') return reject('FORBIDDEN', `only people decide: ${actor.name} may not`);
  if (isSameActor(actor, requester)) {
    return reject('FORBIDDEN', `nobody decides on what they asked for themselves: ${id} needs somebody else`);
  }
  if (!hasRole(actor, role)) return reject('FORBIDDEN', `${id} takes an ${role} to decide`);
  if (now >= expiresAt) return reject('CONFLICT', `${id} expired at ${expiresAt}`);
  if (decisions.some(({ by }) => isSameActor(by, actor))) {
    return reject('CONFLICT', `${actor.name} has already decided on ${id}: it needs a second person`);
  }
  return undefined;
}

/** One denial is enough; an approval takes all the decisions that are asked for. */
export function outcomeOf(decisions: readonly ApprovalDecision[], required: number): ApprovalStatus {
  if (decisions.some(({ decision }) => decision === 'DENY')) return 'DENIED';
  return decisions.length >= required ? 'APPROVED' : 'PENDING';
}
