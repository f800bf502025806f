import type { GithubConnectionDocument } from '../store/documents/github.ts';
import type { GithubRepositoryView } from './schemas/github.ts';

/** What a webhook is to be sent. */
export const GITHUB_EVENTS = [
  'issues',
  'issue_comment',
  'pull_request',
  'pull_request_review',
  'check_suite',
  'status',
  'repository',
] as const;

/** What people see of a connection: nothing of what is sealed. */
export function connectionView(
  connection: GithubConnectionDocument,
  issues: number,
  isRunning: boolean,
): GithubRepositoryView {
  const {
    _id: id,
    owner,
    name,
    url,
    access,
    settings,
    sync,
    lastDeliveryAt,
    trouble,
    connectedBy,
    connectedAt,
  } = connection;
  const { kind, login } = access;
  const scopes = access.kind === 'TOKEN' ? access.scopes : undefined;
  const stopped = sync?.state === 'RUNNING' && !isRunning && { state: 'CANCELED' as const };
  return {
    id,
    repository: `${owner}/${name}`,
    url,
    access: { kind, login, ...(scopes && { scopes }) },
    settings: {
      ...settings,
      types: [...settings.types],
      priorities: [...settings.priorities],
    },
    issues,
    ...(sync && { sync: { ...sync, ...stopped } }),
    ...(lastDeliveryAt !== undefined && { lastDeliveryAt }),
    ...(trouble && { trouble }),
    connectedBy,
    connectedAt,
  };
}
