import { CircleCheck, ShieldAlert } from 'lucide-react';
import { formatDollars } from '../../../domain/money.ts';
import type { TaskCard } from '../../../operations/schemas/task.ts';
import { Badge } from '../controls/badge.tsx';
import { classNames } from '../controls/class-names.ts';
import { Avatar } from './avatar.tsx';
import { EXECUTION_LABELS, EXECUTOR_LABELS, TYPE_LABELS } from './words.ts';

const LABELS_SHOWN = 2;
const PEOPLE_SHOWN = 3;

/** The lower part of a card: what kind of work it is, who does it, what it costs and what it waits for. */
export function CardFace({ card }: { readonly card: TaskCard }) {
  const { type, labels, assignees, openApprovals, checklistDone, checklistTotal, activeExecution } = card;
  return (
    <>
      <div className="mt-1.5 flex min-w-0 flex-wrap items-center gap-1">
        <Badge>{TYPE_LABELS[type]}</Badge>
        {labels.slice(0, LABELS_SHOWN).map((label) => (
          <Badge key={label} tone="accent">
            <span className="max-w-24 truncate">{label}</span>
          </Badge>
        ))}
        {labels.length > LABELS_SHOWN && (
          <Badge title={labels.slice(LABELS_SHOWN).join(', ')}>+{labels.length - LABELS_SHOWN}</Badge>
        )}
      </div>
      {openApprovals > 0 && (
        <p className="mt-1.5 flex items-center gap-1 text-xs font-medium text-warn">
          <ShieldAlert size={13} aria-hidden />
          {openApprovals === 1 ? 'Waits for approval' : `Waits for ${openApprovals} approvals`}
        </p>
      )}
      {activeExecution && (
        <p className="mt-1.5 flex items-center gap-1.5 text-xs text-teal">
          <span aria-hidden className="relative flex size-2">
            {activeExecution.status === 'IN_PROGRESS' && (
              <span className="absolute inline-flex size-full animate-ping rounded-full bg-teal opacity-60" />
            )}
            <span
              className={classNames(
                'relative inline-flex size-2 rounded-full border border-teal',
                activeExecution.status !== 'PENDING' && 'bg-teal',
              )}
            />
          </span>
          {EXECUTOR_LABELS[activeExecution.executor]}: {EXECUTION_LABELS[activeExecution.status].toLowerCase()}
        </p>
      )}
      <div className="mt-2 flex items-center gap-2 text-xs text-ink-faint">
        <span className="flex -space-x-1 empty:hidden">
          {assignees.slice(0, PEOPLE_SHOWN).map((assignee) => (
            <Avatar key={`${assignee.kind} ${assignee.id}`} who={assignee} />
          ))}
        </span>
        {assignees.length > PEOPLE_SHOWN && <span>+{assignees.length - PEOPLE_SHOWN}</span>}
        {checklistTotal > 0 && (
          <span className="flex items-center gap-0.5" title="Checklist">
            <CircleCheck size={12} aria-hidden />
            {checklistDone}/{checklistTotal}
          </span>
        )}
        <Cost card={card} />
      </div>
    </>
  );
}

function Cost({ card: { costMicros, budgetMicros } }: { readonly card: TaskCard }) {
  const isOver = budgetMicros > 0 && costMicros > budgetMicros;
  return (
    <span
      title={`Cost so far ${formatDollars(costMicros)} of a budget of ${formatDollars(budgetMicros)}`}
      className={classNames('ml-auto tabular-nums', isOver && 'font-medium text-bad')}
    >
      {formatDollars(costMicros)} <span className="text-ink-faint">/ {formatDollars(budgetMicros)}</span>
    </span>
  );
}
