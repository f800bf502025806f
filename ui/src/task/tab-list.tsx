import { useEffect, useRef, type KeyboardEvent } from 'react';
import type { TaskView } from '../../../operations/schemas/task.ts';
import { classNames } from '../controls/class-names.ts';
import { TAB_LABELS, TASK_TABS, type TaskTab } from './task-tabs.ts';

interface TabListProps {
  readonly task: TaskView;
  readonly shown: TaskTab;
  readonly onShow: (tab: TaskTab) => void;
}

export function TabList({ task, shown, onShow }: TabListProps) {
  const counts: Partial<Record<TaskTab, number>> = {
    thread: task.messageCount,
    executions: task.activeExecutions.length,
    approvals: task.openApprovals.length,
    reviews: task.openReviews.length,
  };

  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const tab = list.current?.querySelector(`#tab-${shown}`);
    if (list.current && tab) bringToMiddle(list.current, tab);
  }, [shown]);

  function step(event: KeyboardEvent): void {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const next = TASK_TABS[TASK_TABS.indexOf(shown) + by];
    if (by === 0 || next === undefined) return;
    onShow(next);
    document.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
  }

  return (
    <div
      ref={list}
      role="tablist"
      tabIndex={-1}
      aria-label="Parts of the task"
      onKeyDown={step}
      className="flex shrink-0 gap-0.5 overflow-x-auto border-b border-line px-3 [scrollbar-width:none]"
    >
      {TASK_TABS.map((tab) => (
        <button
          key={tab}
          type="button"
          role="tab"
          id={`tab-${tab}`}
          aria-selected={tab === shown}
          aria-controls={`panel-${tab}`}
          tabIndex={tab === shown ? 0 : -1}
          onClick={() => onShow(tab)}
          className={classNames(
            '-mb-px flex h-9 items-center gap-1.5 border-b-2 px-2 text-[13px] whitespace-nowrap focus-visible:-outline-offset-2 max-md:h-12 max-md:px-3',
            tab === shown ? 'border-accent font-semibold text-ink' : 'border-transparent text-ink-soft hover:text-ink',
          )}
        >
          {TAB_LABELS[tab]}
          {(counts[tab] ?? 0) > 0 && (
            <span className="rounded-full bg-sunken px-1.5 text-[11px] tabular-nums">{counts[tab]}</span>
          )}
        </button>
      ))}
    </div>
  );
}

/** Scrolls nothing but the list itself. */
function bringToMiddle(list: Element, tab: Element): void {
  const [all, one] = [list.getBoundingClientRect(), tab.getBoundingClientRect()];
  list.scrollLeft += one.left + one.width / 2 - (all.left + all.width / 2);
}
