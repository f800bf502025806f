import type { Logger } from '../../config/logger.ts';
import type { GithubConnectionDocument } from '../../store/documents/github.ts';
import { GITHUB } from '../../operations/github.ts';
import { SYSTEM_CALLER, type Caller } from '../../operations/caller.ts';
import type { Operations } from '../../operations/operations.ts';
import type { Store } from '../../store/store.ts';
import type { GithubClients } from './client.ts';

/** What everything about GitHub is built on. */
export interface GithubParts {
  readonly operations: Operations;
  readonly store: Store;
  readonly clients: GithubClients;
  readonly logger: Logger;
  readonly publicUrl: string;
}

export type Connection = GithubConnectionDocument;

/** GitHub itself: changes what follows from an issue or a pull request. */
export const GITHUB_CALLER: Caller = { ...SYSTEM_CALLER, actor: GITHUB };

/** Somebody who has written on GitHub. @param via where: "github:<number of the comment>" */
export const githubPerson = (login: string, via: string): Caller => ({
  ...SYSTEM_CALLER,
  actor: { kind: 'SYSTEM', id: `github:${login}`, name: `${login} (GitHub)` },
  via,
});

export const repositoryOf = ({ owner, name }: Connection): { owner: string; repo: string } => ({ owner, repo: name });
