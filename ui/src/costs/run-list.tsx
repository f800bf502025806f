import { Link } from '@tanstack/react-router';
import type { RunView } from '../../../operations/schemas/run.ts';
import { EXECUTOR_LABELS } from '../board/words.ts';
import { Ago } from '../controls/time.tsx';
import { RunPrice, RunTokens } from './run-figures.tsx';

interface RunListProps {
  readonly runs: readonly RunView[];
  /** What the reader does not know yet: for whom it was, or who it was. */
  readonly tells: 'TASK' | 'AGENT';
}

/** Runs of models, one under the other, where a table is too wide. */
export const RunList = ({ runs, tells }: RunListProps) => (
  <ul aria-label="Runs" className="flex flex-col text-[13px] tabular-nums">
    {runs.map((run) => (
      <li key={run.id} className="flex flex-wrap items-baseline gap-x-3 border-t border-line py-1.5 first:border-0">
        {tells === 'TASK' ? <TaskOf run={run} /> : <span className="truncate">{nameOf(run)}</span>}
        <span className="min-w-0 flex-1 truncate text-ink-soft">{run.usage?.model ?? run.model}</span>
        <RunPrice run={run} />
        <span className="w-full text-xs text-ink-faint">
          <RunTokens run={run} /> · <Ago at={run.finishedAt ?? run.startedAt} />
        </span>
      </li>
    ))}
  </ul>
);

/** Whoever ran the model. */
export const nameOf = ({ agent, executor }: RunView): string =>
  agent?.name ?? (executor === undefined ? '–' : EXECUTOR_LABELS[executor]);

const TaskOf = ({ run: { projectId, taskKey } }: { readonly run: RunView }) =>
  taskKey === undefined ? (
    <span className="text-ink-faint">no task</span>
  ) : (
    <Link
      to="/p/$project/t/$key"
      params={{ project: projectId, key: taskKey }}
      search={{ tab: 'cost' }}
      className="font-mono text-xs text-accent-text hover:underline"
    >
      {taskKey}
    </Link>
  );
