import { useQuery } from '@tanstack/react-query';
import { Outlet, useParams } from '@tanstack/react-router';
import { Bot, Plus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { isOperator } from '../../../domain/actor.ts';
import { Button } from '../controls/button.tsx';
import { PHONE, useMediaQuery } from '../controls/media-query.ts';
import { PageFrame } from '../controls/page-frame.tsx';
import { Empty, Failure, SkeletonLines } from '../controls/states.tsx';
import { ReviewStatistics } from '../reviews/review-statistics.tsx';
import { useActor } from '../shell/actor.ts';
import { AgentCards } from './agent-cards.tsx';
import { agentsQuery, budgetsQuery } from './agent-queries.ts';
import { AgentTable } from './agent-table.tsx';
import { SquadButtons } from './squad-buttons.tsx';

const AgentForm = lazy(() => import('./agent-form.tsx'));

/** Who works in a project by itself, how it does, and what today has cost. */
export default function AgentsPage() {
  const { project: slug } = useParams({ from: '/projects/$project/agents' });
  const actor = useActor();
  const isPhone = useMediaQuery(PHONE);
  const agents = useQuery(agentsQuery(slug));
  const budgets = useQuery(budgetsQuery(slug)).data?.items ?? [];
  const [isRegistering, setIsRegistering] = useState(false);
  const all = agents.data?.items ?? [];
  const mayRegister = actor.kind === 'HUMAN' && actor.role === 'ADMIN';
  const Agents = isPhone ? AgentCards : AgentTable;

  return (
    <div className="flex min-h-0 flex-1">
      <PageFrame
        title="Agents"
        isWide
        note={agents.data && countsOf(all.map(({ status }) => status))}
        actions={
          <div className="flex flex-wrap gap-2 max-md:w-full max-md:[&>button]:flex-1">
            {isOperator(actor) && all.length > 0 && <SquadButtons slug={slug} agents={all} />}
            {mayRegister && (
              <Button look="primary" onClick={() => setIsRegistering(true)}>
                <Plus size={15} aria-hidden /> Register agent
              </Button>
            )}
          </div>
        }
      >
        {agents.isPending && <SkeletonLines count={6} />}
        {agents.error && !agents.data && <Failure error={agents.error} onRetry={() => void agents.refetch()} />}
        {agents.isSuccess && all.length === 0 && (
          <Empty title="No agents yet" icon={<Bot size={22} aria-hidden />}>
            <p>
              {mayRegister
                ? 'Register the first one, then make an API key for it in the settings.'
                : 'An ADMIN of the project registers them.'}
            </p>
          </Empty>
        )}
        {all.length > 0 && <Agents slug={slug} agents={all} budgets={budgets} />}
        <ReviewStatistics slug={slug} />
      </PageFrame>
      <Outlet />
      <Suspense>{isRegistering && <AgentForm slug={slug} onClose={() => setIsRegistering(false)} />}</Suspense>
    </div>
  );
}

function countsOf(statuses: readonly string[]): string {
  const active = statuses.filter((status) => status === 'ACTIVE').length;
  return `${active} of ${statuses.length} active`;
}
