import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from 'commander';
import type { GithubRepositoriesView, GithubRepositoryView } from '../../operations/schemas/github.ts';
import { ApiClient } from '../api-client.ts';
import { findConnection } from '../connection.ts';
import { dataOption, jsonOption } from '../options.ts';
import { print } from '../output.ts';

const LOOK_EVERY_MS = 1_000;

interface Options {
  readonly data: string;
  readonly json?: boolean;
  readonly project: string;
}

const list = new Command('list')
  .description('Show the repositories that a project is connected to.')
  .requiredOption('--project <slug>', 'of this project')
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(async ({ data, json, project }: Options) => {
    const repositories = await repositoriesOf(new ApiClient(findConnection(data)), project);
    print(json, repositories, () => inWords(repositories));
  });

const sync = new Command('sync')
  .description('Sync the repositories of a project now, and wait until that is done.')
  .requiredOption('--project <slug>', 'of this project')
  .option('--full', 'look at every issue again, not only at those that have changed')
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(async ({ data, json, project, full = false }: Options & { readonly full?: boolean }) => {
    const client = new ApiClient(findConnection(data));
    const path = `/projects/${encodeURIComponent(project)}/github`;
    const before = await repositoriesOf(client, project);
    for (const { id } of before) await client.post(`${path}/${id}/sync`, { full });
    // One that ran already is the one that is waited for.
    const earlier = new Map(before.map(({ id, sync: last }) => [id, last?.state === 'RUNNING' ? '' : last?.startedAt]));
    const isOver = ({ id, sync: now }: GithubRepositoryView) =>
      now !== undefined && now.state !== 'RUNNING' && now.startedAt !== earlier.get(id);
    let repositories = before;
    do {
      await sleep(LOOK_EVERY_MS);
      repositories = await repositoriesOf(client, project);
    } while (!repositories.every(isOver));
    print(json, repositories, () => inWords(repositories));
    const failed = repositories.find(({ sync: now }) => now?.state === 'FAILED');
    if (failed) throw new Error(`${failed.repository}: ${failed.sync?.error ?? 'the sync failed'}`);
  });

export const githubCommand = new Command('github')
  .description('The repositories on GitHub whose issues are tasks.')
  .addCommand(list)
  .addCommand(sync);

async function repositoriesOf(client: ApiClient, project: string): Promise<GithubRepositoryView[]> {
  return (await client.get<GithubRepositoriesView>(`/projects/${encodeURIComponent(project)}/github`)).items;
}

/** "acme/shop: DONE, 12 issues are tasks (3 new, 1 changed)" */
function inWords(repositories: readonly GithubRepositoryView[]): string {
  if (repositories.length === 0) return 'The project is connected to no repository.';
  return repositories
    .map(({ repository, issues, sync: last, trouble }) => {
      const news = last ? `${last.state}, ` : '';
      const tasks = issues === 1 ? '1 issue is a task' : `${issues} issues are tasks`;
      const counts = last ? ` (${last.created} new, ${last.changed} changed)` : '';
      return `${repository}: ${news}${tasks}${counts}${trouble ? `; ${trouble.because}` : ''}`;
    })
    .join('\n');
}
