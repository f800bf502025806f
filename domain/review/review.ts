import type { ActorRef } from '../actor.ts';
import type { ReviewSeverity, ReviewStatus } from '../task/vocabulary.ts';

/** One file of a proposed change. */
export interface ChangedFile {
  readonly path: string;
  readonly action: 'ADD' | 'MODIFY' | 'DELETE';
  /** Unified diff; absent for a deletion that needs no explanation. */
  readonly diff?: string;
}

/** What a reviewer says about a deliverable. */
export type Verdict =
  | { readonly kind: 'PRAISE'; /** 1 to 10. */ readonly score: number; readonly comment: string }
  | { readonly kind: 'REFUTE'; readonly severity: ReviewSeverity; readonly comment: string }
  | { readonly kind: 'CHANGESET'; readonly files: readonly ChangedFile[]; readonly comment: string }
  | { readonly kind: 'APPROVE'; readonly comment: string };

/** What the author side says to a review. */
export interface ReviewResponse {
  readonly by: ActorRef;
  readonly status: Extract<ReviewStatus, 'ACCEPTED' | 'REJECTED'>;
  readonly comment: string;
  readonly at: string;
}

export interface Review {
  readonly id: string;
  readonly verdict: Verdict;
  readonly reviewer: ActorRef;
  /** Who made what is reviewed: the reviews of an agent's work are counted by this. */
  readonly authors: readonly ActorRef[];
  /** The review cycle that it belongs to, counting from 0. */
  readonly cycle: number;
  readonly at: string;
}

/** A review that waits for the author side, as the task keeps it: without its diffs. */
export interface OpenReview {
  readonly id: string;
  readonly kind: Verdict['kind'];
  readonly severity?: ReviewSeverity;
  readonly comment: string;
  readonly paths?: readonly string[];
  readonly reviewer: ActorRef;
  /** The review cycle that it belongs to, counting from 0. */
  readonly cycle: number;
  readonly at: string;
}
