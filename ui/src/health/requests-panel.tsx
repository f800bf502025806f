import { useQuery } from '@tanstack/react-query';
import type { RequestTrouble } from '../../../operations/health.ts';
import { Badge } from '../controls/badge.tsx';
import { Failure, SkeletonLines } from '../controls/states.tsx';
import { Ago, At } from '../controls/time.tsx';
import { Panel } from '../people/panel.tsx';
import { requestTroubleQuery } from './health-queries.ts';

/** What the API failed to answer or answered late in the last hour. */
export function RequestsPanel() {
  const query = useQuery(requestTroubleQuery);
  return (
    <Panel title="Errors and slow requests" note="Of the API process that answers this page, in the last hour.">
      {query.isPending && <SkeletonLines count={2} />}
      {query.error && <Failure error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && !query.error && <Troubles trouble={query.data} />}
    </Panel>
  );
}

function Troubles({ trouble: { items, since, slowMs } }: { readonly trouble: RequestTrouble }) {
  if (items.length === 0) {
    return (
      <p className="text-[13px] text-ink-faint">
        Every request since <At time={since} /> was answered, none took longer than {slowMs / 1_000} s.
      </p>
    );
  }
  return (
    <ul aria-label="Errors and slow requests" className="-my-2 divide-y divide-line text-[13px]">
      {items.map(({ operation, failed, slow, slowestMs, last }) => (
        <li key={operation} className="py-2">
          <p className="flex flex-wrap items-center gap-2">
            <code className="min-w-0 break-all">{operation}</code>
            {failed > 0 && <Badge tone="bad">{failed} failed</Badge>}
            {slow > 0 && <Badge tone="warn">{slow} slow</Badge>}
            <Ago at={last.at} className="ml-auto text-xs text-ink-faint" />
          </p>
          <p className="text-xs text-ink-soft">
            {slow > 0 && `Up to ${(slowestMs / 1_000).toFixed(1)} s. `}
            Last answer {last.status}; in the log as <code className="break-all">{last.request}</code>
          </p>
        </li>
      ))}
    </ul>
  );
}
