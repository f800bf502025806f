import type { TaskView } from '../../../operations/schemas/task.ts';
import { useCommand } from '../api/use-command.ts';
import { classNames } from '../controls/class-names.ts';
import { notice } from '../controls/notice.ts';

interface ChecklistProps {
  readonly task: TaskView;
  readonly isEditable: boolean;
}

export function Checklist({ task, isEditable }: ChecklistProps) {
  const edit = useCommand(task.key, 'edit');

  function check(index: number, checked: boolean): void {
    const checklist = task.checklist.map((item, at) => (at === index ? { ...item, checked } : item));
    edit.mutate({ checklist }, { onError: (error) => notice.refused('The checklist was not changed', error) });
  }

  return (
    <ul>
      {task.checklist.map((item, index) => (
        <li key={index}>
          <label
            className={classNames('flex items-start gap-2 py-0.5 max-md:min-h-10', item.checked && 'text-ink-faint')}
          >
            <input
              type="checkbox"
              className="mt-0.5 size-4 shrink-0 accent-accent"
              checked={item.checked}
              disabled={!isEditable || edit.isPending}
              onChange={({ target }) => check(index, target.checked)}
            />
            <span className="min-w-0 break-words">
              {item.label}
              {item.note !== undefined && item.note !== '' && (
                <span className="block text-xs text-ink-faint">Note: {item.note}</span>
              )}
            </span>
          </label>
        </li>
      ))}
    </ul>
  );
}
