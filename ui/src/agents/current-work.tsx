import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ExecutionStatus, TaskStatus } from '../../../domain/task/vocabulary.ts';
import type { AgentDetailView } from '../../../operations/schemas/agent.ts';
import { StatusMark } from '../board/status-mark.tsx';
import { EXECUTION_LABELS, STATUS_LABELS } from '../board/words.ts';
import { Badge } from '../controls/badge.tsx';
import type { TaskTab } from '../task/task-tabs.ts';
import { Section } from '../task/section.tsx';

interface CurrentWorkProps {
  readonly slug: string;
  readonly agent: AgentDetailView;
}

/** The tasks that an agent has, and which of them runs. */
export function CurrentWork({ slug, agent: { openTasks, activeExecutions } }: CurrentWorkProps) {
  const isIdle = openTasks.length === 0 && activeExecutions.length === 0;
  return (
    <Section title="Current work">
      {isIdle && <p className="text-[13px] text-ink-faint">Nothing is assigned to it.</p>}
      <ul className="flex flex-col gap-0.5">
        {openTasks.map(({ key, title, status }) => (
          <li key={key}>
            <WorkLink slug={slug} taskKey={key}>
              <StatusMark status={status as TaskStatus} />
              <span className="font-mono text-xs text-ink-faint">{key}</span>
              <span className="min-w-0 flex-1 truncate">{title}</span>
              <span className="text-xs text-ink-faint">{STATUS_LABELS[status as TaskStatus] ?? status}</span>
            </WorkLink>
          </li>
        ))}
      </ul>
      {activeExecutions.length > 0 && (
        <ul aria-label="Running work" className="mt-2 flex flex-col gap-0.5 border-t border-line pt-2">
          {activeExecutions.map(({ id, taskKey, status }) => (
            <li key={id}>
              <WorkLink slug={slug} taskKey={taskKey} tab="executions">
                <span className="min-w-0 flex-1 truncate font-mono text-xs">{id}</span>
                <Badge tone="accent">{EXECUTION_LABELS[status as ExecutionStatus] ?? status}</Badge>
              </WorkLink>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

interface WorkLinkProps {
  readonly slug: string;
  readonly taskKey: string;
  readonly tab?: TaskTab;
  readonly children: ReactNode;
}

const WorkLink = ({ slug, taskKey, tab, children }: WorkLinkProps) => (
  <Link
    to="/p/$project/t/$key"
    params={{ project: slug, key: taskKey }}
    search={tab ? { tab } : {}}
    className="-mx-2 flex min-h-8 items-center gap-2 rounded-md px-2 text-[13px] hover:bg-sunken max-md:min-h-11"
  >
    {children}
  </Link>
);
