import { Command } from 'commander';
import { briefMarkdown, standupMarkdown } from '../../domain/standup/markdown.ts';
import type { Standup } from '../../domain/standup/standup.ts';
import type { ProjectView } from '../../operations/schemas/project.ts';
import { ApiClient } from '../api-client.ts';
import { findConnection } from '../connection.ts';
import { dataOption, jsonOption } from '../options.ts';
import { print } from '../output.ts';

interface Options {
  readonly data: string;
  readonly json?: boolean;
  readonly project?: string;
  readonly brief?: boolean;
}

export const standupCommand = new Command('standup')
  .description('Show what was done in the last 24 hours, what waits for people, and what to do first.')
  .option('--project <slug>', 'of one project (default: all that you see, one after the other)')
  .option('--brief', 'a few lines')
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(async ({ data, json, project, brief }: Options) => {
    const client = new ApiClient(findConnection(data));
    const standups: Standup[] = [];
    for (const slug of project === undefined ? await slugsOf(client) : [project]) {
      standups.push(await client.get<Standup>(`/projects/${encodeURIComponent(slug)}/standup`));
    }
    const inWords = brief ? briefMarkdown : standupMarkdown;
    const shown = project === undefined ? standups : standups[0];
    print(json, shown, () => standups.map(inWords).join('\n'));
  });

async function slugsOf(client: ApiClient): Promise<string[]> {
  const { items } = await client.get<{ items: ProjectView[] }>('/projects');
  return items.map(({ slug }) => slug);
}
