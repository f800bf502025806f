import { z } from 'zod';
import { REVIEW_KINDS, REVIEW_SEVERITIES, REVIEW_STATUSES } from '../../domain/task/vocabulary.ts';
import {
  actorRefSchema,
  freeText,
  pageQuery,
  projectSlug,
  requiredText,
  taskKeySchema,
  TEXT_LIMITS,
  timestamp,
} from './common.ts';

// What a document database cannot give back as it was.
const diff = z
  .string()
  .max(200_000)
  .refine((text) => text.isWellFormed() && !text.includes('\u0000'), 'is not well-formed text');

const changedFileSchema = z.strictObject({
  path: requiredText(500),
  action: z.enum(['ADD', 'MODIFY', 'DELETE']),
  /** Unified diff; in lists only where they are about one task. */
  diff: diff.optional(),
});

const comment = freeText(TEXT_LIMITS.body);

/** What a reviewer says about a deliverable. */
export const verdictSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('PRAISE'), score: z.number().int().min(1).max(10), comment: comment.default('') }),
  z.strictObject({
    kind: z.literal('REFUTE'),
    severity: z.enum(REVIEW_SEVERITIES),
    comment: requiredText(TEXT_LIMITS.body),
  }),
  z.strictObject({
    kind: z.literal('CHANGESET'),
    files: z.array(changedFileSchema).min(1).max(100),
    comment: comment.default(''),
  }),
  z.strictObject({ kind: z.literal('APPROVE'), comment: comment.default('') }),
]);

export const respondToReviewSchema = z.strictObject({
  reviewId: z.string().max(100),
  response: z.enum(['ACCEPT', 'REJECT']),
  comment: requiredText(TEXT_LIMITS.body),
});
export const reviewAnswerSchema = respondToReviewSchema.omit({ reviewId: true });

export const reviewSchema = z
  .object({
    id: z.string(),
    taskKey: z.string(),
    taskTitle: z.string(),
    projectId: z.string(),
    verdict: verdictSchema,
    reviewer: actorRefSchema,
    authors: z.array(actorRefSchema),
    cycle: z.number().int(),
    status: z.enum(REVIEW_STATUSES),
    /** Keeps the task from DONE until it is answered. */
    blocksCompletion: z.boolean(),
    supersededBy: z.string().optional(),
    response: z
      .object({ by: actorRefSchema, status: z.enum(['ACCEPTED', 'REJECTED']), comment: z.string(), at: timestamp })
      .optional(),
    at: timestamp,
  })
  .meta({ id: 'Review' });
export type ReviewView = z.infer<typeof reviewSchema>;

export const listReviewsQuery = z.strictObject({
  project: projectSlug.optional(),
  task: taskKeySchema.optional(),
  status: z.enum(REVIEW_STATUSES).optional(),
  kind: z.enum(REVIEW_KINDS).optional(),
  reviewer: z.string().max(100).optional(),
  author: z.string().max(100).optional(),
  ...pageQuery,
});
export type ListReviews = z.output<typeof listReviewsQuery>;

export const reviewStatisticsQuery = z.strictObject({ project: projectSlug });

const verdictCounts = z.object({
  praise: z.number().int(),
  approve: z.number().int(),
  changeset: z.number().int(),
  refuteMinor: z.number().int(),
  refuteMajor: z.number().int(),
  refuteCritical: z.number().int(),
});

/** Per person or agent: what they said of others' work, and what others said of theirs. */
export const reviewStatisticsSchema = z
  .object({
    items: z.array(
      z.object({
        who: actorRefSchema,
        given: verdictCounts,
        received: verdictCounts,
        /** Of PRAISE received, 1 to 10; null without any. */
        averageScore: z.number().nullable(),
        /** Part of the reviews given that the author side accepted, 0 to 1; null without an answer. */
        acceptedShare: z.number().nullable(),
      }),
    ),
  })
  .meta({ id: 'ReviewStatistics' });
export type ReviewStatistics = z.infer<typeof reviewStatisticsSchema>;
