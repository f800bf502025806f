import { submissionProblems } from './gates.ts';
import type { Problem, Rejection } from '../rejection.ts';
import type { Draft } from './draft.ts';
import { moveTo } from './move.ts';
import { dispatchProblem, startExecution } from './start-execution.ts';
import type { ApprovedHeld, HeldCommand } from './state.ts';
import { findTransition } from './transitions.ts';
import { isFinal } from './vocabulary.ts';

/** Does what an approval was asked for; where the task has moved on meanwhile, its log and its thread say why not. */
export function carryOutHeld(draft: Draft, { approvalId: id, held, requester }: ApprovedHeld): void {
  if (held.name === 'spawn') {
    draft.emitByRule('subtask.approved', { approvalId: id, task: held.task, for: requester });
    return;
  }
  if (isFinal(draft.state.status)) return;
  const problems = problemsWith(draft, held);
  if (problems.length > 0) {
    const message = `${id} was approved, but it cannot be done now: ${problems.map((problem) => problem.message).join('; ')}`;
    draft.emitByRule('task.command_refused', { command: held.name, message });
    draft.post(message);
  } else if (held.name === 'submit') {
    const { deliverable, checklist = draft.state.checklist } = held;
    draft.emitAs(requester, 'deliverable.submitted', { deliverable, checklist });
    moveTo(draft, 'REVIEW', { byRule: true });
  } else if (held.name === 'dispatch') {
    startExecution(draft, held.route, requester);
  } else {
    const { reason = `approved as ${id}`, feedback } = held;
    moveTo(draft, held.to, { reason, feedback, byRule: true });
  }
}

function problemsWith(draft: Draft, held: Exclude<HeldCommand, { name: 'spawn' }>): readonly Problem[] {
  const { state, context } = draft;
  if (held.name === 'dispatch') {
    const underWay = state.activeExecutions.map(({ id }) => ({
      path: 'executionId',
      message: `${id} is still under way`,
    }));
    return [...underWay, ...problemsOf(dispatchProblem(draft))];
  }
  const to = held.name === 'submit' ? 'REVIEW' : held.to;
  const rule = findTransition(state.status, to);
  if (!rule) return [{ path: 'to', message: `no transition leads from ${state.status} to ${to}` }];
  if (held.name === 'submit') {
    return submissionProblems(state, held.deliverable, held.checklist ?? state.checklist);
  }
  const { reason, feedback } = held;
  const subject = { state, facts: context.facts, to, reason, feedback, isApproved: true };
  return rule.gates.flatMap((gate) => gate(subject));
}

/** The fields that are wrong, or the refusal itself where it names none. */
function problemsOf(rejection: Rejection | undefined): readonly Problem[] {
  if (!rejection) return [];
  return rejection.errors.length > 0 ? rejection.errors : [{ path: '', message: rejection.message }];
}
