import { z } from 'zod';
import type { Operations } from '../../operations/operations.ts';
import { commandResultSchema } from '../../operations/schemas/commands.ts';
import { pageOf } from '../../operations/schemas/common.ts';
import {
  listReviewsQuery,
  reviewAnswerSchema,
  reviewSchema,
  reviewStatisticsQuery,
  reviewStatisticsSchema,
} from '../../operations/schemas/review.ts';
import { defineRoute, ok, type Route } from '../route.ts';

const byId = z.object({ id: z.string().max(100) });

export const reviewRoutes = ({ reviews }: Operations): Route[] => [
  defineRoute({
    method: 'get',
    path: '/reviews',
    tag: 'Reviews',
    summary: 'List reviews',
    operation: 'reviews.read',
    query: listReviewsQuery,
    answers: { 200: { description: 'Newest first; diffs only with a task', schema: pageOf(reviewSchema) } },
    handle: async ({ caller, query }) => ok(await reviews.list(caller, query)),
  }),
  defineRoute({
    method: 'get',
    path: '/reviews/statistics',
    tag: 'Reviews',
    summary: 'Add up who has said what of whose work',
    operation: 'reviews.read',
    query: reviewStatisticsQuery,
    answers: { 200: { description: 'By name', schema: reviewStatisticsSchema } },
    handle: async ({ caller, query }) => ok(await reviews.statistics(caller, query.project)),
  }),
  defineRoute({
    method: 'get',
    path: '/reviews/{id}',
    tag: 'Reviews',
    summary: 'Read a review',
    operation: 'reviews.read',
    params: byId,
    answers: { 200: { description: 'The review, with its diffs', schema: reviewSchema } },
    handle: async ({ caller, params }) => ok(await reviews.get(caller, params.id)),
  }),
  defineRoute({
    method: 'post',
    path: '/reviews/{id}/respond',
    tag: 'Reviews',
    summary: 'Accept or reject a review of your work',
    operation: 'tasks.respondToReview',
    params: byId,
    body: reviewAnswerSchema,
    answers: {
      200: { description: 'Answered: accepted objections take the work back', schema: commandResultSchema },
      202: { description: 'Durable, and in the history as soon as that is back', schema: commandResultSchema },
    },
    handle: async ({ caller, params, body, idempotencyKey }) => {
      const result = await reviews.respond(caller, params.id, body, idempotencyKey);
      return { status: result.projected ? 200 : 202, body: result };
    },
  }),
];
