import { durationInWords } from '../../../domain/duration.ts';
import type { FlowView } from '../../../operations/schemas/analytics.ts';
import { StatusMark } from '../board/status-mark.tsx';
import { STATUS_LABELS } from '../board/words.ts';
import { Bar } from '../controls/bar.tsx';

/** Where tasks spend their time, the longest first. */
export function Bottlenecks({ bottlenecks }: { readonly bottlenecks: FlowView['bottlenecks'] }) {
  const most = Math.max(1, ...bottlenecks.map(({ totalSeconds }) => totalSeconds));
  return (
    <section aria-label="Bottlenecks" className="rounded-lg border border-line bg-surface p-3.5 shadow-card">
      <h2 className="mb-2 text-[13px] font-semibold">Where tasks spend their time</h2>
      {bottlenecks.length === 0 && <p className="text-[13px] text-ink-faint">No task has moved yet.</p>}
      <ul className="flex flex-col gap-2.5">
        {bottlenecks.map(({ status, totalSeconds, count, medianSeconds, waiting, oldestWaitingSeconds }) => (
          <li key={status} className="tabular-nums">
            <p className="flex items-baseline gap-2 text-[13px]">
              <span className="flex min-w-0 flex-1 items-center gap-1.5">
                <StatusMark status={status} /> {STATUS_LABELS[status]}
              </span>
              <span className="font-medium">{durationInWords(totalSeconds)}</span>
            </p>
            <Bar
              label={`${STATUS_LABELS[status]}: share of the longest`}
              percent={(totalSeconds / most) * 100}
              colour="bg-violet"
              className="mt-1 h-1.5"
            />
            <p className="mt-0.5 text-xs text-ink-faint">
              {count === 0
                ? 'no stay has ended'
                : `${count} ${count === 1 ? 'stay' : 'stays'}, median ${durationInWords(medianSeconds)}`}
              {waiting > 0 && ` · ${waiting} in it now`}
              {oldestWaitingSeconds !== undefined && `, the longest for ${durationInWords(oldestWaitingSeconds)}`}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
