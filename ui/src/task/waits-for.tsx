import { Clock } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { Subtasks, TaskView } from '../../../operations/schemas/task.ts';
import { EXECUTOR_LABELS } from '../board/words.ts';
import { Button } from '../controls/button.tsx';
import { Section } from './section.tsx';
import { StartWhenReady } from './start-when-ready.tsx';
import { TaskRow } from './task-row.tsx';
import { Who } from './who.tsx';

const DependencyDialog = lazy(() => import('./dependency-dialog.tsx'));

interface WaitsForProps {
  readonly task: TaskView;
  readonly dependencies: Subtasks['dependencies'];
  readonly isEditable: boolean;
}

/** The tasks that have to be done first, and whether this one starts by itself then. */
export function WaitsFor({ task, dependencies, isEditable }: WaitsForProps) {
  const [isEditing, setIsEditing] = useState(false);
  const close = () => setIsEditing(false);
  const { queuedStart } = task;
  return (
    <Section
      title="Waits for"
      action={
        isEditable && (
          <Button look="quiet" size="small" onClick={() => setIsEditing(true)}>
            {dependencies.length === 0 ? 'Add' : 'Change'}
          </Button>
        )
      }
    >
      {dependencies.length === 0 ? (
        <p className="text-[13px] text-ink-faint">No other task.</p>
      ) : (
        <ul>
          {dependencies.map((dependency) => (
            <TaskRow key={dependency.key} project={task.projectId} task={dependency} />
          ))}
        </ul>
      )}
      {queuedStart && (
        <p className="mt-1.5 flex flex-wrap items-center gap-1.5 rounded-md bg-teal-soft px-2.5 py-1.5 text-[13px]">
          <Clock size={14} className="text-teal" aria-hidden />
          Starts by itself when ready, by {EXECUTOR_LABELS[queuedStart.executor]}; ordered by{' '}
          <Who actor={queuedStart.by} />
        </p>
      )}
      {isEditable && !queuedStart && <StartWhenReady task={task} />}
      <Suspense>{isEditing && <DependencyDialog task={task} dependencies={dependencies} onClose={close} />}</Suspense>
    </Section>
  );
}
