import { useInfiniteQuery } from '@tanstack/react-query';
import type { AgentDetailView } from '../../../operations/schemas/agent.ts';
import { RunList } from '../costs/run-list.tsx';
import { Pages } from '../task/pages.tsx';
import { agentRunsQuery } from './agent-queries.ts';

export const AgentRuns = ({ agent }: { readonly agent: AgentDetailView }) => (
  <Pages
    query={useInfiniteQuery(agentRunsQuery(agent.id))}
    empty={<p className="text-[13px] text-ink-faint">It has not run a model yet.</p>}
  >
    {(runs) => <RunList runs={runs} tells="TASK" />}
  </Pages>
);
