import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { PRIORITIES, TASK_TYPES } from '../../domain/task/vocabulary.ts';
import type { BoardFilters } from './board/board-data.ts';
import { BoardPage } from './board/board-page.tsx';
import { AppShell } from './shell/app-shell.tsx';
import { HomePage } from './shell/home-page.tsx';
import { NotFoundPage } from './shell/not-found-page.tsx';
import { TASK_TABS, type TaskTab } from './task/task-tabs.ts';

type Search = Record<string, unknown>;

/** Filters as the address holds them; what makes no sense is left out. */
function boardSearch(search: Search): BoardFilters {
  const text = wordOf(search['text']);
  const type = TASK_TYPES.find((candidate) => candidate === search['type']);
  const priority = PRIORITIES.find((candidate) => candidate === Number(search['priority']));
  const assignee = wordOf(search['assignee']);
  const label = wordOf(search['label']);
  return {
    ...(text && { text }),
    ...(type && { type }),
    ...(priority && { priority }),
    ...(assignee && { assignee }),
    ...(label && { label }),
  };
}

const wordOf = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;

function taskSearch({ tab }: Search): { tab?: TaskTab } {
  const known = TASK_TABS.find((candidate) => candidate === tab);
  return known ? { tab: known } : {};
}

const rootRoute = createRootRoute({ component: AppShell, notFoundComponent: NotFoundPage });

const homeRoute = createRoute({ getParentRoute: () => rootRoute, path: '/', component: HomePage });

const boardRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/p/$project',
  validateSearch: boardSearch,
  component: BoardPage,
});

const taskRoute = createRoute({
  getParentRoute: () => boardRoute,
  path: 't/$key',
  validateSearch: taskSearch,
  component: lazyRouteComponent(() => import('./task/task-drawer.tsx')),
});

const inboxRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/inbox',
  component: lazyRouteComponent(() => import('./inbox/inbox-page.tsx')),
});

export const router = createRouter({
  routeTree: rootRoute.addChildren([homeRoute, boardRoute.addChildren([taskRoute]), inboxRoute]),
  defaultPreload: 'intent',
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
