import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ListFilter, X } from 'lucide-react';
import { useState } from 'react';
import { PRIORITIES, TASK_TYPES } from '../../../domain/task/vocabulary.ts';
import { membersQuery } from '../api/queries.ts';
import { Button } from '../controls/button.tsx';
import { Choice } from '../controls/choice.tsx';
import { classNames } from '../controls/class-names.ts';
import { Select } from '../controls/field.tsx';
import { hasFilters, type Board, type BoardFilters } from './board-data.ts';
import { TextFilter } from './text-filter.tsx';
import { PRIORITY_LABELS, TYPE_LABELS } from './words.ts';

interface FilterBarProps {
  readonly slug: string;
  readonly filters: BoardFilters;
  readonly board: Board | undefined;
}

/** Filters live in the address, so that a filtered board can be shared and comes back with the back button. */
export function FilterBar({ slug, filters, board }: FilterBarProps) {
  const navigate = useNavigate();
  const members = useQuery(membersQuery(slug)).data?.items ?? [];
  const [isOpen, setIsOpen] = useState(false);
  const isFiltered = hasFilters(filters);
  const labels = [...new Set([...(filters.label ? [filters.label] : []), ...labelsOf(board)])].sort();

  const filter = (change: BoardFilters) =>
    void navigate({
      to: '.',
      replace: true,
      search: (search: Record<string, unknown>) => ({ ...search, ...change }),
    });

  return (
    <search className="flex shrink-0 flex-wrap items-center gap-2 px-3 py-2 max-md:border-b max-md:border-line max-md:bg-surface max-md:px-2">
      <TextFilter key={slug} text={filters.text} onChange={(text) => filter({ text })} />
      <Button
        size="icon"
        aria-label="Filters"
        aria-expanded={isOpen}
        className={classNames('md:hidden', isFiltered && 'border-accent! text-accent-text!')}
        onClick={() => setIsOpen(!isOpen)}
      >
        <ListFilter size={16} aria-hidden />
      </Button>
      <div
        className={classNames(
          'flex flex-wrap items-center gap-2 max-md:grid max-md:w-full max-md:grid-cols-2',
          !isOpen && 'max-md:hidden',
        )}
      >
        <Choice
          aria-label="Type"
          className="w-auto! text-[13px]! max-md:w-full!"
          values={TASK_TYPES}
          labels={TYPE_LABELS}
          value={filters.type}
          none="Any type"
          onChoose={(type) => filter({ type })}
        />
        <Choice
          aria-label="Priority"
          className="w-auto! text-[13px]! max-md:w-full!"
          values={PRIORITIES}
          labels={PRIORITY_LABELS}
          value={filters.priority}
          none="Any priority"
          onChoose={(priority) => filter({ priority })}
        />
        <Select
          aria-label="Assignee"
          className="w-auto! max-w-36 text-[13px]! max-md:w-full! max-md:max-w-none"
          value={filters.assignee ?? ''}
          onChange={({ target }) => filter({ assignee: target.value || undefined })}
        >
          <option value="">Anybody</option>
          {members.map(({ kind, id, name }) => (
            <option key={`${kind} ${id}`} value={id}>
              {name}
            </option>
          ))}
        </Select>
        <Select
          aria-label="Label"
          className="w-auto! max-w-36 text-[13px]! max-md:w-full! max-md:max-w-none"
          value={filters.label ?? ''}
          onChange={({ target }) => filter({ label: target.value || undefined })}
        >
          <option value="">Any label</option>
          {labels.map((label) => (
            <option key={label}>{label}</option>
          ))}
        </Select>
        {isFiltered && (
          <Button look="quiet" onClick={() => filter(NO_FILTERS)}>
            <X size={14} aria-hidden /> Clear filters
          </Button>
        )}
      </div>
    </search>
  );
}

const NO_FILTERS: BoardFilters = {
  text: undefined,
  type: undefined,
  priority: undefined,
  assignee: undefined,
  label: undefined,
};

const labelsOf = (board: Board | undefined): readonly string[] =>
  board?.columns.flatMap(({ cards }) => cards.flatMap(({ labels }) => labels)) ?? [];
