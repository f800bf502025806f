import { useDroppable } from '@dnd-kit/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { BoardFilters } from '../../../domain/board/view.ts';
import { isOperator } from '../../../domain/actor.ts';
import { classNames } from '../controls/class-names.ts';
import { Button } from '../controls/button.tsx';
import { Skeleton } from '../controls/states.tsx';
import { useActor } from '../shell/actor.ts';
import type { BoardColumn } from './board-data.ts';
import { showColumn } from './board-order.ts';
import { ColumnHeader } from './column-header.tsx';
import { dropClass, type Drop } from './drop.ts';
import { TaskCard } from './task-card.tsx';
import { useColumnPages } from './use-column-pages.ts';
import { EMPTY_COLUMNS, STATUS_LABELS } from './words.ts';

const CARD_HEIGHT = 112;
const GAP = 8;
const LOAD_AHEAD = 12;

interface ColumnProps {
  readonly column: BoardColumn;
  readonly slug: string;
  readonly filters: BoardFilters;
  readonly openKey: string | undefined;
  /** How the column takes part in a drag under way. */
  readonly drop: Drop;
  /** Left to right, lane by lane. */
  readonly place: number;
  /** The lane that this is the part of; its columns have a common head. */
  readonly lane?: { readonly value: string; readonly name: string };
  readonly limit?: number | undefined;
  readonly onCollapse?: (() => void) | undefined;
}

export function Column(props: ColumnProps) {
  const { column, slug, filters, openKey, drop, place, lane, limit, onCollapse } = props;
  const { status, cards, count, isForeseen } = column;
  const isEmpty = cards.length === 0 && !lane && !isForeseen;
  const id = lane ? `${lane.value} ${status}` : status;
  const name = lane ? `${lane.name}, ${STATUS_LABELS[status]}` : STATUS_LABELS[status];
  const mayMove = isOperator(useActor());
  const { setNodeRef } = useDroppable({ id, data: { status, lane: lane?.value }, disabled: drop === 'ILLEGAL' });
  const scroller = useRef<HTMLDivElement>(null);
  const section = useRef<HTMLElement>(null);
  const pages = useColumnPages(column, slug, filters);
  const virtual = useVirtualizer({
    count: cards.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => CARD_HEIGHT,
    getItemKey: (index) => cards[index]?.key ?? index,
    gap: GAP,
    overscan: 4,
  });
  const rows = virtual.getVirtualItems();
  const lastSeen = rows.at(-1)?.index ?? 0;

  useEffect(() => {
    if (lastSeen >= cards.length - LOAD_AHEAD) pages.loadNext();
  }, [lastSeen, cards.length, pages]);

  useEffect(
    () =>
      showColumn(id, {
        place,
        lane: lane?.value ?? '',
        cards,
        reveal: (index) => virtual.scrollToIndex(index, { align: 'auto' }),
      }),
    [id, place, lane?.value, cards, virtual],
  );

  useEffect(() => {
    if (drop === 'OVER') section.current?.scrollIntoView({ inline: 'nearest', block: 'nearest' });
  }, [drop]);

  return (
    <section
      ref={(node) => {
        setNodeRef(node);
        section.current = node;
      }}
      aria-label={name}
      data-status={status}
      data-column={id}
      data-drop={drop === 'NONE' ? undefined : drop.toLowerCase()}
      className={classNames(
        'flex min-h-0 flex-col rounded-lg transition-[background-color,opacity]',
        isEmpty ? 'flex-[0.4_0_7rem]' : 'flex-[1_0_11.75rem]',
        lane && 'min-w-0',
        'max-md:min-w-0 max-md:flex-1',
        dropClass(drop),
      )}
    >
      {!lane && <ColumnHeader column={column} limit={limit} onCollapse={onCollapse} />}
      <div
        ref={scroller}
        className={classNames('min-h-0 flex-1 overflow-y-auto px-1.5 pb-2 max-md:touch-pan-y', lane && 'pt-1.5')}
      >
        {isEmpty && (
          <p className="rounded-md border border-dashed border-line-strong/50 px-2.5 py-4 text-center text-xs text-ink-faint">
            {mayMove ? EMPTY_COLUMNS[status] : 'Nothing here.'}
          </p>
        )}
        {cards.length === 0 && isForeseen && <Skeleton className="h-28" />}
        {cards.length > 0 && (
          <ul aria-label={name} className="relative" style={{ height: virtual.getTotalSize() }}>
            {rows.map(({ index, key, start }) => {
              const card = cards[index];
              if (!card) return null;
              return (
                <li
                  key={key}
                  ref={virtual.measureElement}
                  data-index={index}
                  aria-setsize={isForeseen ? -1 : count}
                  aria-posinset={index + 1}
                  className="absolute inset-x-0 top-0"
                  style={{ transform: `translateY(${start}px)` }}
                >
                  <TaskCard card={card} slug={slug} column={id} isOpen={card.key === openKey} />
                </li>
              );
            })}
          </ul>
        )}
        {pages.error && (
          <div role="alert" className="p-2 text-center text-xs text-bad">
            {pages.error.message}{' '}
            <Button size="small" onClick={pages.retry}>
              Try again
            </Button>
          </div>
        )}
      </div>
    </section>
  );
}
