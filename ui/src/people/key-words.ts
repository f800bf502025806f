import type { ApiKeyView } from '../../../operations/schemas/api-key.ts';

export type KeyKind = ApiKeyView['kind'];

export const KEY_KIND_LABELS: Readonly<Record<KeyKind, string>> = {
  PERSONAL: 'Personal',
  SERVICE: 'Service',
  AGENT: 'Agent',
  EXECUTOR: 'Executor',
};

export const KEY_KIND_MEANINGS: Readonly<Record<KeyKind, string>> = {
  PERSONAL: 'Acts as you, with your roles: for scripts, the command line and signing in.',
  SERVICE: 'A program with a role of its own, such as a dashboard or a build server.',
  AGENT: 'One agent of one project: it sends heartbeats, claims work and reports on it.',
  EXECUTOR: 'A process that runs executions of some types, on any machine.',
};

/** Everything about whose key it is and what it reaches, in one line. */
export function reachOf({ kind, person, agent, role, projects, executorTypes }: ApiKeyView): string {
  const places = projects === undefined ? 'all projects' : projects.join(', ');
  if (kind === 'PERSONAL') return person?.name ?? '';
  if (kind === 'AGENT') return agent === undefined ? '' : `${agent.name} in ${agent.projectId}`;
  if (kind === 'SERVICE') return `${role?.toLowerCase() ?? 'no role'} in ${places}`;
  const types = executorTypes.length === 0 ? 'every type' : executorTypes.join(', ').toLowerCase().replaceAll('_', ' ');
  return `${types} in ${places}`;
}

/** Why a key does not work any more; undefined while it does. */
export function endOf({ revokedAt, expiresAt }: ApiKeyView): 'revoked' | 'expired' | undefined {
  if (revokedAt !== undefined) return 'revoked';
  return expiresAt !== undefined && Date.parse(expiresAt) <= Date.now() ? 'expired' : undefined;
}
