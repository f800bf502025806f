import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { recurringTaskQuery } from './recurring-queries.ts';

interface MadeByProps {
  readonly project: string;
  /** "recurring:<id>" */
  readonly sourceRef: string;
}

/** What has made a task: "Weekly report, every Monday at 09:00". */
export function MadeBy({ project, sourceRef }: MadeByProps) {
  const query = useQuery(recurringTaskQuery(sourceRef.slice(sourceRef.indexOf(':') + 1)));
  if (!query.data) return query.isPending ? '…' : 'a recurring task';
  const { name, inWords, state } = query.data;
  return (
    <>
      <Link to="/projects/$project/recurring" params={{ project }} className="text-accent-text underline">
        {name}
      </Link>
      , {inWords}
      {state === 'REMOVED' && ' (removed)'}
    </>
  );
}
