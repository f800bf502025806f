import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { formatDollars } from '../../../domain/money.ts';
import { isFinal } from '../../../domain/task/vocabulary.ts';
import type { Subtasks, TaskView } from '../../../operations/schemas/task.ts';
import { projectsQuery, subtasksQuery } from '../api/queries.ts';
import { Button } from '../controls/button.tsx';
import { Failure, SkeletonLines } from '../controls/states.tsx';
import { Section } from './section.tsx';
import { TaskRow } from './task-row.tsx';
import { WaitsFor } from './waits-for.tsx';

const NewTaskDialog = lazy(() => import('./new-task-dialog.tsx'));

interface FamilyProps {
  readonly task: TaskView;
  readonly isEditable: boolean;
}

/** What belongs to a task, what it waits for and what waits for it. */
export function Family({ task, isEditable }: FamilyProps) {
  const query = useQuery(subtasksQuery(task.key));
  if (query.error && !query.data) {
    return (
      <Section title="Sub-tasks">
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      </Section>
    );
  }
  if (!query.data) return <SkeletonLines count={3} />;
  const { dependents } = query.data;
  return (
    <>
      <Children task={task} family={query.data} isEditable={isEditable} />
      <WaitsFor task={task} dependencies={query.data.dependencies} isEditable={isEditable} />
      {dependents.length > 0 && (
        <Section title="Waited for by">
          <ul>
            {dependents.map((dependent) => (
              <TaskRow key={dependent.key} project={task.projectId} task={dependent} />
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

function Children({ task, family, isEditable }: FamilyProps & { readonly family: Subtasks }) {
  const { items, ownCostMicros, totalCostMicros } = family;
  const project = useQuery(projectsQuery).data?.items.find(({ slug }) => slug === task.projectId);
  const [isAdding, setIsAdding] = useState(false);
  const done = items.filter(({ status }) => isFinal(status)).length;
  return (
    <Section
      title={items.length === 0 ? 'Sub-tasks' : `Sub-tasks: ${done} of ${items.length} ended`}
      action={
        isEditable &&
        project && (
          <Button look="quiet" size="small" onClick={() => setIsAdding(true)}>
            <Plus size={14} aria-hidden /> Add sub-task
          </Button>
        )
      }
    >
      {items.length === 0 ? (
        <p className="text-[13px] text-ink-faint">None. Split what is too large for one go.</p>
      ) : (
        <>
          <ul>
            {items.map((child) => (
              <TaskRow key={child.key} project={child.projectId} task={child}>
                <span className="w-16 shrink-0 text-right text-xs text-ink-faint tabular-nums">
                  {formatDollars(child.costMicros)}
                </span>
              </TaskRow>
            ))}
          </ul>
          <p className="mt-1 text-xs text-ink-soft tabular-nums">
            Cost so far {formatDollars(ownCostMicros)} by itself, {formatDollars(totalCostMicros)} with everything below
          </p>
        </>
      )}
      <Suspense>
        {isAdding && project && <NewTaskDialog project={project} parent={task} onClose={() => setIsAdding(false)} />}
      </Suspense>
    </Section>
  );
}
