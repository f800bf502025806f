import { use, useState, type ReactNode, type TouchEvent } from 'react';
import type { TaskStatus } from '../../../domain/task/vocabulary.ts';
import type { ProjectView } from '../../../operations/schemas/project.ts';
import type { BoardColumn } from './board-data.ts';
import { ColumnTabs } from './column-tabs.tsx';
import { DragContext, useDropOn } from './drag.ts';

const SWIPE_PX = 60;

interface ColumnPagerProps {
  readonly columns: readonly BoardColumn[];
  readonly limits: ProjectView['columnLimits'];
  readonly children: (column: BoardColumn) => ReactNode;
}

interface Touch {
  readonly x: number;
  readonly y: number;
}

/** One column at a time on a phone: its tab leads to it, and a swipe anywhere to the next, where the thumb is. */
export function ColumnPager({ columns, limits, children }: ColumnPagerProps) {
  const [chosen, setChosen] = useState<TaskStatus>();
  const [start, setStart] = useState<Touch>();
  const dropOn = useDropOn();
  const isDragging = use(DragContext) !== undefined;
  const at = Math.max(
    0,
    columns.findIndex(({ status, count }) => (chosen === undefined ? count > 0 : status === chosen)),
  );
  const shown = columns[at];
  if (!shown) return null;

  function swiped(event: TouchEvent): void {
    const touch = event.changedTouches[0];
    if (!start || !touch || isDragging) return;
    const [x, y] = [touch.clientX - start.x, touch.clientY - start.y];
    const next = columns[at + (x < 0 ? 1 : -1)];
    if (next && Math.abs(x) > SWIPE_PX && Math.abs(x) > 2 * Math.abs(y)) setChosen(next.status);
  }

  return (
    <>
      <ColumnTabs columns={columns} limits={limits} shown={shown.status} onShow={setChosen} dropOn={dropOn} />
      <div
        role="tabpanel"
        id="column"
        aria-labelledby={`tab-${shown.status}`}
        className="flex min-h-0 flex-1 touch-pan-y flex-col px-2 pt-2"
        onTouchStart={({ touches }) => {
          const [touch, other] = [touches[0], touches[1]];
          setStart(touch && !other ? { x: touch.clientX, y: touch.clientY } : undefined);
        }}
        onTouchEnd={swiped}
      >
        <div key={shown.status} className="animate-enter flex min-h-0 flex-1 flex-col">
          {children(shown)}
        </div>
      </div>
    </>
  );
}
