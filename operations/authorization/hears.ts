import type { Caller } from '../caller.ts';
import type { LiveNews } from '../live-feed.ts';
import { authorizeMany, may, sees } from './authorize.ts';
import type { Operation } from './matrix.ts';
import { seesInstallation } from './reach.ts';

/** Whoever may read it may hear that it has changed. */
const READ_BY: Readonly<Record<LiveNews['event'], Operation>> = {
  'task.changed': 'tasks.read',
  'execution.progress': 'executions.read',
  'alert.changed': 'alerts.read',
  'agent.changed': 'agents.read',
  'project.changed': 'projects.read',
  'policy.changed': 'policies.read',
  'activity.created': 'activity.read',
  'notification.created': 'notifications.read',
  'standup.created': 'standups.read',
  'recurring-task.changed': 'recurringTasks.read',
  'view.changed': 'views.read',
};

/** What stops or resumes everything, or holds everywhere, concerns everybody who has something here. */
const CONCERNS_EVERYBODY: readonly LiveNews['event'][] = ['project.changed', 'policy.changed'];

/** Whether something that has changed is for this caller's ears. */
export function hears(caller: Caller, news: LiveNews): boolean {
  const recipientId = 'recipientId' in news ? news.recipientId : undefined;
  if (recipientId !== undefined && recipientId !== caller.actor.id) return false;
  const { projectId } = news;
  if (projectId !== undefined) return sees(caller, projectId) && may(caller, READ_BY[news.event], projectId);
  return CONCERNS_EVERYBODY.includes(news.event) ? seesAnything(caller) : seesInstallation(caller);
}

function seesAnything(caller: Caller): boolean {
  const projects = authorizeMany(caller, 'stream.listen', undefined);
  return projects === undefined || projects.length > 0;
}
