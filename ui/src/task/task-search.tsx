import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { isFoundBy } from '../../../domain/task/search-text.ts';
import type { TaskCard } from '../../../operations/schemas/task.ts';
import type { Page } from '../api/queries.ts';
import { get } from '../api/request.ts';
import { StatusMark } from '../board/status-mark.tsx';
import { STATUS_LABELS } from '../board/words.ts';
import { Field, TextBox } from '../controls/field.tsx';

const SHOWN = 8;

const searchQuery = (project: string, text: string) =>
  queryOptions({
    queryKey: ['task-search', project, text],
    queryFn: ({ signal }) =>
      get<Page<TaskCard>>('/tasks', { project, limit: SHOWN * 4, ...(text !== '' && { text }) }, signal),
    placeholderData: keepPreviousData,
    staleTime: 5_000,
  });

interface TaskSearchProps {
  readonly project: string;
  /** Keys that are not offered. */
  readonly without: readonly string[];
  readonly onChoose: (task: TaskCard) => void;
}

/** Finds a task of a project by its key or words of its title. */
export function TaskSearch({ project, without, onChoose }: TaskSearchProps) {
  const [typed, setTyped] = useState('');
  const text = useDeferredValue(typed.trim());
  const { data, error } = useQuery(searchQuery(project, text));
  // The answer to what was typed before is shown until the next one is there: of that only what fits.
  const found = (data?.items ?? [])
    .filter((task) => task.status !== 'CANCELED' && !without.includes(task.key) && isFoundBy(task, typed))
    .slice(0, SHOWN);

  function choose(task: TaskCard | undefined): void {
    if (!task) return;
    setTyped('');
    onChoose(task);
  }

  return (
    <>
      <Field label="Find a task" hint="Its key or words of its title; Enter takes the first." error={error?.message}>
        {(control) => (
          <TextBox
            {...control}
            autoFocus
            type="search"
            maxLength={100}
            value={typed}
            onChange={({ target }) => setTyped(target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return;
              event.preventDefault();
              choose(found[0]);
            }}
          />
        )}
      </Field>
      <ul aria-label="Found tasks" className="flex flex-col">
        {found.map((task) => (
          <li key={task.key}>
            <button
              type="button"
              onClick={() => choose(task)}
              className="flex min-h-8 w-full items-center gap-2 rounded-md px-2 text-left text-[13px] hover:bg-sunken max-md:min-h-11"
            >
              <Plus size={13} className="shrink-0 text-ink-faint" aria-hidden />
              <StatusMark status={task.status} />
              <span className="min-w-0 flex-1 truncate">
                <span className="font-mono text-xs text-ink-soft">{task.key}</span> {task.title}
              </span>
              <span className="shrink-0 text-xs text-ink-faint">{STATUS_LABELS[task.status]}</span>
            </button>
          </li>
        ))}
      </ul>
      {data && found.length === 0 && <p className="text-[13px] text-ink-faint">No such task.</p>}
    </>
  );
}
