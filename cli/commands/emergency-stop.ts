import { Command } from 'commander';
import type { InstallationView } from '../../operations/schemas/project.ts';
import { ApiClient } from '../api-client.ts';
import { findConnection } from '../connection.ts';
import { dataOption, jsonOption, reasonOption } from '../options.ts';
import { print } from '../output.ts';

interface Options {
  readonly data: string;
  readonly json?: boolean;
  readonly reason: string;
}

export const stopCommand = order(
  'stop',
  'Emergency stop of everything: nothing starts, what runs is cancelled, agents are locked out.',
  'Everything is stopped, until somebody runs: mission-control resume',
);

export const resumeCommand = order('resume', 'Lift the emergency stop.', 'The emergency stop is lifted.');

function order(name: string, description: string, done: string): Command {
  return new Command(name)
    .description(description)
    .addOption(reasonOption())
    .addOption(dataOption())
    .addOption(jsonOption())
    .action(async ({ data, json, reason }: Options) => {
      const client = new ApiClient(findConnection(data));
      const installation = await client.post<InstallationView>(`/installation/${name}`, { reason });
      print(json, installation, () => done);
    });
}
