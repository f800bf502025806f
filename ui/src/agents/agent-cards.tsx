import { AgentLink } from './agent-link.tsx';
import type { AgentListProps } from './agent-list-props.ts';
import { AgentStatusLine, Heartbeat } from './agent-status.tsx';
import { AgentWork } from './agent-work.tsx';
import { todayOf } from './day-account.ts';
import { DayUse } from './day-use.tsx';

/** The same as the table, for a screen that is narrower than a table. */
export const AgentCards = ({ slug, agents, budgets }: AgentListProps) => (
  <ul aria-label="Agents" className="flex flex-col gap-2">
    {agents.map((agent) => (
      <li key={agent.id} className="relative flex flex-col gap-2.5 rounded-lg border border-line bg-surface p-3">
        <AgentLink slug={slug} agent={agent} />
        <AgentStatusLine agent={agent} />
        <DayUse name={agent.name} uses={todayOf(agent, budgets)} />
        <p className="flex justify-between gap-3 text-xs text-ink-soft">
          <AgentWork agent={agent} />
          <span>
            Heartbeat: <Heartbeat agent={agent} />
          </span>
        </p>
      </li>
    ))}
  </ul>
);
