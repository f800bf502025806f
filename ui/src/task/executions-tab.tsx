import { useInfiniteQuery } from '@tanstack/react-query';
import { Rocket } from 'lucide-react';
import { isOperator } from '../../../domain/actor.ts';
import type { TaskView } from '../../../operations/schemas/task.ts';
import { executionsQuery } from '../api/queries.ts';
import { Empty } from '../controls/states.tsx';
import { useActor } from '../shell/actor.ts';
import { DispatchForm } from './dispatch-form.tsx';
import { ExecutionItem } from './execution-item.tsx';
import { Pages } from './pages.tsx';

const DISPATCHABLE = new Set(['ASSIGNED', 'IN_PROGRESS']);

/** Who carries the task out, how far they are, and what they say. */
export default function ExecutionsTab({ task }: { readonly task: TaskView }) {
  const query = useInfiniteQuery(executionsQuery(task.key));
  const mayDispatch = isOperator(useActor()) && DISPATCHABLE.has(task.status) && task.activeExecutions.length === 0;
  return (
    <>
      {mayDispatch && <DispatchForm task={task} />}
      <Pages
        query={query}
        empty={
          <Empty title="Not dispatched yet" icon={<Rocket size={20} aria-hidden />}>
            <p>
              {DISPATCHABLE.has(task.status)
                ? 'Dispatch the task to have it carried out.'
                : 'A task that is assigned or in progress can be dispatched.'}
            </p>
          </Empty>
        }
      >
        {(executions) => (
          <ol aria-label="Executions">
            {executions
              .toSorted((one, other) => other.requestedAt.localeCompare(one.requestedAt))
              .map((execution) => (
                <ExecutionItem key={execution.id} task={task} execution={execution} />
              ))}
          </ol>
        )}
      </Pages>
    </>
  );
}
