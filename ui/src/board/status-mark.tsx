import type { TaskStatus } from '../../../domain/task/vocabulary.ts';
import { classNames } from '../controls/class-names.ts';

const COLOURS: Readonly<Record<TaskStatus, string>> = {
  INBOX: 'bg-line-strong',
  ASSIGNED: 'bg-accent',
  IN_PROGRESS: 'bg-teal',
  REVIEW: 'bg-violet',
  NEEDS_APPROVAL: 'bg-warn',
  BLOCKED: 'bg-bad',
  DONE: 'bg-good',
  CANCELED: 'bg-line-strong opacity-50',
};

export const StatusMark = ({ status, className }: { readonly status: TaskStatus; readonly className?: string }) => (
  <span aria-hidden className={classNames('inline-block size-2 shrink-0 rounded-full', COLOURS[status], className)} />
);
