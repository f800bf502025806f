import type { PipelineStage } from 'mongoose';
import type { ActorRef } from '../domain/actor.ts';
import type { ReviewCount } from '../domain/review/statistics.ts';
import type { ReviewKind, ReviewSeverity } from '../domain/task/vocabulary.ts';
import type { Models } from './models.ts';

export interface ReviewCounts {
  readonly given: readonly ReviewCount[];
  readonly received: readonly ReviewCount[];
}

/** Adds up the reviews of a project: what a team says of its work, however much it is, fits into one answer. */
export async function countReviews({ reviews }: Models, project: string): Promise<ReviewCounts> {
  const [given, received] = await Promise.all([
    reviews.aggregate<Group>([{ $match: { projectId: project } }, groupBy('$reviewer')]),
    reviews.aggregate<Group>([{ $match: { projectId: project } }, { $unwind: '$authors' }, groupBy('$authors')]),
  ]);
  return { given: given.map(toCount), received: received.map(toCount) };
}

interface Group {
  readonly _id: Pick<ActorRef, 'kind' | 'id'> & { verdict: ReviewKind; severity?: ReviewSeverity | null };
  /** The last one: names change. */
  readonly name: string;
  readonly reviews: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly score: number;
}

function groupBy(who: '$reviewer' | '$authors'): PipelineStage {
  const countOf = (status: string) => ({ $sum: { $cond: [{ $eq: ['$status', status] }, 1, 0] } });
  return {
    $group: {
      _id: { kind: `${who}.kind`, id: `${who}.id`, verdict: '$verdict.kind', severity: '$verdict.severity' },
      name: { $last: `${who}.name` },
      reviews: { $sum: 1 },
      accepted: countOf('ACCEPTED'),
      rejected: countOf('REJECTED'),
      score: { $sum: '$verdict.score' },
    },
  };
}

const toCount = ({ _id: { kind, id, verdict, severity }, name, ...sums }: Group): ReviewCount => ({
  who: { kind, id, name },
  kind: verdict,
  ...(severity && { severity }),
  ...sums,
});
