import { actorRef, hasRole, isOperator, isSameActor } from '../actor.ts';
import { approvalId } from '../ids.ts';
import { reject, type Rejection } from '../rejection.ts';
import { grantFrom, grantProblem } from './approval-grant.ts';
import { carryOutHeld } from './carry-out-held.ts';
import type { CommandOf } from './commands.ts';
import type { Draft } from './draft.ts';
import { moveTo, returnFromApproval } from './move.ts';
import type { Approval, ApprovalDecision, TaskState } from './state.ts';
import { findTransition } from './transitions.ts';
import type { Risk } from './vocabulary.ts';

const APPROVAL_EXPIRES_IN_MINUTES = 60;
const APPROVAL_ESCALATES_IN_MINUTES = 30;
const OPEN_APPROVALS_LIMIT = 20;
/** To the ADMINs of the project, then to those of the installation. */
const LAST_LEVEL = 2;

/** RED needs two different humans, unless a policy says otherwise. */
const requiredDecisions = (risk: Risk): number => (risk === 'RED' ? 2 : 1);

/** Commands around a decision that a human owes. */
export const approvalDeciders = {
  requestApproval: (draft: Draft, command: CommandOf<'requestApproval'>): Rejection | undefined => {
    const { state } = draft;
    if (command.blocking && state.status !== 'NEEDS_APPROVAL' && !findTransition(state.status, 'NEEDS_APPROVAL')) {
      return reject('CONFLICT', `a task in ${state.status} has nothing that an approval could hold`);
    }
    if (state.openApprovals.length >= OPEN_APPROVALS_LIMIT) {
      return reject('CONFLICT', `${state.key} already waits for ${OPEN_APPROVALS_LIMIT} approvals`);
    }
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
    const problem = decisionProblem(draft, approval, command) ?? grantProblem(approval, command);
    if (problem) return problem;
    const { actor, now } = draft.context;
    const { decision, reason, grant } = command;
    const details = { ...(reason !== undefined && { reason }), ...(grant && { grant }) };
    record(draft, approval, { by: actorRef(actor), decision, ...details, at: now });
    return undefined;
  },

  delegateApproval: (draft: Draft, { approvalId: id, role, reason }: CommandOf<'delegateApproval'>) => {
    const approval = findOpen(draft.state, id);
    if (!approval) return notOpen(draft.state, id);
    const held = approval.deciderRole ?? 'OPERATOR';
    if (role === 'VIEWER')
      return reject('INVALID', 'a VIEWER decides nothing', [{ path: 'role', message: 'too little' }]);
    if (role === held) return reject('CONFLICT', `${id} is already for every ${role}`);
    if (!hasRole(draft.context.actor, held)) return reject('FORBIDDEN', `only an ${held} may hand on ${id}`);
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
    if (approval.blocking) moveTo(draft, 'BLOCKED', { reason: `approval ${id} expired undecided`, byRule: true });
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

function newApproval(draft: Draft, command: CommandOf<'requestApproval'>): Approval {
  const { state, context } = draft;
  const { name: _name, expiresInMinutes, escalateInMinutes, ...asked } = command;
  return {
    ...asked,
    id: approvalId(state.key, state.approvalCount + 1),
    requester: actorRef(context.actor),
    status: 'PENDING',
    escalated: false,
    decisions: [],
    requiredDecisions: command.requiredDecisions ?? requiredDecisions(command.risk),
    requestedAt: context.now,
    escalateAt: minutesAfter(context.now, escalateInMinutes ?? APPROVAL_ESCALATES_IN_MINUTES),
    expiresAt: minutesAfter(context.now, expiresInMinutes ?? APPROVAL_EXPIRES_IN_MINUTES),
  };
}

const minutesAfter = (timestamp: string, minutes: number): string =>
  new Date(Date.parse(timestamp) + minutes * 60_000).toISOString();

const halfway = (from: string, to: string): string => new Date((Date.parse(from) + Date.parse(to)) / 2).toISOString();

function decisionProblem(
  draft: Draft,
  approval: Approval,
  command: CommandOf<'decideApproval'>,
): Rejection | undefined {
  const { actor, now } = draft.context;
  if (isSameActor(actor, approval.requester)) {
    return reject('FORBIDDEN', `nobody decides on what they asked for themselves: ${approval.id} needs somebody else`);
  }
  const { deciderRole } = approval;
  if (deciderRole && !hasRole(actor, deciderRole)) {
    return reject('FORBIDDEN', `${approval.id} takes an ${deciderRole} to decide`);
  }
  if (now >= approval.expiresAt) return reject('CONFLICT', `${approval.id} expired at ${approval.expiresAt}`);
  if (approval.decisions.some(({ by }) => isSameActor(by, actor))) {
    return reject('CONFLICT', `${actor.name} has already decided on ${approval.id}: it needs a second person`);
  }
  if (command.decision === 'DENY' && (command.reason ?? '').trim() === '') {
    return reject('GATE_NOT_MET', 'a denial needs a reason', [{ path: 'reason', message: 'say why it is denied' }]);
  }
  return undefined;
}

function record(draft: Draft, approval: Approval, decision: ApprovalDecision): void {
  const decisions = [...approval.decisions, decision];
  const status = outcome(decisions, approval.requiredDecisions);
  draft.emit('approval.decided', { approvalId: approval.id, decision, decisions, status });
  if (status === 'DENIED') denied(draft, approval, decision);
  if (status === 'APPROVED') approved(draft, { ...approval, decisions });
}

function denied(draft: Draft, { id, action, blocking }: Approval, { by, reason = '' }: ApprovalDecision): void {
  draft.post(`${by.name} denied ${id} (${action}): ${reason}`);
  if (blocking) moveTo(draft, 'BLOCKED', { reason: `${id} denied: ${reason}`, byRule: true });
}

function approved(draft: Draft, approval: Approval): void {
  const grant = grantFrom(approval, draft.context.now);
  if (grant) draft.emit('grant.given', { grant });
  returnFromApproval(draft);
  carryOutHeld(draft, approval);
}

function outcome(decisions: readonly ApprovalDecision[], required: number): Approval['status'] {
  if (decisions.some(({ decision }) => decision === 'DENY')) return 'DENIED';
  return decisions.length >= required ? 'APPROVED' : 'PENDING';
}
