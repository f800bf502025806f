import { queryOptions } from '@tanstack/react-query';
import type { GithubRepositoriesView, TaskGithubView } from '../../../operations/schemas/github.ts';
import { get } from '../api/request.ts';

/** While a sync runs, and while checks of a pull request do: how often it is looked, in milliseconds. */
const LOOK_EVERY_MS = 1_500;
const CHECK_EVERY_MS = 15_000;

export const projectGithubQuery = (slug: string) =>
  queryOptions({
    queryKey: ['project-github', slug],
    queryFn: ({ signal }) => get<GithubRepositoriesView>(`/projects/${slug}/github`, {}, signal),
    refetchInterval: ({ state }) =>
      state.data?.items.some(({ sync }) => sync?.state === 'RUNNING') === true ? LOOK_EVERY_MS : false,
  });

export const taskGithubQuery = (key: string) =>
  queryOptions({
    queryKey: ['task-github', key],
    queryFn: ({ signal }) => get<TaskGithubView>(`/tasks/${key}/github`, {}, signal),
    refetchInterval: ({ state }) =>
      state.data?.pullRequests.some((pull) => pull.state === 'OPEN') === true ? CHECK_EVERY_MS : false,
  });
