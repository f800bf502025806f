import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { TaskStatus } from '../../../domain/task/vocabulary.ts';
import { StatusMark } from '../board/status-mark.tsx';
import { STATUS_LABELS } from '../board/words.ts';

interface TaskRowProps {
  readonly project: string;
  readonly task: { readonly key: string; readonly title: string; readonly status: TaskStatus };
  /** At the end of the row: what it costs, a button. */
  readonly children?: ReactNode;
}

/** Another task in one line: where it stands, and the way to it. */
export const TaskRow = ({ project, task: { key, title, status }, children }: TaskRowProps) => (
  <li className="flex min-h-8 items-center gap-2 text-[13px] max-md:min-h-11">
    <StatusMark status={status} />
    <Link
      to="/p/$project/t/$key"
      params={{ project, key }}
      search={({ tab: _tab, ...filters }) => filters}
      className="min-w-0 flex-1 truncate hover:underline"
    >
      <span className="font-mono text-xs text-ink-faint">{key}</span> {title}
    </Link>
    <span className="shrink-0 text-xs text-ink-soft">{STATUS_LABELS[status]}</span>
    {children}
  </li>
);
