import { reject, type Rejection } from '../rejection.ts';
import type { CommandOf } from './commands.ts';
import type { Draft } from './draft.ts';
import { submissionProblems } from './gates.ts';
import { moveTo } from './move.ts';
import type { TaskState } from './state.ts';
import { allowedTransitions, findTransition, mayMove } from './transitions.ts';
import type { TaskStatus } from './vocabulary.ts';

/** Commands that move a task along the table. */
export const transitionDeciders = {
  transition: (draft: Draft, command: CommandOf<'transition'>): Rejection | undefined => {
    const rejection = transitionProblem(draft, command);
    if (rejection) return rejection;
    moveTo(draft, command.to, { reason: command.reason, feedback: command.feedback });
    return undefined;
  },

  submit: (draft: Draft, { deliverable, checklist = draft.state.checklist }: CommandOf<'submit'>) => {
    const { state } = draft;
    if (state.status !== 'IN_PROGRESS') return withAllowed(draft, conflict(state, 'REVIEW'));
    const problems = submissionProblems(state, deliverable, checklist);
    if (problems.length > 0) return reject('GATE_NOT_MET', 'the work cannot be submitted yet', problems);
    draft.emit('deliverable.submitted', { deliverable, checklist });
    moveTo(draft, 'REVIEW');
    return undefined;
  },
};

/** Why the edge cannot be taken: stale view, no such edge, not for this actor, or a gate that is not met. */
export function transitionProblem(draft: Draft, command: CommandOf<'transition'>): Rejection | undefined {
  const { state, context } = draft;
  const { to, from, reason, feedback } = command;
  if (from !== undefined && from !== state.status) return withAllowed(draft, stale(state, from));
  const rule = findTransition(state.status, to);
  if (!rule) return withAllowed(draft, conflict(state, to));
  if (!mayMove(state, rule, context.actor, context.facts)) {
    return withAllowed(draft, reject('FORBIDDEN', `${context.actor.name} may not move ${state.key} to ${to}`));
  }
  const problems = rule.gates.flatMap((gate) => gate({ state, facts: context.facts, to, reason, feedback }));
  return problems.length === 0
    ? undefined
    : withAllowed(draft, reject('GATE_NOT_MET', `${state.key} cannot move to ${to} yet`, problems));
}

function conflict(state: TaskState, to: TaskStatus): Rejection {
  const message =
    state.status === to
      ? `${state.key} is already ${to}${lastMove(state)}`
      : `${state.key} cannot go from ${state.status} to ${to}`;
  return reject('CONFLICT', message, [{ path: 'to', message: `no transition from ${state.status} to ${to}` }]);
}

const stale = (state: TaskState, from: TaskStatus): Rejection =>
  reject('CONFLICT', `${state.key} is not ${from} any more: it is ${state.status}${lastMove(state)}`, [
    { path: 'from', message: `the task is ${state.status}` },
  ]);

const lastMove = ({ lastTransition }: TaskState): string =>
  lastTransition ? ` (moved by ${lastTransition.by.name} at ${lastTransition.at})` : '';

/** A refusal that also says which transitions this actor could make instead. */
export const withAllowed = (draft: Draft, rejection: Rejection): Rejection => ({
  ...rejection,
  allowed: allowedTransitions(draft.state, draft.context.actor, draft.context.facts),
});
