import { Command } from 'commander';
import { ApiClient } from '../api-client.ts';
import { findConnection } from '../connection.ts';
import { dataOption, jsonOption } from '../options.ts';
import { print } from '../output.ts';
import { seedSample } from '../seed.ts';

export const seedCommand = new Command('seed')
  .description('Create the sample projects and agents that are not there yet.')
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(async ({ data, json }: { data: string; json?: boolean }) => {
    const created = await seedSample(new ApiClient(findConnection(data)));
    print(json, created, () => `Created ${created.projects} projects and ${created.agents} agents.`);
  });
