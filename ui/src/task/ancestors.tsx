import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ChevronRight } from 'lucide-react';
import type { TaskView } from '../../../operations/schemas/task.ts';
import { subtasksQuery } from '../api/queries.ts';

/** The tasks that a task is part of, from the outermost on. */
export function Ancestors({ task }: { readonly task: TaskView }) {
  const known = useQuery({ ...subtasksQuery(task.key), enabled: task.parent !== undefined }).data?.ancestors;
  if (task.parent === undefined) return null;
  const ancestors = known ?? [{ key: task.parent, title: '' }];
  return (
    <nav aria-label="Part of" className="text-[13px] text-ink-soft">
      <ol className="flex flex-wrap items-center gap-x-1 gap-y-0.5">
        {ancestors.map(({ key, title }) => (
          <li key={key} className="flex max-w-64 min-w-0 items-center gap-1">
            <Link
              to="/p/$project/t/$key"
              params={{ project: task.projectId, key }}
              search={({ tab: _tab, ...filters }) => filters}
              className="min-w-0 truncate hover:underline max-md:py-2"
            >
              <span className="font-mono text-xs">{key}</span> {title}
            </Link>
            <ChevronRight size={13} className="shrink-0 text-ink-faint" aria-hidden />
          </li>
        ))}
      </ol>
    </nav>
  );
}
