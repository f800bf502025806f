import { describe, expect, it } from '@jest/globals';
import type { Caller, CallerOf } from '../caller.ts';
import type { LiveNews } from '../live-feed.ts';
import { hears } from './hears.ts';

const member = (scopes: readonly string[] = []): CallerOf<'PERSON'> => ({
  kind: 'PERSON',
  actor: { kind: 'HUMAN', id: 'pia', name: 'Pia', role: 'VIEWER' },
  access: { isInstallationAdmin: false, projects: { here: 'VIEWER' } },
  scopes,
});
const admin: Caller = { ...member(), access: { isInstallationAdmin: true, projects: {} } };
const stranger: Caller = { ...member(), access: { isInstallationAdmin: false, projects: {} } };
const agent: Caller = {
  kind: 'AGENT',
  actor: { kind: 'AGENT', id: 'scout', name: 'Scout', role: 'LEAD' },
  agentId: 'scout',
  projectId: 'here',
  scopes: [],
};

type ChangeEvent = Exclude<LiveNews['event'], 'task.changed' | 'execution.progress'>;
const news = (event: ChangeEvent, more: { projectId?: string; recipientId?: string }): LiveNews => ({
  event,
  data: {},
  ...more,
});
const heardBy = (one: LiveNews) =>
  Object.entries({ member: member(), admin, stranger, agent })
    .filter(([, caller]) => hears(caller, one))
    .map(([name]) => name);

describe('who hears what', () => {
  it.each([
    ['alert.changed', 'here', ['member', 'admin']],
    ['alert.changed', 'elsewhere', ['admin']],
    ['activity.created', 'here', ['member', 'admin']],
    ['agent.changed', 'here', ['member', 'admin', 'agent']],
    ['project.changed', 'here', ['member', 'admin', 'agent']],
    ['policy.changed', 'here', ['member', 'admin', 'agent']],
    ['standup.created', 'here', ['member', 'admin', 'agent']],
    ['standup.created', 'elsewhere', ['admin']],
    ['view.changed', 'here', ['member', 'admin']],
    ['policy.changed', 'elsewhere', ['admin']],
    ['project.changed', 'elsewhere', ['admin']],
  ] as const)('%s of %s', (event, projectId, expected) => {
    expect(heardBy(news(event, { projectId }))).toEqual(expected);
  });

  it('what belongs to no project is for ADMINs, except what concerns all', () => {
    expect(heardBy(news('alert.changed', {}))).toEqual(['admin']);
    expect(heardBy(news('activity.created', {}))).toEqual(['admin']);
    expect(heardBy(news('project.changed', {}))).toEqual(['member', 'admin', 'agent']);
    expect(heardBy(news('policy.changed', {}))).toEqual(['member', 'admin', 'agent']);
  });

  it('a notification is for its recipient, while they see the project', () => {
    const notification = (recipientId: string, projectId = 'here') =>
      news('notification.created', { projectId, recipientId });
    expect(heardBy(notification('scout'))).toEqual(['agent']);
    expect(hears(member(), notification('pia'))).toBe(true);
    expect(hears(stranger, notification('pia'))).toBe(false);
    expect(hears(member(), notification('pia', 'elsewhere'))).toBe(false);
  });

  it('a key hears only what it may read', () => {
    const limited = member(['stream', 'alerts.read']);
    expect(hears(limited, news('alert.changed', { projectId: 'here' }))).toBe(true);
    expect(hears(limited, news('activity.created', { projectId: 'here' }))).toBe(false);
  });
});
