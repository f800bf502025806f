import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Hand } from 'lucide-react';
import type { ExecutionView } from '../../../operations/schemas/execution.ts';
import { taskQuery } from '../api/queries.ts';
import { Markdown } from '../controls/markdown.tsx';
import { Empty, Failure, SkeletonLines } from '../controls/states.tsx';
import { Ago } from '../controls/time.tsx';
import { useActor } from '../shell/actor.ts';
import { ExecutionActions } from '../task/execution-actions.tsx';
import { manualWorkQuery } from './manual-work-query.ts';

/** Work for people, of all their projects: what they have taken, and what waits for somebody to take it. */
export function ManualWork() {
  const actor = useActor();
  const taken = useQuery(manualWorkQuery('IN_PROGRESS', actor.id));
  const open = useQuery(manualWorkQuery('PENDING'));
  const error = taken.error ?? open.error;
  if (error && !(taken.data && open.data)) {
    return <Failure error={error} onRetry={() => void Promise.all([taken.refetch(), open.refetch()])} />;
  }
  if (!taken.data || !open.data) return <SkeletonLines count={6} />;
  if (taken.data.items.length + open.data.items.length === 0) return <NoWork />;
  return (
    <div className="flex flex-col gap-5">
      <WorkList title="Yours" work={taken.data.items} />
      <WorkList title="Waits for somebody" work={open.data.items} />
      {open.data.nextCursor !== undefined && (
        <p className="text-center text-[13px] text-ink-faint">
          The {open.data.items.length} most urgent are shown; more wait behind them.
        </p>
      )}
    </div>
  );
}

const NoWork = () => (
  <Empty title="No work waits for a person" icon={<Hand size={22} aria-hidden />}>
    <p>Executions that are dispatched to MANUAL arrive here: take one, do it, and hand it in.</p>
  </Empty>
);

const WorkList = ({ title, work }: { readonly title: string; readonly work: readonly ExecutionView[] }) =>
  work.length > 0 && (
    <section aria-label={title}>
      <h2 className="mb-2 text-xs font-semibold tracking-wide text-ink-faint uppercase">{title}</h2>
      <ol className="flex flex-col gap-3">
        {work.map((execution) => (
          <WorkItem key={execution.id} execution={execution} />
        ))}
      </ol>
    </section>
  );

/** One piece of work: what is to be done, and what can be done about it. */
function WorkItem({ execution }: { readonly execution: ExecutionView }) {
  const { id, taskKey, taskTitle, projectId, requestedAt, startedAt } = execution;
  const { data: task, error, refetch } = useQuery(taskQuery(taskKey));
  const feedback = task?.feedback.at(-1);
  return (
    <li aria-label={id} className="rounded-lg border border-line bg-surface p-3.5 shadow-card">
      <p className="flex items-baseline gap-2">
        <Link
          to="/p/$project/t/$key"
          params={{ project: projectId, key: taskKey }}
          search={{ tab: 'executions' }}
          className="min-w-0 flex-1 font-semibold break-words hover:underline"
        >
          <span className="font-mono text-xs font-normal text-ink-faint">{taskKey}</span> {taskTitle}
        </Link>
        <Ago at={startedAt ?? requestedAt} className="text-xs text-ink-faint" />
      </p>
      {error && !task && <Failure error={error} onRetry={() => void refetch()} />}
      {!error && !task && <SkeletonLines count={2} />}
      {task && (
        <>
          <section
            className="mt-2 flex max-h-72 flex-col gap-2 overflow-auto text-[13px]"
            tabIndex={0}
            aria-label={`What ${taskKey} is about`}
          >
            {task.description !== '' && <Markdown>{task.description}</Markdown>}
            {task.workPlan && (
              <ol className="list-decimal pl-5 text-ink-soft">
                {task.workPlan.bullets.map((bullet) => (
                  <li key={bullet}>{bullet}</li>
                ))}
              </ol>
            )}
            {feedback !== undefined && (
              <div className="rounded-md bg-warn-soft px-2.5 py-1.5">
                <p className="font-medium text-warn">Sent back</p>
                <Markdown>{feedback}</Markdown>
              </div>
            )}
          </section>
          <ExecutionActions task={task} execution={execution} />
        </>
      )}
    </li>
  );
}
