import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { HealthWork } from '../../../operations/health.ts';
import { Badge } from '../controls/badge.tsx';
import { Failure, SkeletonLines } from '../controls/states.tsx';
import { Ago } from '../controls/time.tsx';
import { Panel } from '../people/panel.tsx';
import { healthWorkQuery } from './health-queries.ts';

/** What no worker has taken yet, and what ended badly. */
export function WorkPanel() {
  const work = useQuery(healthWorkQuery);
  return (
    <Panel
      title="Work in Temporal"
      note="What no worker has taken yet, and workflows that ended badly in the last week."
    >
      {work.isPending && <SkeletonLines count={2} />}
      {work.error && <Failure error={work.error} onRetry={() => void work.refetch()} />}
      {work.data && !work.error && <Work work={work.data} />}
    </Panel>
  );
}

function Work({ work: { isKnown, backlog, failing = [] } }: { readonly work: HealthWork }) {
  if (!isKnown) return <p className="text-[13px] text-ink-soft">Nothing is known while Temporal does not answer.</p>;
  return (
    <>
      <dl className="flex gap-6 text-[13px] tabular-nums">
        <Fact name="Workflow tasks waiting">{backlog?.workflows ?? 0}</Fact>
        <Fact name="Activities waiting">{backlog?.activities ?? 0}</Fact>
      </dl>
      {failing.length === 0 ? (
        <p className="mt-2 text-[13px] text-ink-faint">No workflow has ended badly.</p>
      ) : (
        <ul aria-label="Workflows that ended badly" className="mt-2 text-[13px]">
          {failing.map(({ id, type, status, at }) => (
            <li key={`${id} ${at}`} className="flex flex-wrap gap-x-2 border-t border-line py-1.5">
              <Badge tone="bad">{status.toLowerCase().replace('_', ' ')}</Badge>
              <span className="min-w-0 break-all">{id}</span>
              <span className="text-ink-faint">{type}</span>
              <Ago at={at} className="ml-auto text-xs text-ink-faint" />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div className="flex gap-1.5">
    <dt className="text-ink-faint">{name}</dt>
    <dd>{children}</dd>
  </div>
);
