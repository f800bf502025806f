import type { ReviewKind, ReviewStatus } from '../domain/task/vocabulary.ts';
import type { ReviewDocument } from './documents/review.ts';
import type { Models } from './models.ts';
import { countReviews, type ReviewCounts } from './review-counts.ts';

interface ReviewFilter {
  /** Undefined means all. */
  readonly projects?: readonly string[] | undefined;
  readonly task?: string | undefined;
  readonly status?: ReviewStatus | undefined;
  readonly kind?: ReviewKind | undefined;
  /** Id of a person or an agent. */
  readonly reviewer?: string | undefined;
  readonly author?: string | undefined;
}

/** What people and agents say about each other's work. */
export class ReviewStore {
  readonly #models: Models;

  constructor(models: Models) {
    this.#models = models;
  }

  async byId(id: string): Promise<ReviewDocument | undefined> {
    return ((await this.#models.reviews.findOne({ _id: id }).lean()) ?? undefined) as ReviewDocument | undefined;
  }

  /** Newest first; their diffs only for one task. */
  async page(filter: ReviewFilter, limit: number, beforeOrder?: string): Promise<ReviewDocument[]> {
    const query = { ...criteria(filter), ...(beforeOrder !== undefined && { order: { $lt: beforeOrder } }) };
    const fields = filter.task === undefined ? { 'verdict.files.diff': 0 } : {};
    const found = await this.#models.reviews
      .find(query as never, fields)
      .sort({ order: -1 })
      .limit(limit)
      .lean();
    return found as unknown as ReviewDocument[];
  }

  /** Who has said what, and about whom, in a project. */
  counts(project: string): Promise<ReviewCounts> {
    return countReviews(this.#models, project);
  }
}

function criteria({ projects, task, status, kind, reviewer, author }: ReviewFilter): object {
  return {
    ...(projects && { projectId: { $in: [...projects] } }),
    ...(task !== undefined && { taskKey: task }),
    ...(status !== undefined && { status }),
    ...(kind !== undefined && { 'verdict.kind': kind }),
    ...(reviewer !== undefined && { 'reviewer.id': reviewer }),
    ...(author !== undefined && { 'authors.id': author }),
  };
}
