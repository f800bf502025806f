import { queryOptions } from '@tanstack/react-query';
import type { ReviewStatistics, ReviewView } from '../../../operations/schemas/review.ts';
import { pages } from '../api/queries.ts';
import { get } from '../api/request.ts';

export const taskReviewsQuery = (key: string) =>
  pages<ReviewView>(['task-part', key, 'reviews'], '/reviews', { task: key });

/** What everybody of a project has said of others' work, and others of theirs. */
export const reviewStatisticsQuery = (project: string) =>
  queryOptions({
    queryKey: ['review-statistics', project],
    queryFn: ({ signal }) => get<ReviewStatistics>('/reviews/statistics', { project }, signal),
  });
