import { useDroppable } from '@dnd-kit/core';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import type { TaskStatus } from '../../../domain/task/vocabulary.ts';
import { classNames } from '../controls/class-names.ts';
import type { ProjectView } from '../../../operations/schemas/project.ts';
import type { BoardColumn } from './board-data.ts';
import { ColumnCount } from './column-header.tsx';
import type { Drop } from './drop.ts';
import { StatusMark } from './status-mark.tsx';
import { STATUS_LABELS } from './words.ts';

interface ColumnTabsProps {
  readonly columns: readonly BoardColumn[];
  readonly limits: ProjectView['columnLimits'];
  readonly shown: TaskStatus;
  readonly onShow: (status: TaskStatus) => void;
  readonly dropOn: (status: TaskStatus) => Drop;
}

/** One column at a time on a phone; the tabs of the others take a dragged card. */
export function ColumnTabs({ columns, limits, shown, onShow, dropOn }: ColumnTabsProps) {
  function step(event: KeyboardEvent): void {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const next = columns[columns.findIndex(({ status }) => status === shown) + by];
    if (by !== 0 && next) onShow(next.status);
  }

  return (
    <div
      role="tablist"
      tabIndex={-1}
      aria-label="Columns"
      onKeyDown={step}
      className="flex shrink-0 gap-1 overflow-x-auto border-b border-line bg-surface px-2 py-1.5 [scrollbar-width:none]"
    >
      {columns.map((column) => (
        <Tab
          key={column.status}
          column={column}
          limit={limits[column.status]}
          isShown={column.status === shown}
          drop={dropOn(column.status)}
          onShow={() => onShow(column.status)}
        />
      ))}
    </div>
  );
}

interface TabProps {
  readonly column: BoardColumn;
  readonly limit: number | undefined;
  readonly isShown: boolean;
  readonly drop: Drop;
  readonly onShow: () => void;
}

function Tab({ column, limit, isShown, drop, onShow }: TabProps) {
  const { status } = column;
  const tab = useRef<HTMLButtonElement>(null);
  const { setNodeRef } = useDroppable({
    id: `tab-${status}`,
    data: { status },
    disabled: isShown || drop === 'ILLEGAL',
  });

  useEffect(() => {
    if (isShown) tab.current?.scrollIntoView({ inline: 'center', block: 'nearest' });
  }, [isShown]);

  return (
    <button
      ref={(node) => {
        setNodeRef(node);
        tab.current = node;
      }}
      type="button"
      role="tab"
      id={`tab-${status}`}
      aria-selected={isShown}
      aria-controls="column"
      tabIndex={isShown ? 0 : -1}
      onClick={onShow}
      className={classNames(
        'flex h-11 shrink-0 items-center gap-2 rounded-md px-3 text-sm whitespace-nowrap',
        isShown ? 'bg-accent-soft font-semibold text-accent-text' : 'text-ink-soft',
        drop === 'LEGAL' && 'outline-2 -outline-offset-2 outline-accent/50 outline-dashed',
        drop === 'OVER' && 'bg-accent-soft outline-2 -outline-offset-2 outline-accent',
        drop === 'ILLEGAL' && 'opacity-40',
      )}
    >
      <StatusMark status={status} />
      {STATUS_LABELS[status]}
      <ColumnCount column={column} limit={limit} />
    </button>
  );
}
