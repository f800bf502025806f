import { Clock } from 'lucide-react';
import type { TaskView } from '../../../operations/schemas/task.ts';
import { useCommand } from '../api/use-command.ts';
import { Button } from '../controls/button.tsx';
import { FormError } from '../controls/form-error.tsx';
import { notice } from '../controls/notice.ts';
import { onlyWaits } from './only-waits.ts';

/** Orders the start now, for when the last of what a task waits for is done. */
export function StartWhenReady({ task }: { readonly task: TaskView }) {
  const dispatch = useCommand(task.key, 'dispatch', () => notice.done(`${task.key} starts when it is ready`));
  if (!onlyWaits(task)) return null;
  return (
    <div className="mt-1.5 flex flex-wrap items-center gap-2">
      <Button size="small" isBusy={dispatch.isPending} onClick={() => dispatch.mutate({ whenReady: true })}>
        <Clock size={14} aria-hidden /> Start when ready
      </Button>
      <span className="text-xs text-ink-faint">Nothing else is missing.</span>
      <FormError error={dispatch.error} />
    </div>
  );
}
