import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { WhyView } from '../../../operations/schemas/why.ts';
import { get } from '../api/request.ts';

/** @param actor "AGENT:<id>"; whoever is signed in when undefined. */
export const whyQuery = (key: string, actor: string | undefined) =>
  queryOptions({
    queryKey: ['task-part', key, 'why', actor ?? 'me'],
    queryFn: ({ signal }) => get<WhyView>(`/tasks/${key}/why`, { actor }, signal),
    // A look as somebody else replaces the one before it in place.
    placeholderData: keepPreviousData,
  });
