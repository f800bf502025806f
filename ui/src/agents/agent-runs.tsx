import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { AgentDetailView } from '../../../operations/schemas/agent.ts';
import { Ago } from '../controls/time.tsx';
import { RunPrice, RunTokens } from '../costs/run-figures.tsx';
import { Pages } from '../task/pages.tsx';
import { agentRunsQuery } from './agent-queries.ts';

export const AgentRuns = ({ agent }: { readonly agent: AgentDetailView }) => (
  <Pages
    query={useInfiniteQuery(agentRunsQuery(agent.id))}
    empty={<p className="text-[13px] text-ink-faint">It has not run a model yet.</p>}
  >
    {(runs) => (
      <ul className="flex flex-col text-[13px]">
        {runs.map((run) => (
          <li key={run.id} className="flex flex-wrap items-baseline gap-x-3 border-t border-line py-1.5 first:border-0">
            {run.taskKey === undefined ? (
              <span className="text-ink-faint">no task</span>
            ) : (
              <Link
                to="/p/$project/t/$key"
                params={{ project: run.projectId, key: run.taskKey }}
                search={{ tab: 'cost' }}
                className="font-mono text-xs text-accent-text hover:underline"
              >
                {run.taskKey}
              </Link>
            )}
            <span className="min-w-0 flex-1 truncate text-ink-soft">{run.usage?.model ?? run.model}</span>
            <RunPrice run={run} />
            <span className="w-full text-xs text-ink-faint">
              <RunTokens run={run} /> · <Ago at={run.startedAt} />
            </span>
          </li>
        ))}
      </ul>
    )}
  </Pages>
);
