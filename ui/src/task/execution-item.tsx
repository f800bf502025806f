import { Hourglass } from 'lucide-react';
import type { ExecutionView } from '../../../operations/schemas/execution.ts';
import type { TaskView } from '../../../operations/schemas/task.ts';
import type { ExecutionStatus } from '../../../domain/task/vocabulary.ts';
import { EXECUTION_LABELS, EXECUTOR_LABELS } from '../board/words.ts';
import { Badge, type Tone } from '../controls/badge.tsx';
import { Bar } from '../controls/bar.tsx';
import { Ago } from '../controls/time.tsx';
import { SkippedExecutors } from '../routing/skipped-executors.tsx';
import { ExecutionActions } from './execution-actions.tsx';

const TONES: Readonly<Record<ExecutionStatus, Tone>> = {
  PENDING: 'neutral',
  ASSIGNED: 'accent',
  IN_PROGRESS: 'teal',
  COMPLETED: 'good',
  FAILED: 'bad',
  CANCELED: 'neutral',
};

const isActive = (status: ExecutionStatus): boolean =>
  status === 'PENDING' || status === 'ASSIGNED' || status === 'IN_PROGRESS';

interface ExecutionItemProps {
  readonly task: TaskView;
  readonly execution: ExecutionView;
}

export function ExecutionItem({ task, execution }: ExecutionItemProps) {
  const {
    id,
    executor,
    status,
    route,
    attempt,
    worker,
    error,
    progress,
    logTail,
    waitingFor,
    failures = [],
  } = execution;
  return (
    <li aria-label={id} className="border-b border-line px-4 py-3 last:border-0">
      <p className="flex flex-wrap items-center gap-2">
        <span className="font-mono text-xs text-ink-faint">{id}</span>
        <strong className="font-semibold">{EXECUTOR_LABELS[executor]}</strong>
        <Badge tone={TONES[status]}>{EXECUTION_LABELS[status]}</Badge>
        <Ago
          at={execution.finishedAt ?? execution.startedAt ?? execution.requestedAt}
          className="ml-auto text-xs text-ink-faint"
        />
      </p>
      <p className="mt-0.5 text-[13px] text-ink-soft">
        {route.reason} · score {route.score} · attempt {attempt} of {route.maxAttempts}
        {worker && ` · ${worker.name}`}
      </p>
      <div className="text-xs text-ink-faint empty:hidden">
        <SkippedExecutors skipped={route.skipped} />
      </div>
      {status === 'PENDING' && waitingFor !== undefined && (
        <p className="mt-1.5 flex items-center gap-1.5 text-[13px] text-warn">
          <Hourglass size={13} className="shrink-0" aria-hidden /> Waits for {waitingFor}
        </p>
      )}
      {error !== undefined && error !== '' && (
        <p
          className={`mt-1.5 text-[13px] break-words whitespace-pre-wrap ${status === 'FAILED' ? 'text-bad' : 'text-ink-soft'}`}
        >
          {error}
        </p>
      )}
      <Failures failures={failures} />
      {isActive(status) && status !== 'PENDING' && progress && <Progress {...progress} />}
      {logTail !== undefined && logTail !== '' && <LogTail text={logTail} isLive={isActive(status)} />}
      {isActive(status) && <ExecutionActions task={task} execution={execution} />}
    </li>
  );
}

/** What went wrong before, where that is more than the last error. */
const Failures = ({ failures }: { readonly failures: readonly string[] }) =>
  failures.length > 1 && (
    <details className="mt-1.5 text-[13px]">
      <summary className="cursor-pointer text-xs font-medium text-ink-soft">
        {failures.length} attempts have failed
      </summary>
      <ol aria-label="Failed attempts" className="mt-1 flex flex-col gap-1 text-ink-soft">
        {failures.map((failure) => (
          <li key={failure} className="break-words whitespace-pre-wrap">
            {failure}
          </li>
        ))}
      </ol>
    </details>
  );

function Progress({ percent, message }: NonNullable<ExecutionView['progress']>) {
  return (
    <div className="mt-2">
      {percent !== undefined && <Bar label="Progress" percent={percent} colour="bg-teal" className="h-1.5" />}
      <p className="mt-1 flex justify-between gap-3 text-xs text-ink-soft">
        <span className="min-w-0 break-words">{message}</span>
        {percent !== undefined && <span className="tabular-nums">{Math.round(percent)} %</span>}
      </p>
    </div>
  );
}

function LogTail({ text, isLive }: { readonly text: string; readonly isLive: boolean }) {
  return (
    <details open={isLive} className="mt-2">
      <summary className="cursor-pointer text-xs font-medium text-ink-soft">Log</summary>
      {/* Reversed, so that the browser itself keeps the end in view as lines arrive. */}
      <section
        aria-label="Log"
        tabIndex={0}
        className="mt-1 flex max-h-64 flex-col-reverse overflow-auto rounded-md bg-sunken"
      >
        <pre className="px-2.5 py-1.5 font-mono text-xs leading-5 whitespace-pre-wrap text-ink-soft">{text}</pre>
      </section>
    </details>
  );
}
