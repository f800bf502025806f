import { useQuery } from '@tanstack/react-query';
import type { BoardGrouping, BoardLook } from '../../../domain/board/view.ts';
import { TASK_STATUSES, type TaskStatus } from '../../../domain/task/vocabulary.ts';
import type { LanesView } from '../../../operations/schemas/board.ts';
import type { ProjectView } from '../../../operations/schemas/project.ts';
import { get } from '../api/request.ts';
import { PHONE, useMediaQuery } from '../controls/media-query.ts';
import { Failure, SkeletonLines } from '../controls/states.tsx';
import { useCollapsed } from './collapsed.ts';
import { ColumnHeader } from './column-header.tsx';
import { ColumnPager } from './column-pager.tsx';
import { LaneBoard } from './lane-board.tsx';
import { useLaneMoves } from './lane-moves.ts';
import { lanesOf } from './lanes.ts';
import NoTasks from './no-tasks.tsx';

interface LanesProps {
  readonly slug: string;
  readonly look: BoardLook & { readonly grouping: BoardGrouping };
  readonly limits: ProjectView['columnLimits'];
  readonly openKey: string | undefined;
}

/** The board cut into lanes, below one row of column heads. */
export default function Lanes({ slug, look: { grouping, filters, hiddenColumns }, limits, openKey }: LanesProps) {
  const isPhone = useMediaQuery(PHONE);
  const collapsed = useCollapsed(`lanes ${grouping}`, slug);
  const query = useQuery({
    queryKey: ['lanes', slug, grouping, filters],
    queryFn: ({ signal }) => get<LanesView>(`/projects/${slug}/lanes`, { by: grouping, ...filters }, signal),
    placeholderData: (shown) => shown,
  });
  const lanes = query.data ? lanesOf(query.data, grouping, filters) : [];
  useLaneMoves(slug, grouping, lanes);
  if (query.error && !query.data) return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <SkeletonLines count={8} />;

  const { counts } = query.data;
  const statuses = TASK_STATUSES.filter((status) => !hiddenColumns.includes(status));
  const columns = statuses.map((status) => ({ status, count: counts[status] ?? 0, cards: [] }));
  const lanesWith = (shown: readonly TaskStatus[]) =>
    lanes.map((lane, at) => (
      <LaneBoard
        key={lane.value}
        lane={lane}
        at={at}
        slug={slug}
        columns={shown}
        openKey={openKey}
        isCollapsed={collapsed.has(lane.value)}
        onToggle={() => collapsed.toggle(lane.value)}
      />
    ));

  if (lanes.length === 0) return <NoTasks slug={slug} filters={filters} />;
  if (isPhone) {
    return (
      <ColumnPager columns={columns} limits={limits}>
        {({ status }) => <div className="min-h-0 flex-1 touch-pan-y overflow-y-auto pb-2">{lanesWith([status])}</div>}
      </ColumnPager>
    );
  }
  return (
    <div className="min-h-0 flex-1 overflow-auto px-3 pb-3">
      <div className="min-w-fit">
        <div className="sticky top-0 z-20 flex gap-2 bg-canvas pb-1">
          {columns.map((column) => (
            <div key={column.status} className="min-w-0 flex-[1_0_11.75rem] rounded-md bg-sunken">
              <ColumnHeader column={column} limit={limits[column.status]} />
            </div>
          ))}
        </div>
        {lanesWith(statuses)}
      </div>
    </div>
  );
}
