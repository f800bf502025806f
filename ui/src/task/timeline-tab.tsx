import { useInfiniteQuery } from '@tanstack/react-query';
import type { TaskEventView, TaskView } from '../../../operations/schemas/task.ts';
import { eventsQuery } from '../api/queries.ts';
import { StatusMark } from '../board/status-mark.tsx';
import type { TaskStatus } from '../../../domain/task/vocabulary.ts';
import { Empty } from '../controls/states.tsx';
import { Ago } from '../controls/time.tsx';
import { sentenceOf } from './event-sentence.ts';
import { Pages } from './pages.tsx';
import { Who } from './who.tsx';

/** Every event of the task, oldest first. */
export default function TimelineTab({ task }: { readonly task: TaskView }) {
  const query = useInfiniteQuery(eventsQuery(task.key));
  return (
    <Pages query={query} empty={<Empty title="No events yet" />}>
      {(events) => (
        <ol aria-label="Timeline" className="px-4 py-3">
          {events.map((event) => (
            <TimelineEvent key={event.seq} event={event} />
          ))}
        </ol>
      )}
    </Pages>
  );
}

function TimelineEvent({ event }: { readonly event: TaskEventView }) {
  const { text, quote } = sentenceOf(event);
  const to = event.type === 'task.transitioned' ? (event.data['to'] as TaskStatus) : undefined;
  return (
    <li className="relative border-l border-line pb-3.5 pl-4 text-[13px] last:pb-0">
      <span aria-hidden className="absolute top-[0.4rem] -left-[0.28rem] flex rounded-full ring-4 ring-surface">
        {to ? (
          <StatusMark status={to} className="size-2.5!" />
        ) : (
          <span className="size-2 rounded-full bg-line-strong" />
        )}
      </span>
      <p className="break-words">
        <Who actor={event.actor} /> {text} <Ago at={event.at} className="text-xs text-ink-faint" />
      </p>
      {quote !== undefined && quote !== '' && (
        <p className="mt-0.5 line-clamp-6 border-l-2 border-line pl-2 break-words whitespace-pre-wrap text-ink-soft">
          {quote}
        </p>
      )}
    </li>
  );
}
