import { ChevronDown, Copy, Download, ExternalLink, UserRoundPlus, X } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { isOperator } from '../../../domain/actor.ts';
import { isFinal, PRIORITIES } from '../../../domain/task/vocabulary.ts';
import type { TaskView } from '../../../operations/schemas/task.ts';
import { apiUrl } from '../api/request.ts';
import { useCommand } from '../api/use-command.ts';
import { Avatar } from '../board/avatar.tsx';
import { PRIORITY_LABELS } from '../board/words.ts';
import { Button } from '../controls/button.tsx';
import { Choice } from '../controls/choice.tsx';
import { Menu, MenuItem } from '../controls/menu.tsx';
import { download } from '../controls/save-file.ts';
import { notice } from '../controls/notice.ts';
import { useActor } from '../shell/actor.ts';
import { Ancestors } from './ancestors.tsx';
import { EditableTitle } from './editable-title.tsx';
import { StatusMenu } from './status-menu.tsx';
import { WatchButton } from './watch-button.tsx';

const AssignDialog = lazy(() => import('../moves/assign-dialog.tsx'));

interface TaskHeaderProps {
  readonly task: TaskView;
  readonly onClose: () => void;
}

export function TaskHeader({ task, onClose }: TaskHeaderProps) {
  const mayChange = isOperator(useActor()) && !isFinal(task.status);
  const edit = useCommand(task.key, 'edit');
  const [isAssigning, setIsAssigning] = useState(false);

  return (
    <header className="flex flex-col gap-2 px-4 pt-2.5 pb-3">
      <div className="-mr-2 flex items-center gap-1">
        <CopyKey taskKey={task.key} />
        <span className="flex-1" />
        <WatchButton taskKey={task.key} />
        <ExportMenu taskKey={task.key} />
        {task.workflowUrl !== undefined && (
          <a
            href={task.workflowUrl}
            target="_blank"
            rel="noopener noreferrer"
            className="flex h-7 items-center gap-1.5 rounded-md px-2 text-[13px] text-ink-soft hover:bg-sunken hover:text-ink max-md:size-11 max-md:justify-center"
          >
            <ExternalLink size={14} aria-hidden /> <span className="max-md:sr-only">Workflow</span>
          </a>
        )}
        <Button look="quiet" size="icon" aria-label="Close task" title="Close (Esc)" onClick={onClose}>
          <X size={16} aria-hidden />
        </Button>
      </div>
      <Ancestors task={task} />
      <EditableTitle key={task.key} task={task} isEditable={mayChange} />
      <div className="flex flex-wrap items-center gap-2">
        <StatusMenu task={task} />
        <Choice
          aria-label="Priority"
          className="h-7! w-auto! text-[13px]! max-md:h-10!"
          values={PRIORITIES}
          labels={PRIORITY_LABELS}
          value={task.priority}
          onChoose={(priority) => mayChange && priority && edit.mutate({ priority }, { onError: refused(task.key) })}
        />
        <button
          type="button"
          disabled={!mayChange}
          onClick={() => setIsAssigning(true)}
          className="flex min-h-7 items-center gap-1.5 rounded-md px-1.5 text-[13px] text-ink-soft hover:bg-sunken disabled:hover:bg-transparent max-md:min-h-10"
        >
          {task.assignees.length === 0 ? (
            <>
              <UserRoundPlus size={15} aria-hidden /> {mayChange ? 'Assign' : 'Nobody'}
            </>
          ) : (
            <>
              <span className="sr-only">Assign, now: </span>
              <span className="flex -space-x-1" aria-hidden>
                {task.assignees.map((assignee) => (
                  <Avatar key={`${assignee.kind} ${assignee.id}`} who={assignee} isLarge />
                ))}
              </span>
              {task.assignees.length === 1 ? task.assignees[0]?.name : `${task.assignees.length} assignees`}
            </>
          )}
        </button>
      </div>
      <Suspense>
        {isAssigning && (
          <AssignDialog task={task} onDone={() => setIsAssigning(false)} onClose={() => setIsAssigning(false)} />
        )}
      </Suspense>
    </header>
  );
}

const refused = (key: string) => (error: Error) => notice.refused(`${key} was not changed`, error);

function CopyKey({ taskKey }: { readonly taskKey: string }) {
  async function copy(): Promise<void> {
    await navigator.clipboard.writeText(taskKey);
    notice.done(`${taskKey} copied`);
  }
  return (
    <Button
      look="quiet"
      size="small"
      className="-ml-2 font-mono"
      aria-label={`Copy ${taskKey}`}
      onClick={() => void copy()}
    >
      {taskKey} <Copy size={13} aria-hidden />
    </Button>
  );
}

const ExportMenu = ({ taskKey }: { readonly taskKey: string }) => (
  <Menu
    align="end"
    trigger={
      <Button look="quiet" size="small">
        <Download size={14} aria-hidden /> Export report <ChevronDown size={13} aria-hidden />
      </Button>
    }
  >
    {(['md', 'json'] as const).map((format) => (
      <MenuItem
        key={format}
        onSelect={() => download(apiUrl(`/tasks/${taskKey}/report.${format}`), `incident-report-${taskKey}.${format}`)}
      >
        {format === 'md' ? 'Markdown' : 'JSON'}
      </MenuItem>
    ))}
  </Menu>
);
