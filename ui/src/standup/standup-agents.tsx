import { Link } from '@tanstack/react-router';
import { AGENT_STATUSES } from '../../../domain/actor.ts';
import type { Standup } from '../../../domain/standup/standup.ts';
import { AGENT_STATUS_LABELS, AGENT_STATUS_TONES } from '../agents/agent-words.ts';
import { Badge } from '../controls/badge.tsx';
import { priceOf } from '../costs/cost-row.ts';
import { StandupSection } from './standup-list.tsx';

/** How many agents are in each status, and what those did that did something. */
export function StandupAgents({ standup: { project, agents } }: { readonly standup: Standup }) {
  const { items, total, byStatus } = agents;
  return (
    <StandupSection title="Agents" count={total}>
      <p className="flex flex-wrap gap-1.5">
        {AGENT_STATUSES.filter((status) => byStatus[status] !== undefined).map((status) => (
          <Badge key={status} tone={AGENT_STATUS_TONES[status]}>
            {byStatus[status]} {AGENT_STATUS_LABELS[status].toLowerCase()}
          </Badge>
        ))}
      </p>
      <ul aria-label="Agents" className="mt-2 flex flex-col gap-2">
        {items.map(({ id, name, status, reason, done, cost }) => (
          <li key={id} className="min-w-0 text-[13px]">
            <Link
              to="/projects/$project/agents/$agent"
              params={{ project: project.slug, agent: id }}
              className="break-words hover:underline"
            >
              {name}
            </Link>
            <p className="flex flex-wrap gap-x-2 text-xs text-ink-faint tabular-nums">
              {status !== 'ACTIVE' && (
                <span className="min-w-0 break-words">
                  {AGENT_STATUS_LABELS[status].toLowerCase()}
                  {reason !== undefined && `: ${reason}`}
                </span>
              )}
              {done > 0 && <span>{done} done</span>}
              {cost.runs > 0 && (
                <span>
                  {priceOf(cost)} in {cost.runs} {cost.runs === 1 ? 'run' : 'runs'}
                </span>
              )}
            </p>
          </li>
        ))}
      </ul>
    </StandupSection>
  );
}
