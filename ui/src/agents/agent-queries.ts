import { queryOptions } from '@tanstack/react-query';
import type { AgentPerformanceView } from '../../../operations/schemas/analytics.ts';
import type { AgentDetailView, AgentView } from '../../../operations/schemas/agent.ts';
import type { BudgetView, RunView } from '../../../operations/schemas/run.ts';
import { pages, type Page } from '../api/queries.ts';
import { get } from '../api/request.ts';

// Heartbeats, and runs that agents start by themselves, are not on the stream.
const REFRESH_MS = 30_000;

export const agentsQuery = (slug: string) =>
  queryOptions({
    queryKey: ['agents', slug],
    queryFn: ({ signal }) => get<Page<AgentView>>('/agents', { project: slug }, signal),
    refetchInterval: REFRESH_MS,
  });

export const agentQuery = (id: string) =>
  queryOptions({
    queryKey: ['agent', id],
    queryFn: ({ signal }) => get<AgentDetailView>(`/agents/${encodeURIComponent(id)}`, {}, signal),
    refetchInterval: REFRESH_MS,
  });

/** What was learned of an agent. */
export const agentPerformanceQuery = (id: string) =>
  queryOptions({
    queryKey: ['agent', id, 'performance'],
    queryFn: ({ signal }) => get<AgentPerformanceView>(`/agents/${encodeURIComponent(id)}/performance`, {}, signal),
  });

/** What every agent of a project has spent and set aside today. */
export const budgetsQuery = (slug: string) =>
  queryOptions({
    queryKey: ['budgets', slug],
    queryFn: ({ signal }) => get<Page<BudgetView>>('/budgets', { project: slug }, signal),
    refetchInterval: REFRESH_MS,
  });

export const agentRunsQuery = (id: string) => pages<RunView>(['agent', id, 'runs'], '/runs', { agent: id });
