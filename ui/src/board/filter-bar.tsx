import { useQuery } from '@tanstack/react-query';
import { ListFilter, X } from 'lucide-react';
import { useState } from 'react';
import { NONE } from '../../../domain/board/view.ts';
import { PRIORITIES, TASK_TYPES } from '../../../domain/task/vocabulary.ts';
import { membersQuery } from '../api/queries.ts';
import { Button } from '../controls/button.tsx';
import { Choice } from '../controls/choice.tsx';
import { classNames } from '../controls/class-names.ts';
import { Select } from '../controls/field.tsx';
import { hasFilters } from './board-data.ts';
import { NO_FILTERS } from './board-look.ts';
import { DisplayMenu } from './display-menu.tsx';
import { labelsQuery } from './labels-query.ts';
import { TextFilter } from './text-filter.tsx';
import { useBoardLook, useChangeLook } from './use-board-look.ts';
import { ViewsMenu } from './views-menu.tsx';
import { PRIORITY_LABELS, TYPE_LABELS } from './words.ts';

const CHOICE = 'w-auto! text-[13px]! max-md:w-full!';
const LONG_CHOICE = 'w-auto! max-w-36 text-[13px]! max-md:w-full! max-md:max-w-none';

/** What is shown lives in the address, so that a board can be shared and comes back with the back button. */
export function FilterBar({ slug }: { readonly slug: string }) {
  const { filters } = useBoardLook(slug).look;
  const { filter } = useChangeLook(slug);
  const members = useQuery(membersQuery(slug)).data?.items ?? [];
  const [isOpen, setIsOpen] = useState(false);
  const isFiltered = hasFilters(filters);
  // Asked for when somebody is about to choose one: it is a look at every task.
  const [isNear, setIsNear] = useState(false);
  const known = useQuery({ ...labelsQuery(slug), enabled: isNear }).data ?? [];
  const labels =
    filters.label === undefined || filters.label === NONE ? known : [...new Set([...known, filters.label])];

  return (
    <search
      onPointerEnter={() => setIsNear(true)}
      onFocus={() => setIsNear(true)}
      className="flex shrink-0 flex-wrap items-center gap-2 px-3 py-2 max-md:border-b max-md:border-line max-md:bg-surface max-md:px-2"
    >
      <ViewsMenu slug={slug} />
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
          className={CHOICE}
          values={TASK_TYPES}
          labels={TYPE_LABELS}
          value={filters.type}
          none="Any type"
          onChoose={(type) => filter({ type })}
        />
        <Choice
          aria-label="Priority"
          className={CHOICE}
          values={PRIORITIES}
          labels={PRIORITY_LABELS}
          value={filters.priority}
          none="Any priority"
          onChoose={(priority) => filter({ priority })}
        />
        <Select
          aria-label="Assignee"
          className={LONG_CHOICE}
          value={filters.assignee ?? ''}
          onChange={({ target }) => filter({ assignee: target.value || undefined })}
        >
          <option value="">Anybody</option>
          <option value={NONE}>Nobody</option>
          {members.map(({ kind, id, name }) => (
            <option key={`${kind} ${id}`} value={id}>
              {name}
            </option>
          ))}
        </Select>
        <Select
          aria-label="Label"
          className={LONG_CHOICE}
          value={filters.label ?? ''}
          onChange={({ target }) => filter({ label: target.value || undefined })}
        >
          <option value="">Any label</option>
          <option value={NONE}>No label</option>
          {labels.map((label) => (
            <option key={label}>{label}</option>
          ))}
        </Select>
        <DisplayMenu slug={slug} />
        {isFiltered && (
          <Button look="quiet" onClick={() => filter(NO_FILTERS)}>
            <X size={14} aria-hidden /> Clear filters
          </Button>
        )}
      </div>
    </search>
  );
}
