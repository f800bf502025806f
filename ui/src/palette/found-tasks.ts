import { keepPreviousData, queryOptions, useQueries, useQuery } from '@tanstack/react-query';
import { isFoundBy } from '../../../domain/task/search-text.ts';
import type { TaskCard } from '../../../operations/schemas/task.ts';
import { taskQuery, type Page } from '../api/queries.ts';
import { get } from '../api/request.ts';
import { cardOf } from '../board/board-data.ts';
import { useSession } from '../shell/actor.ts';
import { useCurrentProject } from '../shell/current-project.ts';
import { keyMeant, rankedTasks } from './ranking.ts';
import { recentTasks } from './recent-tasks.ts';

const ASKED_FOR = 50;

const searchQuery = (text: string) =>
  queryOptions({
    queryKey: ['task-search', 'everywhere', text],
    queryFn: ({ signal }) => get<Page<TaskCard>>('/tasks', { text, limit: ASKED_FOR }, signal),
    placeholderData: keepPreviousData,
    staleTime: 5_000,
    enabled: text !== '',
  });

/** Tasks of all projects by key or words; the one whose key was typed is found however many there are. */
export function useFoundTasks(typed: string): { readonly tasks: readonly TaskCard[]; readonly isSearching: boolean } {
  const project = useCurrentProject();
  const text = typed.trim().slice(0, 100);
  const meant = keyMeant(text, project?.keyPrefix);
  const search = useQuery(searchQuery(text));
  const byKey = useQuery({ ...taskQuery(meant ?? ''), enabled: meant !== undefined, retry: false, staleTime: 5_000 });
  // The answer to what was typed before is shown until the next one is there: of that only what fits.
  const found = text === '' ? [] : (search.data?.items ?? []).filter((card) => isFoundBy(card, text));
  const exact = meant !== undefined && byKey.data?.key === meant ? [cardOf(byKey.data)] : [];
  return {
    tasks: rankedTasks([...exact, ...found], meant, project?.slug),
    isSearching: search.isFetching || byKey.isFetching,
  };
}

/** What the person opened last, as far as it is still there. */
export function useRecentTasks(): readonly TaskCard[] {
  const { person } = useSession();
  const queries = recentTasks(person.id).map((key) => ({ ...taskQuery(key), retry: false, staleTime: 60_000 }));
  return useQueries({ queries }).flatMap(({ data }) => (data ? [cardOf(data)] : []));
}
