import { actorRef } from '../actor.ts';
import { approvalId } from '../ids.ts';
import { reject, type Problem, type Rejection } from '../rejection.ts';
import type { CommandOf } from './commands.ts';
import type { Draft } from './draft.ts';
import type { Approval, TaskState } from './state.ts';
import { findTransition } from './transitions.ts';
import type { Risk } from './vocabulary.ts';

const EXPIRES_IN_MINUTES = 60;
const ESCALATES_IN_MINUTES = 30;
const LONGEST_MINUTES = 90 * 24 * 60;
const OPEN_APPROVALS_LIMIT = 20;
const MOST_DECISIONS = 10;

/** RED needs two different humans, unless a policy says otherwise. */
const requiredDecisions = (risk: Risk): number => (risk === 'RED' ? 2 : 1);

/** Why a task cannot be asked this now. */
export function requestProblem(state: TaskState, command: CommandOf<'requestApproval'>): Rejection | undefined {
  const { key, status, openApprovals } = state;
  if (command.blocking && status !== 'NEEDS_APPROVAL' && !findTransition(status, 'NEEDS_APPROVAL')) {
    return reject('CONFLICT', `a task in ${status} has nothing that an approval could hold`);
  }
  if (openApprovals.length >= OPEN_APPROVALS_LIMIT) {
    return reject('CONFLICT', `${key} already waits for ${OPEN_APPROVALS_LIMIT} approvals`);
  }
  const problems = [
    ...numberProblem('expiresInMinutes', command.expiresInMinutes, LONGEST_MINUTES),
    ...numberProblem('escalateInMinutes', command.escalateInMinutes, LONGEST_MINUTES),
    ...numberProblem('requiredDecisions', command.requiredDecisions, MOST_DECISIONS),
  ];
  return problems.length === 0 ? undefined : reject('INVALID', 'the approval cannot be asked for like this', problems);
}

/** The approval that a command asks for. */
export function newApproval({ state, context }: Draft, command: CommandOf<'requestApproval'>): Approval {
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
    escalateAt: minutesAfter(context.now, escalateInMinutes ?? ESCALATES_IN_MINUTES),
    expiresAt: minutesAfter(context.now, expiresInMinutes ?? EXPIRES_IN_MINUTES),
  };
}

/** Fractions are taken; what is no time at all would make it impossible to name a date. */
const numberProblem = (path: string, value: number | undefined, most: number): readonly Problem[] =>
  value === undefined || (value > 0 && value <= most) ? [] : [{ path, message: `must be above 0 and at most ${most}` }];

const minutesAfter = (timestamp: string, minutes: number): string =>
  new Date(Date.parse(timestamp) + minutes * 60_000).toISOString();
