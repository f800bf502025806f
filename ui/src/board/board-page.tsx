import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Outlet, useParams, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { TASK_STATUSES } from '../../../domain/task/vocabulary.ts';
import { projectsQuery } from '../api/queries.ts';
import { ApiError } from '../api/request.ts';
import { Failure, Skeleton } from '../controls/states.tsx';
import { useOptimisticMoves, withMoves } from '../moves/optimistic-moves.ts';
import { NotFoundPage } from '../shell/not-found-page.tsx';
import type { BoardFilters } from './board-data.ts';
import { boardQuery } from './board-query.ts';
import { Columns } from './columns.tsx';
import { FilterBar } from './filter-bar.tsx';
import { ModeBanner } from './mode-banner.tsx';

/** The board of a project; an open task is a drawer at its right. */
export function BoardPage() {
  const { project: slug, key } = useParams({ strict: false });
  const { text, type, priority, assignee, label } = useSearch({ from: '/p/$project' });
  const filters = useMemo<BoardFilters>(
    () => ({ text, type, priority, assignee, label }),
    [text, type, priority, assignee, label],
  );
  if (slug === undefined) return <NotFoundPage />;
  return (
    <div className="flex min-h-0 flex-1">
      <BoardOf key={slug} slug={slug} filters={filters} openKey={key} />
      <Outlet />
    </div>
  );
}

interface BoardOfProps {
  readonly slug: string;
  readonly filters: BoardFilters;
  readonly openKey: string | undefined;
}

function BoardOf({ slug, filters, openKey }: BoardOfProps) {
  const client = useQueryClient();
  const query = useQuery({ ...boardQuery(client, slug, filters), placeholderData: (shown) => shown });
  const moves = useOptimisticMoves();
  const board = useMemo(() => query.data && withMoves(query.data, moves), [query.data, moves]);
  const mode = useQuery(projectsQuery).data?.items.find((project) => project.slug === slug);

  if (query.error instanceof ApiError && query.error.status === 404) return <NotFoundPage />;
  return (
    <div className="flex min-w-0 flex-1 flex-col">
      <h1 className="sr-only">Board{mode && ` of ${mode.name}`}</h1>
      <FilterBar slug={slug} filters={filters} board={board} />
      {mode && <ModeBanner project={mode} />}
      {board && <Columns board={board} slug={slug} filters={filters} openKey={openKey} />}
      {!board && query.error && <Failure error={query.error} onRetry={() => void query.refetch()} />}
      {!board && query.isPending && <BoardSkeleton />}
    </div>
  );
}

const BoardSkeleton = () => (
  <output aria-label="Loading the board" className="flex min-h-0 flex-1 gap-2 overflow-hidden px-3 pb-3 max-md:pt-3">
    {TASK_STATUSES.map((status, index) => (
      <div key={status} className="flex min-w-47 flex-1 flex-col gap-2 rounded-lg bg-sunken/60 p-2">
        <Skeleton className="h-4 w-24" />
        {Array.from({ length: 1 + ((index * 2) % 3) }, (_, row) => (
          <Skeleton key={row} className="h-24" />
        ))}
      </div>
    ))}
  </output>
);
