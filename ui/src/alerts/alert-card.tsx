import { Link } from '@tanstack/react-router';
import type { AlertView } from '../../../operations/schemas/attention.ts';
import { Badge } from '../controls/badge.tsx';
import { Ago } from '../controls/time.tsx';
import { Who } from '../task/who.tsx';
import { AlertButtons } from './alert-buttons.tsx';
import { ALERT_STATUS_LABELS, SEVERITY_LABELS, SEVERITY_TONES } from './alert-words.ts';

/** One alert: what happened, how often, and what was done about it. */
export function AlertCard({ alert }: { readonly alert: AlertView }) {
  const { title, description, severity, status, count, raisedAt, lastRaisedAt, handled } = alert;
  return (
    <article aria-label={title} className="rounded-lg border border-line bg-surface p-3.5 shadow-card">
      <div className="flex flex-wrap items-center gap-2">
        <Badge tone={SEVERITY_TONES[severity]}>{SEVERITY_LABELS[severity]}</Badge>
        <h2 className="min-w-0 font-semibold break-words">{title}</h2>
        {status !== 'OPEN' && <Badge>{ALERT_STATUS_LABELS[status].toLowerCase()}</Badge>}
        {count > 1 && <Badge title="How often it was raised">{count} times</Badge>}
      </div>
      <p className="mt-1 text-[13px] break-words text-ink-soft">{description}</p>
      <p className="mt-1.5 flex flex-wrap items-baseline gap-x-3 text-xs text-ink-faint">
        <span>
          {count > 1 && 'first '}
          <Ago at={raisedAt} />
        </span>
        {count > 1 && (
          <span>
            last <Ago at={lastRaisedAt} />
          </span>
        )}
        <AlertLinks alert={alert} />
      </p>
      {handled.map(({ status: to, by, at, note }) => (
        <p key={at} className="mt-1 text-[13px] text-ink-soft">
          <Who actor={by} /> {ALERT_STATUS_LABELS[to].toLowerCase()} it{' '}
          <Ago at={at} className="text-xs text-ink-faint" />
          {note !== undefined && note !== '' && `: ${note}`}
        </p>
      ))}
      <AlertButtons alert={alert} />
    </article>
  );
}

const LINK = 'text-accent-text hover:underline';

/** What it is about. */
const AlertLinks = ({ alert: { projectId, taskKey, agentId } }: { readonly alert: AlertView }) =>
  projectId === undefined ? null : (
    <>
      {taskKey === undefined && agentId === undefined && (
        <Link to="/p/$project" params={{ project: projectId }} search={{}} className={LINK}>
          {projectId}
        </Link>
      )}
      {taskKey !== undefined && (
        <Link
          to="/p/$project/t/$key"
          params={{ project: projectId, key: taskKey }}
          search={{}}
          className={`${LINK} font-mono`}
        >
          {taskKey}
        </Link>
      )}
      {agentId !== undefined && (
        <Link to="/projects/$project/agents/$agent" params={{ project: projectId, agent: agentId }} className={LINK}>
          the agent
        </Link>
      )}
    </>
  );
