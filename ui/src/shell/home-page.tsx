import { useQuery } from '@tanstack/react-query';
import { Navigate } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { projectsQuery } from '../api/queries.ts';
import { Failure, SkeletonLines } from '../controls/states.tsx';
import { useCurrentProject } from './current-project.ts';

const NoProject = lazy(() => import('./no-project.tsx'));

/** Goes on to the board of the project looked at last. */
export function HomePage() {
  const projects = useQuery(projectsQuery);
  const project = useCurrentProject() ?? projects.data?.items[0];
  if (project) return <Navigate to="/p/$project" params={{ project: project.slug }} search={{}} replace />;
  if (projects.error) return <Failure error={projects.error} onRetry={() => void projects.refetch()} />;
  if (projects.isPending) return <SkeletonLines />;
  return (
    <Suspense fallback={<SkeletonLines />}>
      <NoProject />
    </Suspense>
  );
}
