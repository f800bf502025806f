import type { ActorRef } from '../actor.ts';
import { isSameActor } from '../actor.ts';
import { feedbackFrom } from '../review/feedback.ts';
import type { OpenReview, Review } from '../review/review.ts';
import { isHeavy } from '../review/verdict.ts';
import type { TaskEvent, TaskEventType } from './events.ts';
import type { TaskState } from './state.ts';

const CONTRIBUTORS_KEPT = 20;

export type ReviewEvent = Extract<TaskEvent, { type: Extract<TaskEventType, `review.${string}`> }>;

/** The state after a review was given, answered or replaced by a newer one. */
export function applyReview(state: TaskState, { type, data }: ReviewEvent): TaskState {
  const open = state.openReviews ?? [];
  switch (type) {
    case 'review.given':
      return {
        ...state,
        reviewCount: (state.reviewCount ?? 0) + 1,
        openReviews: [...open, openReviewOf(data.review)],
      };
    case 'review.superseded':
      return { ...state, openReviews: without(open, data.reviewId) };
    case 'review.responded':
      return {
        ...state,
        openReviews: without(open, data.reviewId),
        ...(data.response.status === 'ACCEPTED' && { feedback: feedbackAfter(state, data.reviewId) }),
      };
  }
}

const without = (open: readonly OpenReview[], id: string): readonly OpenReview[] =>
  open.filter((review) => review.id !== id);

/** In REVIEW the move back to work carries the feedback; work that goes on by itself gets to know of it here. */
function feedbackAfter({ status, feedback, openReviews = [] }: TaskState, id: string): readonly string[] {
  const review = openReviews.find((one) => one.id === id);
  return review && isHeavy(review) && status !== 'REVIEW' ? [...feedback, feedbackFrom(review)] : feedback;
}

/** Remembers who has made what there is to review, each once. */
export function withContributors(state: TaskState, ...who: readonly (ActorRef | undefined)[]): TaskState {
  const known = state.contributors ?? [];
  const added = who.flatMap((one) =>
    one && one.kind !== 'SYSTEM' ? [{ kind: one.kind, id: one.id, name: one.name }] : [],
  );
  const fresh = added.filter(
    (one, index) => ![...known, ...added.slice(0, index)].some((other) => isSameActor(one, other)),
  );
  return fresh.length === 0 ? state : { ...state, contributors: [...known, ...fresh].slice(-CONTRIBUTORS_KEPT) };
}

function openReviewOf({ id, verdict, reviewer, cycle, at }: Review): OpenReview {
  return {
    id,
    kind: verdict.kind,
    ...(verdict.kind === 'REFUTE' && { severity: verdict.severity }),
    comment: verdict.comment,
    ...(verdict.kind === 'CHANGESET' && { paths: verdict.files.map(({ path }) => path) }),
    reviewer,
    cycle,
    at,
  };
}
