import { useQueryClient } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useState } from 'react';
import type { Subtasks, TaskView } from '../../../operations/schemas/task.ts';
import { useCommand } from '../api/use-command.ts';
import { Button } from '../controls/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../controls/dialog.tsx';
import { FormError } from '../controls/form-error.tsx';
import { notice } from '../controls/notice.ts';
import { TaskSearch } from './task-search.tsx';

interface DependencyDialogProps {
  readonly task: TaskView;
  readonly dependencies: Subtasks['dependencies'];
  readonly onClose: () => void;
}

const MOST = 20;

/** Chooses what has to be done before a task starts. */
export default function DependencyDialog({ task, dependencies, onClose }: DependencyDialogProps) {
  const client = useQueryClient();
  const [chosen, setChosen] = useState<readonly { readonly key: string; readonly title: string }[]>(dependencies);
  const edit = useCommand(task.key, 'edit', () => {
    void client.invalidateQueries({ queryKey: ['subtasks'] });
    notice.done(
      chosen.length === 0
        ? `${task.key} waits for no other task`
        : `${task.key} waits for ${keysOf(chosen).join(', ')}`,
    );
    onClose();
  });
  const isFull = chosen.length >= MOST;
  return (
    <Dialog title="Waits for" description={`${task.key} starts when all of these are done.`} onClose={onClose}>
      <DialogBody>
        {chosen.length > 0 && (
          <ul aria-label="Chosen tasks" className="flex flex-col gap-0.5">
            {chosen.map(({ key, title }) => (
              <li key={key} className="flex items-center gap-2 rounded-md bg-sunken pl-2.5 text-[13px]">
                <span className="min-w-0 flex-1 truncate">
                  <span className="font-mono text-xs text-ink-soft">{key}</span> {title}
                </span>
                <Button
                  look="quiet"
                  size="icon"
                  aria-label={`Remove ${key}`}
                  onClick={() => setChosen(chosen.filter((other) => other.key !== key))}
                >
                  <X size={14} aria-hidden />
                </Button>
              </li>
            ))}
          </ul>
        )}
        {isFull ? (
          <p className="text-[13px] text-ink-faint">No task waits for more than {MOST} others.</p>
        ) : (
          <TaskSearch
            project={task.projectId}
            without={[task.key, ...keysOf(chosen)]}
            onChoose={({ key, title }) => setChosen([...chosen, { key, title }])}
          />
        )}
        <FormError error={edit.error} />
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>Back</Button>
        <Button look="primary" isBusy={edit.isPending} onClick={() => edit.mutate({ dependsOn: keysOf(chosen) })}>
          Save
        </Button>
      </DialogFooter>
    </Dialog>
  );
}

const keysOf = (tasks: readonly { readonly key: string }[]): string[] => tasks.map(({ key }) => key);
