import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { EXECUTOR_TYPES } from '../../../domain/task/vocabulary.ts';
import { alertsQuery } from '../alerts/alert-queries.ts';
import { EXECUTOR_LABELS } from '../board/words.ts';
import { Badge, type Tone } from '../controls/badge.tsx';
import { PageFrame } from '../controls/page-frame.tsx';
import { Failure, SkeletonLines } from '../controls/states.tsx';
import { Ago } from '../controls/time.tsx';
import { Panel } from '../people/panel.tsx';
import { ExecutorsPanel } from '../routing/executors-panel.tsx';
import { healthQuery } from './health-queries.ts';
import { RequestsPanel } from './requests-panel.tsx';
import { useStatusSince, type WatchedComponent } from './status-since.ts';
import { WorkPanel } from './work-panel.tsx';

const STATUS_LABELS = { UP: 'Up', WARNING: 'Warning', DOWN: 'Down' } as const;
const STATUS_TONES: Readonly<Record<keyof typeof STATUS_LABELS, Tone>> = { UP: 'good', WARNING: 'warn', DOWN: 'bad' };

/** What works, what does not, and since when; it looks again by itself. */
export default function HealthPage() {
  const health = useQuery(healthQuery);
  const components = useStatusSince(health.data?.components, health.dataUpdatedAt);
  return (
    <PageFrame
      title="Health"
      note={
        health.data && !health.error ? (
          <>
            Looked <Ago at={new Date(health.dataUpdatedAt).toISOString()} />, and again every 5 seconds
          </>
        ) : undefined
      }
    >
      {health.isPending && <SkeletonLines count={5} />}
      {health.error && <Failure error={health.error} onRetry={() => void health.refetch()} />}
      {health.data && !health.error && (
        <Panel title={health.data.status === 'UP' ? 'Commands are taken' : 'Something is down'}>
          <ul aria-label="Components" className="-my-2 divide-y divide-line text-[13px]">
            {components.map((component) => (
              <li key={component.name} aria-label={nameOf(component)} className="py-2.5">
                <Component component={component} />
              </li>
            ))}
          </ul>
        </Panel>
      )}
      <WorkPanel />
      <ExecutorsPanel />
      <RequestsPanel />
      <OpenAlerts />
    </PageFrame>
  );
}

const NAMES: Readonly<Record<string, string>> = {
  temporal: 'Temporal',
  worker: 'Worker',
  mongodb: 'MongoDB',
  telegram: 'Telegram',
  github: 'GitHub',
  webhooks: 'Webhooks',
};

/** "Executor CLAUDE_CODE" is what machines call it. */
function nameOf({ name }: WatchedComponent): string {
  const executor = EXECUTOR_TYPES.find((type) => name === `executor ${type}`);
  return executor ? `Executor: ${EXECUTOR_LABELS[executor]}` : (NAMES[name] ?? name);
}

function Component({ component }: { readonly component: WatchedComponent }) {
  const { status, detail, latencyMs, since, before } = component;
  return (
    <>
      <p className="flex flex-wrap items-center gap-2">
        <strong className="font-semibold">{nameOf(component)}</strong>
        <Badge tone={STATUS_TONES[status]}>{STATUS_LABELS[status]}</Badge>
        {latencyMs !== undefined && <span className="ml-auto text-xs text-ink-soft tabular-nums">{latencyMs} ms</span>}
      </p>
      {detail !== undefined && <p className="break-words text-ink-soft">{detail}</p>}
      {since !== undefined && before !== undefined && (
        <p className="text-xs text-ink-faint">
          was {STATUS_LABELS[before].toLowerCase()} until <Ago at={since} />
        </p>
      )}
    </>
  );
}

function OpenAlerts() {
  const alerts = useInfiniteQuery(alertsQuery({}));
  const open = alerts.data?.pages.flatMap(({ items }) => items).slice(0, 5) ?? [];
  return (
    <Panel
      title="Alerts and audit log"
      actions={
        <span className="flex gap-3 text-[13px] text-accent-text">
          <Link to="/alerts" className="hover:underline">
            All alerts
          </Link>
          <Link to="/activity" className="hover:underline">
            Who did what
          </Link>
        </span>
      }
    >
      {alerts.isPending && <SkeletonLines count={2} />}
      {alerts.error && !alerts.data && <Failure error={alerts.error} onRetry={() => void alerts.refetch()} />}
      {alerts.isSuccess && open.length === 0 && <p className="text-[13px] text-ink-faint">No alert is open.</p>}
      <ul className="text-[13px]">
        {open.map(({ id, title, raisedAt }) => (
          <li key={id} className="flex flex-wrap gap-x-2 py-1">
            <span className="min-w-0 flex-1 break-words">{title}</span>
            <Ago at={raisedAt} className="text-xs text-ink-faint" />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
