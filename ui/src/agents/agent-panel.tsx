import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { Pencil, X } from 'lucide-react';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { isOperator } from '../../../domain/actor.ts';
import type { AgentDetailView } from '../../../operations/schemas/agent.ts';
import { Button } from '../controls/button.tsx';
import { usePageTitle } from '../controls/page-title.ts';
import { Failure, SkeletonLines } from '../controls/states.tsx';
import { useActor } from '../shell/actor.ts';
import { useShortcut } from '../shell/shortcuts.ts';
import { Section } from '../task/section.tsx';
import { AgentControls } from './agent-controls.tsx';
import { AgentFacts } from './agent-facts.tsx';
import { AgentLearning } from './agent-learning.tsx';
import { agentQuery } from './agent-queries.ts';
import { AgentRuns } from './agent-runs.tsx';
import { AgentStatusLine } from './agent-status.tsx';
import { CurrentWork } from './current-work.tsx';
import { usesOf } from './day-account.ts';
import { DayUseBars } from './day-use.tsx';

const AgentForm = lazy(() => import('./agent-form.tsx'));

/** One agent at the right of the list; on a phone it takes the screen. */
export default function AgentPanel() {
  const { project: slug, agent: id } = useParams({ from: '/projects/$project/agents/$agent' });
  const navigate = useNavigate();
  const query = useQuery(agentQuery(id));
  const panel = useRef<HTMLElement>(null);
  const close = () => void navigate({ to: '/projects/$project/agents', params: { project: slug } });
  usePageTitle(query.data?.name, 1);
  useShortcut('Escape', close);

  useEffect(() => {
    panel.current?.focus({ preventScroll: true });
    return () => document.querySelector<HTMLElement>(`[data-agent="${CSS.escape(id)}"]`)?.focus();
  }, [id]);

  return (
    <aside
      ref={panel}
      tabIndex={-1}
      aria-label={query.data ? `Agent ${query.data.name}` : 'Agent'}
      className="animate-enter-right relative flex w-[min(32rem,40vw)] min-w-[24rem] shrink-0 flex-col overflow-y-auto border-l border-line bg-surface outline-none max-md:fixed max-md:inset-0 max-md:z-30 max-md:w-full max-md:min-w-0 max-md:border-0"
    >
      <div className="absolute top-2 right-2 z-10">
        <Button look="quiet" size="icon" aria-label="Close agent" title="Close (Esc)" onClick={close}>
          <X size={16} aria-hidden />
        </Button>
      </div>
      {query.data && <AgentDetail slug={slug} agent={query.data} />}
      {query.isPending && <SkeletonLines count={8} />}
      {query.error && !query.data && <Failure error={query.error} onRetry={() => void query.refetch()} />}
    </aside>
  );
}

function AgentDetail({ slug, agent }: { readonly slug: string; readonly agent: AgentDetailView }) {
  const actor = useActor();
  const [isEditing, setIsEditing] = useState(false);
  const uses = usesOf({ spent: agent.spentToday, reserved: agent.reservedToday, limit: agent.limits.perDay ?? {} });
  return (
    <>
      <header className="flex flex-col gap-2.5 border-b border-line px-4 pt-3 pb-3">
        <h2 className="flex items-center gap-2 pr-10 text-base font-semibold">
          <span aria-hidden>{agent.emoji ?? '🤖'}</span>
          <span className="min-w-0 break-words">{agent.name}</span>
        </h2>
        <AgentStatusLine agent={agent} />
        {isOperator(actor) && <AgentControls agent={agent} />}
      </header>
      <Section title="Today">
        <DayUseBars uses={uses} />
      </Section>
      <CurrentWork slug={slug} agent={agent} />
      <Section
        title="About"
        action={
          actor.kind === 'HUMAN' &&
          actor.role === 'ADMIN' && (
            <Button look="quiet" size="small" onClick={() => setIsEditing(true)}>
              <Pencil size={13} aria-hidden /> Edit
            </Button>
          )
        }
      >
        <AgentFacts agent={agent} />
      </Section>
      <AgentLearning slug={slug} agent={agent} />
      <Section title="Recent runs">
        <AgentRuns agent={agent} />
      </Section>
      <Suspense>{isEditing && <AgentForm slug={slug} agent={agent} onClose={() => setIsEditing(false)} />}</Suspense>
    </>
  );
}
