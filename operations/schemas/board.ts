import { z } from 'zod';
import { BOARD_GROUPINGS, NONE } from '../../domain/board/view.ts';
import { TASK_STATUSES, TASK_TYPES } from '../../domain/task/vocabulary.ts';
import { actorRefSchema, label, requiredText, timestamp } from './common.ts';
import { prioritySchema } from './task.ts';

const MOST_VIEWS = 200;

const viewName = requiredText(60).refine((value) => !/[\r\n]/.test(value), 'must be one line');
const searchText = z.string().trim().min(1).max(100);
const filterValues = {
  text: searchText.optional(),
  type: z.enum(TASK_TYPES).optional(),
  /** An id, or ~none for tasks that nobody has. */
  assignee: z.string().min(1).max(100).optional(),
  /** ~none stands for tasks without a label. */
  label: z.union([label, z.literal(NONE)]).optional(),
};

/** Narrows a board or its lanes down. */
const boardFilterQuery = { ...filterValues, priority: z.coerce.number().pipe(prioritySchema).optional() };

export const boardQuery = z.strictObject({
  ...boardFilterQuery,
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type BoardQuery = z.output<typeof boardQuery>;

export const lanesQuery = z.strictObject({ ...boardFilterQuery, by: z.enum(BOARD_GROUPINGS) });
export type LanesQuery = z.output<typeof lanesQuery>;

const columnCounts = z.partialRecord(z.enum(TASK_STATUSES), z.number().int());

/** What a board falls apart into, with true totals. A task with two assignees, or two labels, is in two lanes. */
export const lanesSchema = z.object({
  /** Of all lanes together, each task once. */
  counts: columnCounts,
  items: z.array(
    z.object({
      /** What to filter by to see the lane: an id, a priority, a label, or ~none. */
      value: z.string(),
      name: z.string().optional(),
      kind: z.enum(['HUMAN', 'AGENT']).optional(),
      counts: columnCounts,
    }),
  ),
});
export type LanesView = z.infer<typeof lanesSchema>;

const hiddenColumns = z
  .array(z.enum(TASK_STATUSES))
  .max(TASK_STATUSES.length - 1, 'leave at least one column')
  .refine((columns) => new Set(columns).size === columns.length, 'name each column once');

const look = {
  filters: z.strictObject({ ...filterValues, priority: prioritySchema.optional() }),
  grouping: z.enum(BOARD_GROUPINGS).optional(),
  hiddenColumns,
};

export const createViewSchema = z.strictObject({
  name: viewName,
  isShared: z.boolean().default(false),
  ...look,
  filters: look.filters.default({}),
  hiddenColumns: hiddenColumns.default([]),
});
export type CreateView = z.output<typeof createViewSchema>;

export const editViewSchema = z.strictObject({
  /** The version that the caller has seen: another one is answered with 409. */
  version: z.number().int().min(1),
  name: viewName.optional(),
  isShared: z.boolean().optional(),
  filters: look.filters.optional(),
  grouping: look.grouping.unwrap().nullish(),
  hiddenColumns: hiddenColumns.optional(),
});
export type EditView = z.output<typeof editViewSchema>;

/** A look of a board that has a name. */
export const viewSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    /** With everybody in the project; otherwise it is the caller's alone. */
    isShared: z.boolean(),
    owner: actorRefSchema,
    filters: look.filters,
    grouping: look.grouping,
    hiddenColumns: z.array(z.enum(TASK_STATUSES)),
    version: z.number().int(),
    changedBy: actorRefSchema,
    changedAt: timestamp,
  })
  .meta({ id: 'BoardView' });
export type ViewView = z.infer<typeof viewSchema>;

export const viewsSchema = z.object({
  items: z.array(viewSchema),
  /** What the caller's board opens with. */
  defaultView: z.string().optional(),
});
export type ViewsView = z.infer<typeof viewsSchema>;

/** How the caller has the views arranged. Those that are not named come last. */
export const chooseViewsSchema = z.strictObject({
  order: z.array(z.string().max(100)).max(MOST_VIEWS),
  defaultView: z.string().max(100).nullable(),
});
export type ChooseViews = z.output<typeof chooseViewsSchema>;
