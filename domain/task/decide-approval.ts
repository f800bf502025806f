import { actorRef, hasRole, HUMAN_ROLES, isOperator, isSameActor, type HumanRole } from '../actor.ts';
import { reject, type Rejection } from '../rejection.ts';
import { decisionRefusal, deciderRoleOf, outcomeOf } from './approval-decision.ts';
import { grantFrom, grantProblem } from './approval-grant.ts';
import { newApproval, requestProblem } from './approval-request.ts';
import { carryOutHeld } from './carry-out-held.ts';
import type { CommandOf } from './commands.ts';
import type { Draft } from './draft.ts';
import { moveTo } from './move.ts';
import { letGoOfHeld, returnFromApproval } from './return-from-approval.ts';
import type { Approval, ApprovalDecision, TaskState } from './state.ts';

/** To the ADMINs of the project, then to those of the installation. */
const LAST_LEVEL = 2;

/** Commands around a decision that a human owes. */
export const approvalDeciders = {
  requestApproval: (draft: Draft, command: CommandOf<'requestApproval'>): Rejection | undefined => {
    const { state } = draft;
    const problem = requestProblem(state, command);
    if (problem) return problem;
    const approval = newApproval(draft, command);
    draft.emit('approval.requested', { approval });
    if (command.blocking && state.status !== 'NEEDS_APPROVAL') {
      moveTo(draft, 'NEEDS_APPROVAL', { reason: approval.summary, byRule: true });
    }
    return undefined;
  },

  decideApproval: (draft: Draft, command: CommandOf<'decideApproval'>): Rejection | undefined => {
    const approval = findOpen(draft.state, command.approvalId);
    if (!approval) return notOpen(draft.state, command.approvalId);
    const { actor, now } = draft.context;
    const { decision, reason, grant } = command;
    const problem = decisionRefusal(approval, actor, now) ?? reasonProblem(command) ?? grantProblem(approval, command);
    if (problem) return problem;
    const details = { ...(reason !== undefined && { reason }), ...(grant && { grant }) };
    record(draft, approval, { by: actorRef(actor), decision, ...details, at: now });
    return undefined;
  },

  delegateApproval: (draft: Draft, { approvalId: id, role, reason }: CommandOf<'delegateApproval'>) => {
    const approval = findOpen(draft.state, id);
    if (!approval) return notOpen(draft.state, id);
    const problem = delegationProblem(draft, approval, role);
    if (problem) return problem;
    draft.emit('approval.delegated', { approvalId: id, role, reason });
    return undefined;
  },

  cancelApproval: (draft: Draft, { approvalId: id, reason }: CommandOf<'cancelApproval'>): Rejection | undefined => {
    const approval = findOpen(draft.state, id);
    if (!approval) return notOpen(draft.state, id);
    const { actor } = draft.context;
    const may = actor.kind === 'SYSTEM' || isOperator(actor) || isSameActor(actor, approval.requester);
    if (!may) return reject('FORBIDDEN', `only ${approval.requester.name} or an operator may cancel ${id}`);
    draft.emit('approval.canceled', { approvalId: id, reason });
    draft.post(`${actor.name} withdrew ${id} (${approval.action}): ${reason}`);
    returnFromApproval(draft);
    return undefined;
  },

  escalateApproval: (draft: Draft, { approvalId: id, again = false }: CommandOf<'escalateApproval'>) => {
    const approval = findOpen(draft.state, id);
    if (!approval) return undefined;
    const level = (approval.level ?? (approval.escalated ? 1 : 0)) + 1;
    if (level > LAST_LEVEL || (level > 1 && approval.nextEscalationAt === undefined)) return undefined;
    const next = again && level < LAST_LEVEL && halfway(draft.context.now, approval.expiresAt);
    draft.emit('approval.escalated', { approvalId: id, level, ...(next && { nextEscalationAt: next }) });
    return undefined;
  },

  expireApproval: (draft: Draft, { approvalId: id }: CommandOf<'expireApproval'>): Rejection | undefined => {
    const approval = findOpen(draft.state, id);
    if (!approval) return undefined;
    draft.emit('approval.expired', { approvalId: id });
    draft.post(`Nobody decided on ${id} (${approval.action}) before it expired.`);
    if (approval.blocking) block(draft, `approval ${id} expired undecided`);
    return undefined;
  },

  useGrant: (draft: Draft, { approvalId: id, tool, inputHash }: CommandOf<'useGrant'>): Rejection | undefined => {
    const grant = (draft.state.grants ?? []).find((one) => one.approvalId === id);
    const fits = grant?.tool === tool && (grant.scope === 'SAME_TOOL' || grant.inputHash === inputHash);
    if (!grant || !fits) return reject('CONFLICT', `${id} does not allow this call of ${tool}`);
    if (draft.context.now >= grant.until) return reject('CONFLICT', `what ${id} allowed ended at ${grant.until}`);
    draft.emit('grant.used', { approvalId: id, tool, usesLeft: grant.usesLeft - 1 });
    return undefined;
  },
};

