import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CalendarClock } from 'lucide-react';
import type { OccurrenceView, RecurringTaskView } from '../../../operations/schemas/recurring.ts';
import { Badge } from '../controls/badge.tsx';
import { Empty } from '../controls/states.tsx';
import { Panel } from '../people/panel.tsx';
import { Pages } from '../task/pages.tsx';
import { NextTimes } from './next-times.tsx';
import { occurrencesQuery } from './recurring-queries.ts';
import { SKIP_LABELS, timeIn } from './recurring-words.ts';

/** When it comes next, what it made, and what it did not make and why. */
export function OccurrencesPanel({ recurring }: { readonly recurring: RecurringTaskView }) {
  const { id, name, nextTimes = [], timeZone } = recurring;
  const query = useInfiniteQuery(occurrencesQuery(id));
  return (
    <div className="min-w-0 max-lg:mt-3">
      {nextTimes.length > 0 && (
        <Panel title="Next" note={`By the clock of ${timeZone}`}>
          <NextTimes times={nextTimes} timeZone={timeZone} />
        </Panel>
      )}
      <Panel title="History" note={name}>
        <Pages
          query={query}
          empty={<Empty title="It was not due yet" icon={<CalendarClock size={20} aria-hidden />} />}
        >
          {(occurrences) => (
            <ol aria-label="History" className="-my-2 divide-y divide-line">
              {occurrences.map((occurrence) => (
                <li key={occurrence.id} className="py-2 text-[13px]">
                  <Occurrence occurrence={occurrence} recurring={recurring} />
                </li>
              ))}
            </ol>
          )}
        </Pages>
      </Panel>
    </div>
  );
}

interface OccurrenceProps {
  readonly occurrence: OccurrenceView;
  readonly recurring: RecurringTaskView;
}

function Occurrence({ occurrence, recurring: { projectId, timeZone } }: OccurrenceProps) {
  const { scheduledFor, state, taskKey, skipped, note, cause, by } = occurrence;
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        {taskKey !== undefined && (
          <Link
            to="/p/$project/t/$key"
            params={{ project: projectId, key: taskKey }}
            className="font-medium text-accent-text underline max-md:inline-flex max-md:min-h-11 max-md:items-center"
          >
            {taskKey}
          </Link>
        )}
        {state === 'DUE' && <Badge tone="accent">Being made</Badge>}
        {skipped && <Badge tone="warn">{SKIP_LABELS[skipped.reason]}</Badge>}
        {cause === 'BY_HAND' && <Badge>by {by.name}</Badge>}
        <time dateTime={scheduledFor} className="ml-auto text-xs text-ink-faint tabular-nums">
          {timeIn(timeZone, scheduledFor)}
        </time>
      </p>
      {skipped && <p className="break-words text-ink-soft">{skipped.detail}</p>}
      {note !== undefined && <p className="break-words text-warn">{note}</p>}
    </>
  );
}
