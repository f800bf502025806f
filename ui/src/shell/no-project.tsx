import { useQuery } from '@tanstack/react-query';
import { SquareKanban } from 'lucide-react';
import { projectsQuery } from '../api/queries.ts';
import { sessionQuery } from '../api/session.ts';
import { Button } from '../controls/button.tsx';
import { Empty } from '../controls/states.tsx';
import { useSession } from './actor.ts';
import { openDialog } from './shell-dialog.ts';

const LOOK_AGAIN_MS = 5_000;

/** How one comes by a first project. */
export default function NoProject() {
  const { email, role } = useSession().person;
  // The stream tells people of their own projects alone, not that they get their first one.
  useQuery({ ...projectsQuery, refetchInterval: LOOK_AGAIN_MS });
  useQuery({ ...sessionQuery, refetchInterval: LOOK_AGAIN_MS });
  if (role === 'ADMIN') {
    return (
      <Empty title="No project yet" icon={<SquareKanban size={22} aria-hidden />}>
        <p className="max-w-prose">
          Tasks, the agents that work on them and the rules that they keep belong to a project. Begin with one of your
          own, or look around in a sample first.
        </p>
        <div className="mt-3 flex flex-wrap justify-center gap-2">
          <Button look="primary" onClick={() => openDialog({ name: 'NEW_PROJECT' })}>
            Create a project
          </Button>
          <Button onClick={() => openDialog({ name: 'SAMPLE' })}>Load the sample…</Button>
        </div>
      </Empty>
    );
  }
  return (
    <Empty title="You are in no project yet">
      <p className="max-w-prose">
        Ask whoever invited you, or an administrator of a project, to add <strong>{email}</strong>. The project then
        appears here by itself.
      </p>
    </Empty>
  );
}
