import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { RecommendationsView } from '../../../operations/schemas/agent.ts';
import type { ApprovalView } from '../../../operations/schemas/approval.ts';
import type { ExecutionView } from '../../../operations/schemas/execution.ts';
import type { InstallationView, MemberView, ProjectView } from '../../../operations/schemas/project.ts';
import type { BudgetView, RunView } from '../../../operations/schemas/run.ts';
import type { RoutePreview } from '../../../operations/schemas/routing.ts';
import type { MessageView, Subtasks, TaskEventView, TaskView } from '../../../operations/schemas/task.ts';
import { get, getText } from './request.ts';

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor?: string;
}

const MOST = 200;

export const projectsQuery = queryOptions({
  queryKey: ['projects'],
  queryFn: ({ signal }) => get<Page<ProjectView>>('/projects', {}, signal),
  staleTime: 60_000,
});

/** Whether everything stands still by order of a person. */
export const installationQuery = queryOptions({
  queryKey: ['installation'],
  queryFn: ({ signal }) => get<InstallationView>('/installation', {}, signal),
  staleTime: 60_000,
});

export const membersQuery = (slug: string) =>
  queryOptions({
    queryKey: ['members', slug],
    queryFn: ({ signal }) => get<Page<MemberView>>(`/projects/${slug}/members`, {}, signal),
    staleTime: 30_000,
  });

export const taskQuery = (key: string) =>
  queryOptions({
    queryKey: ['task', key],
    queryFn: ({ signal }) => get<TaskView>(`/tasks/${key}`, {}, signal),
  });

export const routeQuery = (key: string) =>
  queryOptions({
    queryKey: ['task-part', key, 'route'],
    queryFn: ({ signal }) => get<RoutePreview>(`/tasks/${key}/route`, {}, signal),
    // Executors come and go without an event.
    refetchInterval: 5_000,
  });

/** Which agents should take a task, and why. */
export const recommendationsQuery = (key: string) =>
  queryOptions({
    queryKey: ['task-part', key, 'recommendations'],
    queryFn: ({ signal }) => get<RecommendationsView>(`/tasks/${key}/recommendations`, {}, signal),
    // Loads and budgets change with every task of the project.
    staleTime: 0,
  });

export const eventsQuery = (key: string) => pages<TaskEventView>(['task-part', key, 'events'], `/tasks/${key}/events`);
export const messagesQuery = (key: string) =>
  pages<MessageView>(['task-part', key, 'messages'], `/tasks/${key}/messages`);
export const executionsQuery = (key: string) =>
  pages<ExecutionView>(['task-part', key, 'executions'], '/executions', { task: key });
export const runsQuery = (key: string) => pages<RunView>(['task-part', key, 'runs'], '/runs', { task: key });
/** The account of a task: its limit, what is spent, and what running work has set aside. */
export const taskBudgetQuery = (key: string) =>
  queryOptions({
    queryKey: ['task-part', key, 'budget'],
    queryFn: ({ signal }) => get<BudgetView>(`/tasks/${key}/budget`, {}, signal),
  });

/** What is above and below a task, what it waits for, and what all of it has cost. */
export const subtasksQuery = (key: string) =>
  queryOptions({
    queryKey: ['subtasks', key],
    queryFn: ({ signal }) => get<Subtasks>(`/tasks/${key}/subtasks`, {}, signal),
  });

export const taskApprovalsQuery = (key: string) =>
  pages<ApprovalView>(['task-part', key, 'approvals'], '/approvals', { task: key });

export const pendingApprovalsQuery = queryOptions({
  queryKey: ['approvals', 'PENDING'],
  queryFn: ({ signal }) => get<Page<ApprovalView>>('/approvals', { status: 'PENDING', limit: MOST }, signal),
});

/** The text of a stored file, for showing a diff in place. */
export const artifactTextQuery = (id: string) =>
  queryOptions({
    queryKey: ['artifact', id],
    queryFn: () => getText(`/artifacts/${encodeURIComponent(id)}`),
    staleTime: Infinity,
  });

/** A list that comes page by page. */
export function pages<Item>(
  queryKey: readonly unknown[],
  path: string,
  query: Readonly<Record<string, string | undefined>> = {},
) {
  return infiniteQueryOptions({
    queryKey: [...queryKey],
    queryFn: ({ pageParam, signal }) => get<Page<Item>>(path, { ...query, limit: MOST, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor,
  });
}
