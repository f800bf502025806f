import { ChevronsLeftRight, TriangleAlert } from 'lucide-react';
import { Button } from '../controls/button.tsx';
import { classNames } from '../controls/class-names.ts';
import type { BoardColumn } from './board-data.ts';
import { StatusMark } from './status-mark.tsx';
import { STATUS_LABELS } from './words.ts';

interface ColumnHeaderProps {
  readonly column: BoardColumn;
  readonly limit: number | undefined;
  readonly onCollapse?: (() => void) | undefined;
}

export const ColumnHeader = ({ column, limit, onCollapse }: ColumnHeaderProps) => (
  <header className="group/head flex h-8 items-center gap-2 px-2.5 max-md:sr-only">
    <StatusMark status={column.status} />
    <h2 className="truncate text-[13px] font-semibold">{STATUS_LABELS[column.status]}</h2>
    <span className="flex-1" />
    {onCollapse && (
      <Button
        look="quiet"
        size="icon"
        aria-label={`Collapse ${STATUS_LABELS[column.status]}`}
        title="Collapse"
        className="size-6! opacity-0 group-hover/head:opacity-100 focus-visible:opacity-100"
        onClick={onCollapse}
      >
        <ChevronsLeftRight size={13} aria-hidden />
      </Button>
    )}
    <ColumnCount column={column} limit={limit} />
  </header>
);

/** How many tasks there are, and how many there should be at most. */
export function ColumnCount({ column: { count, isForeseen }, limit }: Pick<ColumnHeaderProps, 'column' | 'limit'>) {
  const isOver = limit !== undefined && count > limit;
  return (
    <span
      className={classNames(
        'flex items-center gap-1 text-xs tabular-nums',
        isOver ? 'rounded bg-warn-soft px-1 font-medium text-warn' : 'text-ink-faint',
      )}
      title={limit === undefined ? 'Tasks in this column' : `${count} tasks, at most ${limit} are wanted here`}
      data-count={count}
    >
      {isOver && <TriangleAlert size={12} aria-hidden />}
      {limit === undefined ? count : `${count}/${limit}`}
      {isForeseen && '+'}
      {isOver && <span>over</span>}
    </span>
  );
}
