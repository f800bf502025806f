import { EXECUTOR_LABELS } from '../board/words.ts';
import { AgentLink } from './agent-link.tsx';
import type { AgentListProps } from './agent-list-props.ts';
import { AgentStatusLine, Heartbeat } from './agent-status.tsx';
import { AgentWork } from './agent-work.tsx';
import { todayOf } from './day-account.ts';
import { DayUse } from './day-use.tsx';

export const AgentTable = ({ slug, agents, budgets }: AgentListProps) => (
  <section aria-label="Agents" tabIndex={0} className="overflow-x-auto rounded-lg border border-line bg-surface">
    <table className="w-full min-w-[46rem] text-[13px]">
      <caption className="sr-only">Agents of the project</caption>
      <thead>
        <tr className="border-b border-line text-left text-xs text-ink-faint [&>th]:px-3 [&>th]:py-2 [&>th]:font-medium">
          <th scope="col">Agent</th>
          <th scope="col">Status</th>
          <th scope="col">Heartbeat</th>
          <th scope="col" className="w-[30%]">
            Today
          </th>
          <th scope="col">Work</th>
          <th scope="col">Executor</th>
        </tr>
      </thead>
      <tbody>
        {agents.map((agent) => (
          <tr
            key={agent.id}
            className="relative border-b border-line align-top last:border-0 hover:bg-sunken/60 [&>td]:px-3 [&>td]:py-2.5"
          >
            <td className="max-w-56">
              <AgentLink slug={slug} agent={agent} />
            </td>
            <td className="max-w-64">
              <AgentStatusLine agent={agent} />
            </td>
            <td className="whitespace-nowrap">
              <Heartbeat agent={agent} />
            </td>
            <td>
              <DayUse name={agent.name} uses={todayOf(agent, budgets)} />
            </td>
            <td>
              <AgentWork agent={agent} />
            </td>
            <td className="whitespace-nowrap text-ink-soft">
              {agent.executor === undefined ? (
                <span className="text-ink-faint">any</span>
              ) : (
                EXECUTOR_LABELS[agent.executor]
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);
