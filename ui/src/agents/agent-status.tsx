import type { AgentView } from '../../../operations/schemas/agent.ts';
import { Badge } from '../controls/badge.tsx';
import { Ago } from '../controls/time.tsx';
import { AGENT_STATUS_LABELS, AGENT_STATUS_TONES } from './agent-words.ts';

/** How an agent is, and why, by whom and since when it is not active. */
export const AgentStatusLine = ({ agent }: { readonly agent: AgentView }) => {
  const { status, statusReason, statusBy, statusAt, lastHeartbeatAt } = agent;
  return (
    <span className="flex min-w-0 flex-col items-start gap-0.5">
      <Badge tone={AGENT_STATUS_TONES[status]}>{AGENT_STATUS_LABELS[status]}</Badge>
      {status === 'OFFLINE' && lastHeartbeatAt !== undefined && (
        <span className="text-xs text-ink-soft">
          no sign of life since <Ago at={lastHeartbeatAt} />
        </span>
      )}
      {status !== 'ACTIVE' && status !== 'OFFLINE' && (
        <span className="min-w-0 text-xs break-words text-ink-soft">
          {statusReason}
          {statusBy && <span className="text-ink-faint"> · {statusBy.name}</span>}
          {statusAt !== undefined && (
            <span className="text-ink-faint">
              {' '}
              · <Ago at={statusAt} />
            </span>
          )}
        </span>
      )}
    </span>
  );
};

/** When it last gave a sign of life. */
export const Heartbeat = ({ agent: { lastHeartbeatAt } }: { readonly agent: AgentView }) =>
  lastHeartbeatAt === undefined ? (
    <span className="text-ink-faint" title="It has never sent a heartbeat">
      never
    </span>
  ) : (
    <Ago at={lastHeartbeatAt} />
  );
