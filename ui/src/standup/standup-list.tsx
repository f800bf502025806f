import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Assignee } from '../../../domain/actor.ts';
import type { Listed, WaitingApproval } from '../../../domain/standup/facts.ts';
import { Who } from '../task/who.tsx';

interface SectionProps {
  readonly title: string;
  readonly count?: number;
  readonly children: ReactNode;
}

/** One subject of a standup. */
export const StandupSection = ({ title, count, children }: SectionProps) => (
  <section aria-label={title} className="min-w-0 rounded-lg border border-line bg-surface p-3.5 shadow-card">
    <h2 className="mb-2 text-[13px] font-semibold">
      {title}
      {count !== undefined && <span className="ml-1.5 font-normal text-ink-faint tabular-nums">{count}</span>}
    </h2>
    {children}
  </section>
);

interface StandupListProps<Item> {
  readonly title: string;
  readonly list: Listed<Item>;
  readonly keyOf: (item: Item) => string;
  /** What it says where there is nothing. */
  readonly empty: string;
  readonly children: (item: Item) => ReactNode;
}

/** The first of a list, and how many more there are. */
export const StandupList = <Item,>({
  title,
  list: { items, total },
  keyOf,
  empty,
  children,
}: StandupListProps<Item>) => (
  <StandupSection title={title} count={total}>
    {items.length === 0 && <p className="text-[13px] text-ink-faint">{empty}</p>}
    <ul aria-label={title} className="flex flex-col gap-2.5">
      {items.map((item) => (
        <li key={keyOf(item)} className="min-w-0">
          {children(item)}
        </li>
      ))}
    </ul>
    {total > items.length && <p className="mt-2 text-xs text-ink-faint">and {total - items.length} more</p>}
  </StandupSection>
);

const LINK = 'text-[13px] break-words hover:underline';

interface TaskLinkProps {
  readonly project: string;
  readonly task: { readonly key: string; readonly title: string };
}

export const TaskLink = ({ project, task: { key, title } }: TaskLinkProps) => (
  <Link to="/p/$project/t/$key" params={{ project, key }} search={{}} className={LINK}>
    <span className="font-mono text-xs text-ink-faint">{key}</span> {title}
  </Link>
);

interface ApprovalLinkProps {
  readonly project: string;
  readonly approval: WaitingApproval;
}

export const ApprovalLink = ({ project, approval: { id, taskKey, summary } }: ApprovalLinkProps) => (
  <Link to="/p/$project/t/$key" params={{ project, key: taskKey }} search={{ tab: 'approvals' }} className={LINK}>
    <span className="font-mono text-xs text-ink-faint">{id}</span> {summary}
  </Link>
);

export const Whom = ({ assignees }: { readonly assignees: readonly Assignee[] }) =>
  assignees.length === 0 ? <span>nobody</span> : assignees.map((one) => <Who key={one.id} actor={one} />);
