import type { Review, ReviewResponse } from '../../domain/review/review.ts';
import type { ReviewStatus } from '../../domain/task/vocabulary.ts';

/** A review as the history keeps it, diffs included. */
export type ReviewDocument = Review & {
  _id: string;
  taskId: string;
  taskKey: string;
  taskTitle: string;
  projectId: string;
  /** Of the last event that changed it. */
  seq: number;
  /** Time and id: the order of every list. */
  order: string;
  status: ReviewStatus;
  response?: ReviewResponse;
  supersededBy?: string;
};
