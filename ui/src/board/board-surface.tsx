import {
  DndContext,
  DragOverlay,
  MouseSensor,
  pointerWithin,
  TouchSensor,
  useSensor,
  useSensors,
  type DragEndEvent,
  type Over,
} from '@dnd-kit/core';
import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react';
import type { TaskCard } from '../../../operations/schemas/task.ts';
import { useMove } from '../moves/move-provider.tsx';
import { BoardKeys } from './board-keys.tsx';
import { CardMenuProvider } from './card-menu.tsx';
import { DragContext, type Dragged, type Place } from './drag.ts';
import { GrabProvider } from './grab.tsx';
import { holdBoards } from './live-boards.ts';
import { offeredLane } from './offered-lanes.ts';
import { closeQuickEdit, useQuickEdit } from './quick-edit-state.ts';
import { selection, useIsSelecting } from './selection.ts';
import { DraggedCard } from './task-card.tsx';

const BulkBar = lazy(() => import('./bulk-bar.tsx'));
const QuickEdit = lazy(() => import('./quick-edit.tsx'));

/** A touch that has not moved further than this was a long press. */
const STILL_PX = 10;
const CLICK_FOLLOWS_MS = 80;

// Other objects would draw every card again.
const MOUSE = { activationConstraint: { distance: 6 } };
const TOUCH = { activationConstraint: { delay: 220, tolerance: 8 } };
const ACCESSIBILITY = { screenReaderInstructions: { draggable: '' } };

interface BoardSurfaceProps {
  readonly slug: string;
  readonly openKey: string | undefined;
  readonly children: ReactNode;
}

/** What columns and lanes have in common: cards are dragged with the mouse, a finger or the keyboard, chosen and edited. */
export function BoardSurface({ slug, openKey, children }: BoardSurfaceProps) {
  const move = useMove();
  const [dragged, setDragged] = useState<Dragged>();
  const isSelecting = useIsSelecting();
  const editedKey = useQuickEdit();
  const sensors = useSensors(useSensor(MouseSensor, MOUSE), useSensor(TouchSensor, TOUCH));
  useEffect(
    () => () => {
      selection.clear();
      closeQuickEdit();
      holdBoards(false);
    },
    [],
  );

  function drop(card: TaskCard, from: string | undefined, { status, lane }: Place): void {
    const other = lane === from ? undefined : offeredLane(lane);
    if (other && from !== undefined) other.take(card, from, status);
    else if (status !== card.status) void move(card.key, status, { isDrag: true });
  }

  function end(event?: DragEndEvent): void {
    const to = placeOf(event?.over ?? null);
    setDragged(undefined);
    holdBoards(false);
    setTimeout(() => removeEventListener('click', swallow, true), CLICK_FOLLOWS_MS);
    if (!dragged || !event) return;
    if (isLongPress(event)) selection.toggle(dragged.card.key);
    else if (to) drop(dragged.card, dragged.from, to);
  }

  return (
    <GrabProvider onDrop={drop}>
      <CardMenuProvider slug={slug}>
        <DndContext
          sensors={sensors}
          collisionDetection={pointerWithin}
          accessibility={ACCESSIBILITY}
          onDragStart={({ active }) => {
            holdBoards(true);
            addEventListener('click', swallow, true);
            const { card, column } = active.data.current as { card: TaskCard; column: string };
            setDragged({ card, from: laneIn(column), over: undefined });
          }}
          onDragOver={({ over }) => setDragged((now) => now && { ...now, over: placeOf(over) })}
          onDragCancel={() => end()}
          onDragEnd={end}
        >
          <BoardKeys slug={slug} openKey={openKey} />
          <DragContext value={dragged}>
            <div className="group/board contents" data-selecting={isSelecting || undefined}>
              {children}
            </div>
          </DragContext>
          <DragOverlay dropAnimation={null}>{dragged && <DraggedCard card={dragged.card} />}</DragOverlay>
        </DndContext>
        <Suspense>
          {isSelecting && <BulkBar slug={slug} />}
          {editedKey !== undefined && <QuickEdit key={editedKey} taskKey={editedKey} slug={slug} />}
        </Suspense>
      </CardMenuProvider>
    </GrabProvider>
  );
}

const placeOf = (over: Over | null): Place | undefined => over?.data.current as Place | undefined;

/** The id of a column is its status, after the value of its lane if it has one. */
const laneIn = (column: string): string | undefined =>
  column.includes(' ') ? column.slice(0, column.lastIndexOf(' ')) : undefined;

const isLongPress = ({ activatorEvent, delta }: DragEndEvent): boolean =>
  activatorEvent.type.startsWith('touch') && Math.hypot(delta.x, delta.y) < STILL_PX;

/** The click that ends a drag or a long press is none: it must not open the card. */
function swallow(event: MouseEvent): void {
  event.preventDefault();
  event.stopPropagation();
}
