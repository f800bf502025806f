import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { TASK_STATUSES, type TaskStatus } from '../../../domain/task/vocabulary.ts';
import { classNames } from '../controls/class-names.ts';
import { Failure, Skeleton } from '../controls/states.tsx';
import { useOptimisticMoves, withMoves } from '../moves/optimistic-moves.ts';
import { LANE_PLACES } from './board-order.ts';
import { boardQuery } from './board-query.ts';
import { Column } from './column.tsx';
import { useDropOn } from './drag.ts';
import type { Lane } from './lanes.ts';

interface LaneBoardProps {
  readonly lane: Lane;
  /** From the top, counting from 0. */
  readonly at: number;
  readonly slug: string;
  readonly columns: readonly TaskStatus[];
  readonly openKey: string | undefined;
  readonly isCollapsed: boolean;
  readonly onToggle: () => void;
}

/** One lane: a board of its own below a head that folds it up. Its cards are asked for once it comes into sight. */
export function LaneBoard({ lane, isCollapsed, onToggle, ...rest }: LaneBoardProps) {
  const id = useId();
  return (
    <section aria-label={lane.name} data-lane={lane.value}>
      <h2 className="sticky left-0 w-fit">
        <button
          type="button"
          aria-expanded={!isCollapsed}
          {...(!isCollapsed && { 'aria-controls': id })}
          onClick={onToggle}
          className="flex min-h-8 items-center gap-1.5 rounded-md px-1.5 text-[13px] font-semibold hover:bg-sunken max-md:min-h-11"
        >
          <ChevronRight size={14} className={classNames(!isCollapsed && 'rotate-90')} aria-hidden />
          {lane.name}
          <span className="text-xs font-normal text-ink-faint tabular-nums">{lane.count}</span>
        </button>
      </h2>
      {!isCollapsed && <LaneBody id={id} lane={lane} {...rest} />}
    </section>
  );
}

interface LaneBodyProps extends Pick<LaneBoardProps, 'lane' | 'at' | 'slug' | 'columns' | 'openKey'> {
  readonly id: string;
}

function LaneBody({ id, lane, at, slug, columns, openKey }: LaneBodyProps) {
  const client = useQueryClient();
  const body = useRef<HTMLDivElement>(null);
  const isSeen = useSeen(body);
  const query = useQuery({ ...boardQuery(client, slug, lane.filters), enabled: isSeen });
  const moves = useOptimisticMoves();
  const board = useMemo(() => query.data && withMoves(query.data, moves), [query.data, moves]);
  const dropOn = useDropOn();
  const shown = board?.columns.filter(({ status }) => columns.includes(status));

  return (
    // As high as the fullest of its columns, which scroll by themselves when there is more.
    <div ref={body} id={id} className="flex max-h-100 min-h-16 gap-2 max-md:flex-col">
      {query.error && !shown && <Failure error={query.error} onRetry={() => void query.refetch()} />}
      {!shown && !query.error && columns.map((status) => <Skeleton key={status} className="flex-[1_0_11.75rem]" />)}
      {shown?.map((column) => (
        <Column
          key={column.status}
          column={column}
          lane={lane}
          slug={slug}
          filters={lane.filters}
          openKey={openKey}
          place={at * LANE_PLACES + TASK_STATUSES.indexOf(column.status)}
          drop={dropOn(column.status, lane.value)}
        />
      ))}
    </div>
  );
}

/** Whether the element has been near the screen. */
function useSeen(element: { readonly current: Element | null }): boolean {
  const [isSeen, setIsSeen] = useState(false);
  useEffect(() => {
    if (!element.current) return;
    const observer = new IntersectionObserver(
      (entries) => entries.some(({ isIntersecting }) => isIntersecting) && setIsSeen(true),
      { rootMargin: '300px' },
    );
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return isSeen;
}
