import {
  DndContext,
  DragOverlay,
  MouseSensor,
  pointerWithin,
  TouchSensor,
  useSensor,
  useSensors,
  type Over,
} from '@dnd-kit/core';
import { useState } from 'react';
import type { TaskStatus } from '../../../domain/task/vocabulary.ts';
import type { TaskCard } from '../../../operations/schemas/task.ts';
import { PHONE, useMediaQuery } from '../controls/media-query.ts';
import { legalTargets } from '../moves/legal-targets.ts';
import { useMove } from '../moves/move-provider.tsx';
import { useActor } from '../shell/actor.ts';
import type { Board, BoardFilters } from './board-data.ts';
import { Column } from './column.tsx';
import { ColumnTabs } from './column-tabs.tsx';
import { GrabProvider, useGrab } from './grab.tsx';
import { DraggedCard } from './task-card.tsx';

interface ColumnsProps {
  readonly board: Board;
  readonly slug: string;
  readonly filters: BoardFilters;
  readonly openKey: string | undefined;
}

/** The eight columns, between which cards are dragged with the mouse, a finger or the keyboard. */
export function Columns(props: ColumnsProps) {
  const move = useMove();
  const [dragged, setDragged] = useState<TaskCard>();
  const [over, setOver] = useState<TaskStatus>();
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 6 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 220, tolerance: 8 } }),
  );

  const drop = (card: TaskCard, to: TaskStatus) => void move(card.key, to, { isDrag: true });

  return (
    <GrabProvider onDrop={drop}>
      <DndContext
        sensors={sensors}
        collisionDetection={pointerWithin}
        accessibility={{ screenReaderInstructions: { draggable: '' } }}
        onDragStart={({ active }) => setDragged((active.data.current as { card: TaskCard }).card)}
        onDragOver={(event) => setOver(statusOf(event.over))}
        onDragCancel={() => setDragged(undefined)}
        onDragEnd={(event) => {
          const to = statusOf(event.over);
          if (dragged && to && to !== dragged.status) drop(dragged, to);
          setDragged(undefined);
          setOver(undefined);
        }}
      >
        <Layout {...props} dragged={dragged} over={over} />
        <DragOverlay dropAnimation={null}>{dragged && <DraggedCard card={dragged} />}</DragOverlay>
      </DndContext>
    </GrabProvider>
  );
}

const statusOf = (over: Over | null): TaskStatus | undefined =>
  (over?.data.current as { status: TaskStatus } | undefined)?.status;

interface LayoutProps extends ColumnsProps {
  readonly dragged: TaskCard | undefined;
  readonly over: TaskStatus | undefined;
}

function Layout({ board, dragged, over, ...rest }: LayoutProps) {
  const actor = useActor();
  const isPhone = useMediaQuery(PHONE);
  const [shown, setShown] = useState<TaskStatus>(() => firstWithCards(board));
  const { grabbed } = useGrab();
  const moving = dragged ?? grabbed?.card;
  const target = dragged ? over : grabbed?.over;
  const legal = moving ? legalTargets(moving.status, actor) : [];

  function dropOn(status: TaskStatus) {
    if (!moving || moving.status === status) return 'NONE';
    if (!legal.includes(status)) return 'ILLEGAL';
    return target === status ? 'OVER' : 'LEGAL';
  }

  if (isPhone) {
    const column = board.columns.find(({ status }) => status === shown);
    return (
      <>
        <ColumnTabs columns={board.columns} shown={shown} onShow={setShown} dropOn={dropOn} />
        <div
          role="tabpanel"
          id="column"
          aria-labelledby={`tab-${shown}`}
          className="flex min-h-0 flex-1 flex-col px-2 pt-2"
        >
          {column && <Column key={shown} {...rest} column={column} drop="NONE" />}
        </div>
      </>
    );
  }
  return (
    <div className="flex min-h-0 flex-1 gap-2 overflow-x-auto px-3 pb-3">
      {board.columns.map((column) => (
        <Column key={column.status} {...rest} column={column} drop={dropOn(column.status)} />
      ))}
    </div>
  );
}

const firstWithCards = ({ columns }: Board): TaskStatus => columns.find(({ count }) => count > 0)?.status ?? 'INBOX';