const findOpen = (state: TaskState, id: string): Approval | undefined =>
  state.openApprovals.find((approval) => approval.id === id);

function notOpen(state: TaskState, id: string): Rejection {
  const closed = state.closedApprovals.find((approval) => approval.id === id);
  return closed
    ? reject('CONFLICT', `${id} is already ${closed.status} (${closed.by.name} at ${closed.at})`)
    : reject('NOT_FOUND', `${state.key} has no open approval ${id}`, [{ path: 'approvalId', message: 'is unknown' }]);
}

const halfway = (from: string, to: string): string => new Date((Date.parse(from) + Date.parse(to)) / 2).toISOString();

const reasonProblem = ({ decision, reason = '' }: CommandOf<'decideApproval'>): Rejection | undefined =>
  decision === 'DENY' && reason.trim() === ''
    ? reject('GATE_NOT_MET', 'a denial needs a reason', [{ path: 'reason', message: 'say why it is denied' }])
    : undefined;

/** Back and forth between roles, but never to less than what was asked for at first. */
function delegationProblem({ context }: Draft, approval: Approval, role: HumanRole): Rejection | undefined {
  const { id, leastRole, expiresAt } = approval;
  const held = deciderRoleOf(approval);
  const least = leastRole ?? held;
  if (context.now >= expiresAt) return reject('CONFLICT', `${id} expired at ${expiresAt}`);
  if (!hasRole(context.actor, held)) return reject('FORBIDDEN', `only an ${held} may hand on ${id}`);
  if (role === held) return reject('CONFLICT', `${id} is already for every ${role}`);
  if (HUMAN_ROLES.indexOf(role) < HUMAN_ROLES.indexOf(least)) {
    const message = `it takes an ${least} at least`;
    return reject('INVALID', `${id} cannot be left to a ${role}: ${message}`, [{ path: 'role', message }]);
  }
  return undefined;
}

function record(draft: Draft, approval: Approval, decision: ApprovalDecision): void {
  const decisions = [...approval.decisions, decision];
  const status = outcomeOf(decisions, approval.requiredDecisions);
  draft.emit('approval.decided', { approvalId: approval.id, decision, decisions, status });
  if (status === 'DENIED') denied(draft, approval, decision);
  if (status === 'APPROVED') approved(draft, { ...approval, decisions });
}

function denied(draft: Draft, { id, action, blocking }: Approval, { by, reason = '' }: ApprovalDecision): void {
  draft.post(`${by.name} denied ${id} (${action}): ${reason}`);
  if (blocking) block(draft, `${id} denied: ${reason}`);
}

function approved(draft: Draft, approval: Approval): void {
  const grant = grantFrom(approval, draft.context.now);
  if (grant) draft.emit('grant.given', { grant });
  const { approvedHeld = [] } = draft.state;
  const waits = approvedHeld.some(({ approvalId }) => approvalId === approval.id);
  returnFromApproval(draft);
  if (approval.held && !waits) {
    carryOutHeld(draft, { approvalId: approval.id, held: approval.held, requester: approval.requester });
  }
}

function block(draft: Draft, reason: string): void {
  const { approvedHeld = [] } = draft.state;
  moveTo(draft, 'BLOCKED', { reason, byRule: true });
  letGoOfHeld(draft, approvedHeld);
}
