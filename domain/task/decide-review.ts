import { actorRef, isOperator, isSameActor } from '../actor.ts';
import { reviewId } from '../ids.ts';
import { reject, type Problem, type Rejection } from '../rejection.ts';
import { authorsOf, isAuthor } from '../review/authors.ts';
import { feedbackFrom } from '../review/feedback.ts';
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
    if (state.status !== 'REVIEW' && !isHeldInReview(state)) {
      return withAllowed(draft, reject('CONFLICT', `${state.key} is ${state.status}: only work in REVIEW is reviewed`));
    }
    if (isAuthor(state, context.actor)) {
      return reject('FORBIDDEN', `${context.actor.name} has worked on ${state.key}: nobody reviews their own work`);
    }
    const problems = verdictProblems(verdict);
    if (problems.length > 0) return reject('INVALID', 'the review is not complete', problems);
    give(draft, verdict);
    return undefined;
  },

  respondToReview: (draft: Draft, command: CommandOf<'respondToReview'>): Rejection | undefined => {
    const { reviewId: id, comment } = command;
    const review = draft.state.openReviews?.find((one) => one.id === id);
    if (!review) return notOpen(draft.state, id);
    const problem = responseProblem(draft, review, command);
    if (problem) return problem;
    const { actor, now } = draft.context;
    const status = command.response === 'ACCEPT' ? 'ACCEPTED' : 'REJECTED';
    const sendsBack = status === 'ACCEPTED' && isToBeReworked(draft.state, review);
    draft.emit('review.responded', { reviewId: id, response: { by: actorRef(actor), status, comment, at: now } });
    if (sendsBack) moveTo(draft, 'IN_PROGRESS', { feedback: feedbackFrom(review), byRule: true });
    return undefined;
  },
};

const isHeldInReview = ({ status, returnTo }: TaskState): boolean =>
  status === 'NEEDS_APPROVAL' && returnTo === 'REVIEW';

/** Who agrees that the work is not right takes it back; what was said before it was handed in again is dealt with. */
const isToBeReworked = ({ status, reviewCycles }: TaskState, review: OpenReview): boolean =>
  status === 'REVIEW' && isHeavy(review) && review.cycle === reviewCycles;

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

function notOpen({ key, reviewCount = 0 }: TaskState, id: string): Rejection {
  const number = Number(id.slice(`${key}-V`.length));
  const wasGiven = reviewId(key, number) === id && number >= 1 && number <= reviewCount;
  return wasGiven
    ? reject('CONFLICT', `${id} was answered, or replaced by a newer review, before`)
    : reject('NOT_FOUND', `${key} has no review ${id}`, [{ path: 'reviewId', message: 'is unknown' }]);
}

function responseProblem(
  { state, context: { actor } }: Draft,
  review: OpenReview,
  { response, comment }: CommandOf<'respondToReview'>,
): Rejection | undefined {
  if (isSameActor(actor, review.reviewer)) {
    return reject('FORBIDDEN', `${review.id} is answered by those whose work it is about, not by its reviewer`);
  }
  if (!isAuthor(state, actor) && !isOperator(actor)) {
    return reject('FORBIDDEN', `${actor.name} is not an author of this work`);
  }
  // The work cannot go back now, and must not be DONE by the approval as if nothing had been agreed on.
  if (response === 'ACCEPT' && isHeavy(review) && isHeldInReview(state)) {
    return reject('CONFLICT', `${state.key} waits for an approval: accept ${review.id} once that is decided`);
  }
  if (comment.trim() !== '') return undefined;
  const problem: Problem = { path: 'comment', message: 'say why' };
  return reject('GATE_NOT_MET', 'an answer to a review needs a comment', [problem]);
}
