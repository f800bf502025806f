import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Timing } from '../../../domain/recurring/timing.ts';
import type { OccurrenceView, RecurrencePreview, RecurringTaskView } from '../../../operations/schemas/recurring.ts';
import { pages, type Page } from '../api/queries.ts';
import { get, post } from '../api/request.ts';

/** Next times pass without an event. */
const LOOK_AGAIN_MS = 30_000;

export const recurringTasksQuery = (project: string) =>
  queryOptions({
    queryKey: ['recurring-tasks', project],
    queryFn: ({ signal }) => get<Page<RecurringTaskView>>(`/projects/${project}/recurring-tasks`, {}, signal),
    refetchInterval: LOOK_AGAIN_MS,
  });

/** One, also after it was removed. */
export const recurringTaskQuery = (id: string) =>
  queryOptions({
    queryKey: ['recurring-tasks', 'one', id],
    queryFn: ({ signal }) => get<RecurringTaskView>(`/recurring-tasks/${id}`, {}, signal),
    staleTime: 60_000,
  });

/** Newest first. */
export const occurrencesQuery = (id: string) =>
  pages<OccurrenceView>(['recurring-tasks', 'occurrences', id], `/recurring-tasks/${id}/occurrences`);

interface Recurrence {
  readonly when: Timing;
  readonly until?: string | undefined;
}

/** When tasks would be made; what was worked out before stays while something else is worked out. */
export const previewQuery = (project: string, recurrence: Recurrence | undefined) =>
  queryOptions({
    queryKey: ['recurring-tasks', 'preview', project, JSON.stringify(recurrence ?? null)],
    queryFn: () => post<RecurrencePreview>(`/projects/${project}/recurring-tasks/preview`, recurrence),
    enabled: recurrence !== undefined,
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: LOOK_AGAIN_MS,
  });
