import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { PageFrame } from '../controls/page-frame.tsx';
import { Failure, SkeletonLines } from '../controls/states.tsx';
import { useRoleIn } from '../shell/actor.ts';
import { ExecutorsPanel } from './executors-panel.tsx';
import { routingQuery } from './routing-queries.ts';
import { RulesPanel } from './rules-panel.tsx';

/** Who carries out which tasks of a project, and whether they are there. */
export default function RoutingPage() {
  const { project: slug } = useParams({ from: '/projects/$project/routing' });
  const query = useQuery(routingQuery(slug));
  const mayEdit = useRoleIn()(slug) === 'ADMIN';
  return (
    <PageFrame title="Routing" isWide note="Which executor gets which tasks, by the rules of the project">
      {query.isPending && <SkeletonLines />}
      {query.error && !query.data && <Failure error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && (
        <div className="grid items-start gap-x-4 lg:grid-cols-[3fr_2fr]">
          <div className="min-w-0">
            <RulesPanel key={slug} routing={query.data} mayEdit={mayEdit} />
          </div>
          <ExecutorsPanel project={slug} />
        </div>
      )}
    </PageFrame>
  );
}
