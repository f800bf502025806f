import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { activitySearch } from './activity/activity-search.ts';
import { alertSearch } from './alerts/alert-search.ts';
import { boardSearch } from './board/board-look.ts';
import { BoardPage } from './board/board-page.tsx';
import { costSearch } from './costs/cost-search.ts';
import { inboxSearch } from './inbox/inbox-search.ts';
import { notificationSearch } from './notifications/notification-search.ts';
import { AppShell } from './shell/app-shell.tsx';
import { BrokenPage } from './shell/broken-page.tsx';
import { HomePage } from './shell/home-page.tsx';
import { NotFoundPage } from './shell/not-found-page.tsx';
import { standupSearch } from './standup/standup-search.ts';
import { TASK_TABS, type TaskTab } from './task/task-tabs.ts';

type Search = Record<string, unknown>;

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
  validateSearch: inboxSearch,
  component: lazyRouteComponent(() => import('./inbox/inbox-page.tsx')),
});

const agentsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/projects/$project/agents',
  component: lazyRouteComponent(() => import('./agents/agents-page.tsx')),
});

const agentRoute = createRoute({
  getParentRoute: () => agentsRoute,
  path: '$agent',
  component: lazyRouteComponent(() => import('./agents/agent-panel.tsx')),
});

const policiesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/projects/$project/policies',
  component: lazyRouteComponent(() => import('./policies/policies-page.tsx')),
});

const routingRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/projects/$project/routing',
  component: lazyRouteComponent(() => import('./routing/routing-page.tsx')),
});

const webhooksRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/projects/$project/webhooks',
  component: lazyRouteComponent(() => import('./webhooks/webhooks-page.tsx')),
});

const recurringRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/projects/$project/recurring',
  component: lazyRouteComponent(() => import('./recurring/recurring-page.tsx')),
});

const costPage = lazyRouteComponent(() => import('./costs/cost-page.tsx'));

const costsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/costs',
  validateSearch: costSearch,
  component: costPage,
});

const projectCostsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/projects/$project/costs',
  validateSearch: costSearch,
  component: costPage,
});

const flowPage = lazyRouteComponent(() => import('./costs/flow-page.tsx'));

const allFlowRoute = createRoute({ getParentRoute: () => rootRoute, path: '/flow', component: flowPage });

const flowRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/projects/$project/flow',
  component: flowPage,
});

const notificationsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/notifications',
  validateSearch: notificationSearch,
  component: lazyRouteComponent(() => import('./notifications/notifications-page.tsx')),
});

const alertsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/alerts',
  validateSearch: alertSearch,
  component: lazyRouteComponent(() => import('./alerts/alerts-page.tsx')),
});

const standupRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/standup',
  validateSearch: standupSearch,
  component: lazyRouteComponent(() => import('./standup/standup-page.tsx')),
});

/** Where messages of the chat lead. */
const projectStandupRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/projects/$project/standup',
  beforeLoad: ({ params: { project } }) => {
    throw redirect({ to: '/standup', search: { project }, replace: true });
  },
});

const activityRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/activity',
  validateSearch: activitySearch,
  component: lazyRouteComponent(() => import('./activity/activity-page.tsx')),
});

const healthRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/health',
  component: lazyRouteComponent(() => import('./health/health-page.tsx')),
});

const accountRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/account',
  component: lazyRouteComponent(() => import('./account/account-page.tsx')),
});

const settingsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings',
  beforeLoad: () => {
    throw redirect({ to: '/settings/people', replace: true });
  },
});

const peopleRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/people',
  component: lazyRouteComponent(() => import('./settings/people-page.tsx')),
});

const keysRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/keys',
  component: lazyRouteComponent(() => import('./settings/keys-page.tsx')),
});

const projectSettingsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/projects/$project/settings',
  component: lazyRouteComponent(() => import('./settings/project-settings-page.tsx')),
});

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    homeRoute,
    boardRoute.addChildren([taskRoute]),
    inboxRoute,
    agentsRoute.addChildren([agentRoute]),
    policiesRoute,
    routingRoute,
    webhooksRoute,
    recurringRoute,
    costsRoute,
    projectCostsRoute,
    flowRoute,
    allFlowRoute,
    notificationsRoute,
    alertsRoute,
    standupRoute,
    projectStandupRoute,
    activityRoute,
    healthRoute,
    accountRoute,
    settingsRoute,
    peopleRoute,
    keysRoute,
    projectSettingsRoute,
  ]),
  defaultPreload: 'intent',
  defaultErrorComponent: BrokenPage,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
