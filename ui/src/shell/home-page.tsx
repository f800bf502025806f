import { useQuery } from '@tanstack/react-query';
import { Navigate } from '@tanstack/react-router';
import { projectsQuery } from '../api/queries.ts';
import { Empty, Failure, SkeletonLines } from '../controls/states.tsx';
import { useSession } from './actor.ts';
import { useCurrentProject } from './current-project.ts';

/** Goes on to the board of the project looked at last. */
export function HomePage() {
  const projects = useQuery(projectsQuery);
  const project = useCurrentProject() ?? projects.data?.items[0];
  if (project) return <Navigate to="/p/$project" params={{ project: project.slug }} search={{}} replace />;
  if (projects.error) return <Failure error={projects.error} onRetry={() => void projects.refetch()} />;
  if (projects.isPending) return <SkeletonLines />;
  return <NoProject />;
}

function NoProject() {
  const { email, role } = useSession().person;
  if (role === 'ADMIN') {
    return (
      <Empty title="No project yet">
        <p>Open the project menu at the top left and choose New project.</p>
      </Empty>
    );
  }
  return (
    <Empty title="You are in no project yet">
      <p className="max-w-prose">
        Ask whoever invited you, or an administrator of a project, to add <strong>{email}</strong>. The project appears
        here at once.
      </p>
    </Empty>
  );
}
