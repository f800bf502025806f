import { Command } from 'commander';
import type { SquadAnswer } from '../../operations/schemas/agent.ts';
import { ApiClient } from '../api-client.ts';
import { findConnection } from '../connection.ts';
import { dataOption, jsonOption, projectOption, reasonOption } from '../options.ts';
import { print } from '../output.ts';

interface Options {
  readonly data: string;
  readonly json?: boolean;
  readonly project: string;
  readonly reason: string;
}

export const squadCommand = new Command('squad')
  .description('Pause and resume the agents of a project together.')
  .addCommand(order('pause', 'Paused', 'Pause every agent that is ACTIVE.'))
  .addCommand(order('resume', 'Resumed', 'Resume the agents that were paused with the squad, and no others.'));

function order(name: string, done: string, description: string): Command {
  return new Command(name)
    .description(description)
    .addOption(projectOption())
    .addOption(reasonOption())
    .addOption(dataOption())
    .addOption(jsonOption())
    .action(async ({ data, json, project, reason }: Options) => {
      const path = `/projects/${encodeURIComponent(project)}/squad/${name}`;
      const answer = await new ApiClient(findConnection(data)).post<SquadAnswer>(path, { reason });
      print(json, answer, () => `${done} ${answer.changed.join(', ') || 'nobody'}.`);
    });
}
