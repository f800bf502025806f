import { Command } from 'commander';
import type { ProjectView } from '../../operations/schemas/project.ts';
import type { TaskCard } from '../../operations/schemas/task.ts';
import { ApiClient } from '../api-client.ts';
import { findConnection } from '../connection.ts';
import { EXIT, UsageError } from '../failure.ts';
import { dataOption, jsonOption } from '../options.ts';
import { print } from '../output.ts';

interface Verified {
  readonly subject: string;
  readonly problems: readonly string[];
}

export const verifyCommand = new Command('verify')
  .description('Prove that the log, the stored document and the live workflow of tasks agree.')
  .argument('[key]', 'key of one task')
  .option('--all', 'every task, and the totals of every board')
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(async (key: string | undefined, options: { data: string; json?: boolean; all?: boolean }) => {
    if ((key === undefined) !== (options.all === true)) throw new UsageError('Name one task, or --all.');
    const client = new ApiClient(findConnection(options.data));
    let failed = 0;
    let checked = 0;
    for await (const verified of key === undefined ? verifyAll(client) : [await verifyTask(client, key)]) {
      checked += 1;
      if (verified.problems.length > 0) failed += 1;
      if (key !== undefined || verified.problems.length > 0) print(options.json, verified, () => describe(verified));
    }
    if (key === undefined)
      print(options.json, { checked, failed }, () => `${checked} checked, ${failed} with problems`);
    if (failed > 0) process.exitCode = EXIT.failure;
  });

async function verifyTask(client: ApiClient, key: string): Promise<Verified> {
  const { problems } = await client.get<{ problems: string[] }>(`/tasks/${encodeURIComponent(key)}/verify`);
  return { subject: key, problems };
}

async function* verifyAll(client: ApiClient): AsyncGenerator<Verified> {
  for await (const { key } of client.all<TaskCard>('/tasks?limit=200')) yield await verifyTask(client, key);
  const { items } = await client.get<{ items: ProjectView[] }>('/projects');
  for (const { slug } of items) {
    const { problems } = await client.get<{ problems: string[] }>(`/projects/${slug}/verify`);
    yield { subject: `board of ${slug}`, problems };
  }
}

const describe = ({ subject, problems }: Verified): string =>
  problems.length === 0 ? `${subject}: log, document and workflow agree` : `${subject}:\n  ${problems.join('\n  ')}`;
