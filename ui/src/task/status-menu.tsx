import { ChevronDown } from 'lucide-react';
import { TASK_STATUSES, type TaskStatus } from '../../../domain/task/vocabulary.ts';
import type { TaskView } from '../../../operations/schemas/task.ts';
import { StatusMark } from '../board/status-mark.tsx';
import { STATUS_LABELS } from '../board/words.ts';
import { Button } from '../controls/button.tsx';
import { Menu, MenuItem, MenuLabel } from '../controls/menu.tsx';
import { useMove } from '../moves/move-provider.tsx';
import { shortNeed } from './short-need.ts';

const placeOf = (status: TaskStatus): number => TASK_STATUSES.indexOf(status);

/** The status, and where the task may go from here. */
export function StatusMenu({ task }: { readonly task: TaskView }) {
  const move = useMove();
  const { status, allowedTransitions } = task;
  const badge = (
    <>
      <StatusMark status={status} /> {STATUS_LABELS[status]}
    </>
  );
  if (allowedTransitions.length === 0) {
    return (
      <span className="flex h-7 items-center gap-2 rounded-md border border-line px-2 text-[13px] font-medium">
        {badge}
      </span>
    );
  }
  return (
    <Menu
      trigger={
        <Button size="small" className="font-medium" aria-label={`Status: ${STATUS_LABELS[status]}`}>
          {badge} <ChevronDown size={13} aria-hidden />
        </Button>
      }
    >
      <MenuLabel>Move to</MenuLabel>
      {allowedTransitions
        .toSorted((one, other) => placeOf(one.to) - placeOf(other.to))
        .map(({ to, needs }) => (
          <MenuItem
            key={to}
            onSelect={() => void move(task.key, to)}
            isDangerous={to === 'CANCELED'}
            {...(needs.length > 0 && { hint: shortNeed(needs) })}
          >
            <StatusMark status={to} /> {STATUS_LABELS[to]}
          </MenuItem>
        ))}
    </Menu>
  );
}
