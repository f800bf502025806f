import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { taskQuery } from '../api/queries.ts';
import { rememberTask } from '../palette/recent-tasks.ts';
import { useSession } from './actor.ts';

/** Remembers for the command palette which task is open, once it is known to be there. */
export function useRecentTask(): void {
  const { person } = useSession();
  const { key } = useParams({ strict: false });
  const isThere = useQuery({ ...taskQuery(key ?? ''), enabled: false }).data !== undefined;
  useEffect(() => {
    if (key !== undefined && isThere) rememberTask(person.id, key);
  }, [person.id, key, isThere]);
}
