import { NONE, type BoardFilters, type BoardGrouping } from '../../../domain/board/view.ts';
import { PRIORITIES, type Priority } from '../../../domain/task/vocabulary.ts';
import type { LanesView } from '../../../operations/schemas/board.ts';
import { PRIORITY_LABELS } from './words.ts';

export interface Lane {
  readonly value: string;
  readonly name: string;
  /** Of whom it is, where lanes are those of assignees. */
  readonly kind?: 'HUMAN' | 'AGENT';
  readonly count: number;
  /** Shows the lane alone. */
  readonly filters: BoardFilters;
}

const NOBODYS: Readonly<Record<BoardGrouping, string>> = {
  ASSIGNEE: 'Nobody',
  PRIORITY: 'No priority',
  LABEL: 'No label',
};

/** The lanes of a board in their order: by urgency or by name, what has none at the end. */
export function lanesOf({ items }: LanesView, by: BoardGrouping, filters: BoardFilters): readonly Lane[] {
  const lanes = items.map(({ value, name, kind, counts }) => ({
    value,
    ...(kind && { kind }),
    name:
      value === NONE ? NOBODYS[by] : by === 'PRIORITY' ? PRIORITY_LABELS[Number(value) as Priority] : (name ?? value),
    count: Object.values(counts).reduce((sum, count) => sum + count, 0),
    filters: narrowed(filters, by, value),
  }));
  const wanted = { ASSIGNEE: filters.assignee, LABEL: filters.label, PRIORITY: undefined }[by];
  return lanes
    .filter(({ value }) => wanted === undefined || value === wanted)
    .toSorted((one, other) => rankOf(one, by) - rankOf(other, by) || one.name.localeCompare(other.name));
}

const rankOf = ({ value }: Pick<Lane, 'value'>, by: BoardGrouping): number => {
  if (value === NONE) return Infinity;
  return by === 'PRIORITY' ? Number(value) : 0;
};

function narrowed(filters: BoardFilters, by: BoardGrouping, value: string): BoardFilters {
  if (by === 'ASSIGNEE') return { ...filters, assignee: value };
  if (by === 'LABEL') return { ...filters, label: value };
  const priority = PRIORITIES.find((candidate) => String(candidate) === value);
  return { ...filters, ...(priority && { priority }) };
}
