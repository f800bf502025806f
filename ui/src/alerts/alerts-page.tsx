import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { ShieldCheck } from 'lucide-react';
import { ALERT_SEVERITIES, ALERT_STATUSES } from '../../../domain/alert/vocabulary.ts';
import { Choice } from '../controls/choice.tsx';
import { PageFrame } from '../controls/page-frame.tsx';
import { ProjectChoice } from '../controls/project-choice.tsx';
import { Empty } from '../controls/states.tsx';
import { Pages } from '../task/pages.tsx';
import { AlertCard } from './alert-card.tsx';
import { alertsQuery } from './alert-queries.ts';
import type { AlertFilters } from './alert-search.ts';
import { ALERT_STATUS_LABELS, SEVERITY_LABELS } from './alert-words.ts';

const STATUSES = [...ALERT_STATUSES, 'ANY'] as const;

/** What went wrong and nobody has to wait for: silent agents, used-up budgets, work that failed. */
export default function AlertsPage() {
  const filters: AlertFilters = useSearch({ from: '/alerts' });
  const navigate = useNavigate();
  const query = useInfiniteQuery(alertsQuery(filters));
  const { project, severity, status = 'OPEN' } = filters;
  const filter = (change: AlertFilters) =>
    void navigate({ to: '/alerts', replace: true, search: { ...filters, ...change } });

  return (
    <PageFrame
      title="Alerts"
      actions={
        <search className="flex flex-wrap gap-2 max-md:w-full max-md:[&>select]:flex-1">
          <ProjectChoice slug={project} onChoose={(slug) => filter({ project: slug })} />
          <Choice
            aria-label="Severity"
            className="w-auto! text-[13px]!"
            values={ALERT_SEVERITIES}
            labels={SEVERITY_LABELS}
            value={severity}
            none="Any severity"
            onChoose={(next) => filter({ severity: next })}
          />
          <Choice
            aria-label="Status"
            className="w-auto! text-[13px]!"
            values={STATUSES}
            labels={ALERT_STATUS_LABELS}
            value={status}
            onChoose={(next) => filter({ status: next === 'OPEN' ? undefined : next })}
          />
        </search>
      }
    >
      <Pages
        query={query}
        isEndless
        empty={
          <Empty
            title={status === 'OPEN' ? 'Nothing is wrong' : 'No alert fits these filters'}
            icon={<ShieldCheck size={22} aria-hidden />}
          >
            <p>Agents that fall silent, budgets that run out and work that fails are told here.</p>
          </Empty>
        }
      >
        {(alerts) => (
          <ol aria-label="Alerts" className="flex flex-col gap-2.5">
            {alerts.map((alert) => (
              <li key={alert.id}>
                <AlertCard alert={alert} />
              </li>
            ))}
          </ol>
        )}
      </Pages>
    </PageFrame>
  );
}
