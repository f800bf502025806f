import { useDroppable } from '@dnd-kit/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { isOperator } from '../../../domain/actor.ts';
import { classNames } from '../controls/class-names.ts';
import { Button } from '../controls/button.tsx';
import { useActor } from '../shell/actor.ts';
import type { BoardColumn, BoardFilters } from './board-data.ts';
import { StatusMark } from './status-mark.tsx';
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
  readonly drop: 'NONE' | 'LEGAL' | 'OVER' | 'ILLEGAL';
}

export function Column({ column, slug, filters, openKey, drop }: ColumnProps) {
  const { status, cards, count, countIsExact } = column;
  const mayMove = isOperator(useActor());
  const { setNodeRef } = useDroppable({ id: status, data: { status }, disabled: drop === 'ILLEGAL' });
  const scroller = useRef<HTMLDivElement>(null);
  const section = useRef<HTMLElement>(null);
  const pages = useColumnPages(column, slug, filters);
  const virtual = useVirtualizer({
    count: cards.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => CARD_HEIGHT,
    getItemKey: (index) => cards[index]?.key ?? index,
    gap: GAP,
    overscan: 6,
  });
  const rows = virtual.getVirtualItems();
  const lastSeen = rows.at(-1)?.index ?? 0;

  useEffect(() => {
    if (lastSeen >= cards.length - LOAD_AHEAD) pages.loadNext();
  }, [lastSeen, cards.length, pages]);

  useEffect(() => {
    if (drop === 'OVER') section.current?.scrollIntoView({ inline: 'nearest', block: 'nearest' });
  }, [drop]);

  return (
    <section
      ref={(node) => {
        setNodeRef(node);
        section.current = node;
      }}
      aria-label={STATUS_LABELS[status]}
      data-status={status}
      data-drop={drop === 'NONE' ? undefined : drop.toLowerCase()}
      className={classNames(
        'flex min-h-0 flex-col rounded-lg transition-[background-color,opacity]',
        cards.length === 0 ? 'flex-[0.4_0_7rem]' : 'flex-[1_0_11.75rem]',
        'max-md:min-w-0 max-md:flex-1',
        drop === 'NONE' && 'bg-sunken/60',
        drop === 'LEGAL' && 'bg-accent-soft outline-2 -outline-offset-2 outline-accent/50 outline-dashed',
        drop === 'OVER' && 'bg-accent-soft outline-2 -outline-offset-2 outline-accent',
        drop === 'ILLEGAL' && 'bg-sunken/40 opacity-45',
      )}
    >
      <header className="flex items-center gap-2 px-2.5 pt-2 pb-1.5 max-md:sr-only">
        <StatusMark status={status} />
        <h2 className="truncate text-[13px] font-semibold">{STATUS_LABELS[status]}</h2>
        <span className="ml-auto text-xs text-ink-faint tabular-nums" title="Tasks in this column" data-count={count}>
          {count}
          {!countIsExact && '+'}
        </span>
      </header>
      <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto px-1.5 pb-2">
        {cards.length === 0 ? (
          <p className="rounded-md border border-dashed border-line-strong/50 px-2.5 py-4 text-center text-xs text-ink-faint">
            {mayMove ? EMPTY_COLUMNS[status] : 'Nothing here.'}
          </p>
        ) : (
          <ul aria-label={STATUS_LABELS[status]} className="relative" style={{ height: virtual.getTotalSize() }}>
            {rows.map(({ index, key, start }) => {
              const card = cards[index];
              if (!card) return null;
              return (
                <li
                  key={key}
                  ref={virtual.measureElement}
                  data-index={index}
                  aria-setsize={countIsExact ? count : -1}
                  aria-posinset={index + 1}
                  className="absolute inset-x-0 top-0"
                  style={{ transform: `translateY(${start}px)` }}
                >
                  <TaskCard card={card} slug={slug} isOpen={card.key === openKey} />
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
