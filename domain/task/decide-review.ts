import { actorRef, isOperator, isSameActor, type ActorRef } from '../actor.ts';
import { reviewId } from '../ids.ts';
import { reject, type Problem, type Rejection } from '../rejection.ts';
import { isHeavy, verdictProblems } from '../review/verdict.ts';
import type { OpenReview, Review } from '../review/review.ts';
import type { CommandOf } from './commands.ts';
import { withAllowed } from './decide-transition.ts';
import type { Draft } from './draft.ts';
import { moveTo } from './move.ts';
import type { TaskState } from './state.ts';

/** Commands of peer review. */
export const reviewDeciders = {
  review: (draft: Draft, { verdict }: CommandOf<'review'>): Rejection | undefined => {
    const { state, context } = draft;
    if (!isUnderReview(state)) {
      return withAllowed(draft, reject('CONFLICT', `${state.key} is ${state.status}: only work in REVIEW is reviewed`));
    }
    if (authorsOf(state).some((author) => isSameActor(author, context.actor))) {
      return reject('FORBIDDEN', `${context.actor.name} has worked on ${state.key}: nobody reviews their own work`);
    }
    const problems = verdictProblems(verdict);
    if (problems.length > 0) return reject('INVALID', 'the review is not complete', problems);
    give(draft, verdict);
    return undefined;
  },

  respondToReview: (draft: Draft, { reviewId: id, response, comment }: CommandOf<'respondToReview'>) => {
    const review = draft.state.openReviews?.find((one) => one.id === id);
    if (!review) return reject('CONFLICT', `${draft.state.key} has no review ${id} that waits for an answer`);
    const problem = responseProblem(draft, review, comment);
    if (problem) return problem;
    const { actor, now } = draft.context;
    const status = response === 'ACCEPT' ? 'ACCEPTED' : 'REJECTED';
    draft.emit('review.responded', { reviewId: id, response: { by: actorRef(actor), status, comment, at: now } });
    // Who agrees that the work is not right yet takes it back.
    const isToBeReworked = status === 'ACCEPTED' && isHeavy(review) && draft.state.status === 'REVIEW';
    if (isToBeReworked) moveTo(draft, 'IN_PROGRESS', { feedback: feedbackFrom(review), byRule: true });
    return undefined;
  },
};

const isUnderReview = ({ status, returnTo }: TaskState): boolean =>
  status === 'REVIEW' || (status === 'NEEDS_APPROVAL' && returnTo === 'REVIEW');

/** Whose work it is: of those who were given it and of those who did it. */
function authorsOf({ assignees, contributors = [] }: TaskState): readonly ActorRef[] {
  return [...contributors, ...assignees.filter((one) => !contributors.some((other) => isSameActor(one, other)))];
}

function give(draft: Draft, verdict: Review['verdict']): void {
  const { state, context } = draft;
  const reviewer = actorRef(context.actor);
  const id = reviewId(state.key, (state.reviewCount ?? 0) + 1);
  for (const older of state.openReviews ?? []) {
    if (isSameActor(older.reviewer, reviewer)) draft.emitByRule('review.superseded', { reviewId: older.id, by: id });
  }
  const review = { id, verdict, reviewer, authors: authorsOf(state), cycle: state.reviewCycles, at: context.now };
  draft.emit('review.given', { review });
}

function responseProblem({ state, context }: Draft, review: OpenReview, comment: string): Rejection | undefined {
  const { actor } = context;
  if (isSameActor(actor, review.reviewer)) {
    return reject('FORBIDDEN', `${review.id} is answered by those whose work it is about, not by its reviewer`);
  }
  const isAuthor = authorsOf(state).some((author) => isSameActor(author, actor));
  if (!isAuthor && !isOperator(actor)) return reject('FORBIDDEN', `${actor.name} is not an author of this work`);
  if (comment.trim() !== '') return undefined;
  const problem: Problem = { path: 'comment', message: 'say why' };
  return reject('GATE_NOT_MET', 'an answer to a review needs a comment', [problem]);
}

function feedbackFrom({ id, kind, reviewer, comment, paths = [] }: OpenReview): string {
  const files = paths.length === 0 ? '' : ` (${paths.join(', ')})`;
  return `${kind} ${id} of ${reviewer.name}, accepted${files}: ${comment}`;
}
