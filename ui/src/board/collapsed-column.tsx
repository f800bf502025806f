import { useDroppable } from '@dnd-kit/core';
import type { BoardColumn } from './board-data.ts';
import { ColumnCount } from './column-header.tsx';
import { dropClass, type Drop } from './drop.ts';
import { StatusMark } from './status-mark.tsx';
import { STATUS_LABELS } from './words.ts';

interface CollapsedColumnProps {
  readonly column: BoardColumn;
  readonly limit: number | undefined;
  readonly drop: Drop;
  readonly onOpen: () => void;
}

/** A column that takes little room and still takes cards. */
export function CollapsedColumn({ column, limit, drop, onOpen }: CollapsedColumnProps) {
  const { status, count } = column;
  const { setNodeRef } = useDroppable({ id: status, data: { status }, disabled: drop === 'ILLEGAL' });
  return (
    <button
      ref={setNodeRef}
      type="button"
      aria-expanded={false}
      aria-label={`Open ${STATUS_LABELS[status]}, ${count}`}
      data-status={status}
      data-drop={drop === 'NONE' ? undefined : drop.toLowerCase()}
      onClick={onOpen}
      className={`flex w-9 shrink-0 flex-col items-center gap-2 rounded-lg py-2.5 hover:bg-sunken ${dropClass(drop)}`}
    >
      <StatusMark status={status} />
      <ColumnCount column={column} limit={limit} />
      <span className="text-[13px] font-semibold [writing-mode:vertical-rl]">{STATUS_LABELS[status]}</span>
    </button>
  );
}
