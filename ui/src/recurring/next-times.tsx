import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { fillIn } from '../../../domain/recurring/placeholders.ts';
import { previewQuery } from './recurring-queries.ts';
import { timingOf, untilOf, type RecurringDraft } from './recurring-draft.ts';
import { capitalized, timeIn } from './recurring-words.ts';

/** So long nothing is typed before anybody is asked, in milliseconds. */
const SETTLED_AFTER_MS = 400;

interface NextTimesProps {
  readonly times: readonly string[];
  readonly timeZone: string;
}

export const NextTimes = ({ times, timeZone }: NextTimesProps) => (
  <ol aria-label="Next times" className="flex flex-col gap-0.5 text-[13px] tabular-nums">
    {times.map((time) => (
      <li key={time}>
        <time dateTime={time}>{timeIn(timeZone, time)}</time>
      </li>
    ))}
  </ol>
);

interface PreviewProps {
  readonly project: string;
  readonly draft: RecurringDraft;
  /** Of the next task among all. */
  readonly number: number;
}

/** What the form says, in words and as the next five times. */
export function Preview({ project, draft, number }: PreviewProps) {
  const when = timingOf(draft);
  const until = untilOf(draft);
  const recurrence = useSettled(JSON.stringify(when && { when, ...(until !== undefined && { until }) }));
  const query = useQuery(previewQuery(project, recurrence === undefined ? undefined : JSON.parse(recurrence)));
  const { data, error } = query;
  const [first] = data?.nextTimes ?? [];
  return (
    <section aria-label="Preview" aria-live="polite" className="rounded-md bg-sunken px-3 py-2 text-[13px]">
      {error ? (
        <p className="text-bad">{error.message}</p>
      ) : data && recurrence !== undefined ? (
        <>
          <p className="font-medium">{capitalized(data.inWords)}</p>
          <p className="mb-1 text-xs text-ink-soft">The next times, by the clock of {data.timeZone}</p>
          <NextTimes times={data.nextTimes} timeZone={data.timeZone} />
          {first !== undefined && draft.task.title.includes('{{') && (
            <p className="mt-1 text-xs break-words text-ink-soft">
              The next title: {fillIn(draft.task.title, { at: first, timeZone: data.timeZone, number })}
            </p>
          )}
        </>
      ) : (
        <p className="text-ink-soft">The next times are shown here once it says when.</p>
      )}
    </section>
  );
}

/** A value once it has not changed for a moment. */
function useSettled<Value>(value: Value): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), SETTLED_AFTER_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
