import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Outlet, useParams } from '@tanstack/react-router';
import { lazy, Suspense, useMemo } from 'react';
import type { BoardFilters } from '../../../domain/board/view.ts';
import { TASK_STATUSES } from '../../../domain/task/vocabulary.ts';
import type { ProjectView } from '../../../operations/schemas/project.ts';
import { projectsQuery } from '../api/queries.ts';
import { ApiError } from '../api/request.ts';
import { usePageTitle } from '../controls/page-title.ts';
import { Failure, Skeleton } from '../controls/states.tsx';
import { useOptimisticMoves, withMoves } from '../moves/optimistic-moves.ts';
import { NotFoundPage } from '../shell/not-found-page.tsx';
import { hasFilters, type Board } from './board-data.ts';
import { boardQuery, foreseenBoard } from './board-query.ts';
import { BoardSurface } from './board-surface.tsx';
import { Columns } from './columns.tsx';
import { FilterBar } from './filter-bar.tsx';
import { useBoardLook } from './use-board-look.ts';

const Lanes = lazy(() => import('./lanes-page.tsx'));
const ModeBanner = lazy(() => import('./mode-banner.tsx'));
const NoTasks = lazy(() => import('./no-tasks.tsx'));

/** The board of a project; an open task is a drawer at its right. */
export function BoardPage() {
  const { project: slug, key } = useParams({ strict: false });
  if (slug === undefined) return <NotFoundPage />;
  return (
    <div className="flex min-h-0 flex-1">
      <BoardOf key={slug} slug={slug} openKey={key} />
      <Outlet />
    </div>
  );
}

interface BoardOfProps {
  readonly slug: string;
  readonly openKey: string | undefined;
}

function BoardOf({ slug, openKey }: BoardOfProps) {
  const { look, isKnown } = useBoardLook(slug);
  const projects = useQuery(projectsQuery);
  const project = projects.data?.items.find((candidate) => candidate.slug === slug);
  usePageTitle(project && `Board of ${project.name}`);
  // How many there should be says nothing of what a filter leaves.
  const limits = project && !hasFilters(look.filters) ? project.columnLimits : NO_LIMITS;
  const { grouping, filters, hiddenColumns } = look;

  if (projects.data && !project) return <NotFoundPage />;
  return (
    <div className="flex min-w-0 flex-1 flex-col">
      <h1 className="sr-only">Board{project && ` of ${project.name}`}</h1>
      <FilterBar slug={slug} />
      <Suspense>{project && project.mode !== 'NORMAL' && <ModeBanner project={project} />}</Suspense>
      <BoardSurface slug={slug} openKey={openKey}>
        {!isKnown && <BoardSkeleton />}
        {isKnown && grouping && (
          <Suspense fallback={<BoardSkeleton />}>
            <Lanes slug={slug} look={{ filters, hiddenColumns, grouping }} limits={limits} openKey={openKey} />
          </Suspense>
        )}
        {isKnown && !grouping && (
          <WholeBoard slug={slug} filters={filters} hidden={hiddenColumns} limits={limits} openKey={openKey} />
        )}
      </BoardSurface>
    </div>
  );
}

const NO_LIMITS: ProjectView['columnLimits'] = {};

interface WholeBoardProps extends BoardOfProps {
  readonly filters: BoardFilters;
  readonly hidden: readonly string[];
  readonly limits: ProjectView['columnLimits'];
}

function WholeBoard({ slug, filters, hidden, limits, openKey }: WholeBoardProps) {
  const client = useQueryClient();
  const query = useQuery({
    ...boardQuery(client, slug, filters),
    placeholderData: () => foreseenBoard(client, slug, filters),
  });
  const moves = useOptimisticMoves();
  const board = useMemo(() => {
    if (!query.data) return undefined;
    const { columns } = withMoves(query.data, moves);
    return { columns: columns.filter(({ status }) => !hidden.includes(status)) };
  }, [query.data, moves, hidden]);

  if (query.error instanceof ApiError && query.error.status === 404) return <NotFoundPage />;
  if (board && hasFilters(filters) && isEmpty(board)) {
    return (
      <Suspense>
        <NoTasks slug={slug} filters={filters} />
      </Suspense>
    );
  }
  if (board) return <Columns board={board} slug={slug} filters={filters} limits={limits} openKey={openKey} />;
  return query.error ? <Failure error={query.error} onRetry={() => void query.refetch()} /> : <BoardSkeleton />;
}

const isEmpty = ({ columns }: Board): boolean =>
  columns.every(({ cards, isForeseen }) => cards.length === 0 && !isForeseen);

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
