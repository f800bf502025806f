import type { ActorRef } from '../actor.ts';
import type { Verdict } from '../review/review.ts';
import type { TaskEvent } from '../task/events.ts';
import type { TaskState } from '../task/state.ts';
import type { News } from './recipients.ts';

/** What is new for reviewers and authors. @param reviewer who gave the review that the event answers. */
export function reviewNews(
  { type, data }: TaskEvent,
  { reviewer: asked, status }: TaskState,
  reviewer: ActorRef | undefined,
): News | undefined {
  switch (type) {
    case 'task.transitioned':
      // A task that an approval held has been there before.
      return data.to === 'REVIEW' && data.from !== 'NEEDS_APPROVAL' && asked ? request(asked) : undefined;
    case 'task.edited':
      return data.changes.reviewer && status === 'REVIEW' ? request(data.changes.reviewer) : undefined;
    case 'review.given':
      return { kind: 'REVIEW_GIVEN', concerned: data.review.authors, says: said(data.review.verdict) };
    case 'review.responded': {
      const says = `${data.response.status === 'ACCEPTED' ? 'accepted' : 'rejected'} your review of`;
      return reviewer && { kind: 'REVIEW_ANSWERED', concerned: [reviewer], says };
    }
    default:
      return undefined;
  }
}

const request = (asked: ActorRef): News => ({
  kind: 'REVIEW_REQUESTED',
  concerned: [asked],
  says: 'asks you to review',
});

function said(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'PRAISE':
      return `praised (${verdict.score} of 10) your work on`;
    case 'REFUTE':
      return `refuted (${verdict.severity}) your work on`;
    case 'CHANGESET':
      return 'proposed changes to your work on';
    case 'APPROVE':
      return 'approved your work on';
  }
}
