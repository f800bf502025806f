import type { HumanRole } from '../../../domain/actor.ts';

/** A page that the keyboard reaches: by its chord, by the command palette, and as a line of the shortcut help. */
export interface Place {
  readonly name: string;
  /** Other words that people have for it. */
  readonly alias?: string;
  /** A chord like "g b". */
  readonly keys?: string;
  /** Who sees it: somebody with this role in the project, or an administrator of the installation. */
  readonly least?: HumanRole | 'INSTALLATION';
  /** The address; of a page that every project has, with the project's slug. */
  readonly address: string | ((slug: string) => string);
}

export const PLACES: readonly Place[] = [
  { name: 'Board', alias: 'tasks kanban home', keys: 'g b', address: (slug) => `/p/${slug}` },
  { name: 'Inbox', alias: 'approvals decisions my work', keys: 'g i', address: '/inbox' },
  { name: 'Agents', alias: 'squad workers', keys: 'g a', address: (slug) => `/projects/${slug}/agents` },
  {
    name: 'Policies',
    alias: 'rules governance permissions',
    keys: 'g p',
    address: (slug) => `/projects/${slug}/policies`,
  },
  { name: 'Routing', alias: 'executors', keys: 'g r', address: (slug) => `/projects/${slug}/routing` },
  {
    name: 'Costs',
    alias: 'budget spending money analytics',
    keys: 'g c',
    address: (slug) => `/projects/${slug}/costs`,
  },
  { name: 'Flow', alias: 'cycle time bottlenecks performance', address: (slug) => `/projects/${slug}/flow` },
  {
    name: 'Recurring tasks',
    alias: 'schedule cron repeat',
    address: (slug) => `/projects/${slug}/recurring`,
  },
  { name: 'Standup', alias: 'daily brief', keys: 'g d', address: (slug) => `/standup?project=${slug}` },
  { name: 'Alerts', alias: 'problems incidents', keys: 'g l', address: '/alerts' },
  { name: 'Activity', alias: 'feed audit history', keys: 'g v', address: '/activity' },
  { name: 'Health', alias: 'monitoring status components executors workers', keys: 'g h', address: '/health' },
  { name: 'Notifications', alias: 'bell mentions', keys: 'g n', address: '/notifications' },
  { name: 'Costs of all projects', alias: 'budget spending money', address: '/costs' },
  { name: 'Flow of all projects', alias: 'cycle time bottlenecks performance', address: '/flow' },
  {
    name: 'Project settings',
    alias: 'members budgets telegram github standup',
    keys: 'g s',
    least: 'ADMIN',
    address: (slug) => `/projects/${slug}/settings`,
  },
  {
    name: 'Webhooks',
    alias: 'integrations deliveries endpoints',
    least: 'ADMIN',
    address: (slug) => `/projects/${slug}/webhooks`,
  },
  { name: 'Account', alias: 'password profile sessions keys', address: '/account' },
  { name: 'People', alias: 'users invite settings', least: 'INSTALLATION', address: '/settings/people' },
  { name: 'API keys', alias: 'tokens machines settings', least: 'INSTALLATION', address: '/settings/keys' },
];

/** Where a place is for somebody with a project at hand; undefined where it needs one and there is none. */
export function addressOf({ address }: Place, slug: string | undefined): string | undefined {
  if (typeof address === 'string') return address;
  return slug === undefined ? undefined : address(slug);
}
