import { Command } from 'commander';
import { preferredPort } from '../../local/ports.ts';
import { apiEnvironment, mains } from '../../local/stack-processes.ts';
import { become } from '../become.ts';
import { findRunningStack } from '../connection.ts';
import { dataOption, portOption } from '../options.ts';

interface ApiOptions {
  readonly data: string;
  readonly port?: number;
}

export const apiCommand = new Command('api')
  .description('Run one API process: by the environment, which may be completed by a running local stack.')
  .addOption(dataOption())
  .addOption(portOption('port of the API and the UI (default: API_PORT; beside a local stack the next free one)'))
  .action(api);

async function api({ data, port }: ApiOptions): Promise<void> {
  const stack = findRunningStack(data);
  if (port !== undefined) process.env['API_PORT'] = String(port);
  const environment = stack
    ? { ...apiEnvironment(stack.addresses, stack.keys), API_PORT: await portBeside(stack.addresses.url) }
    : {};
  await become({ main: mains.api, environment });
}

/** The running stack has its own port already. */
async function portBeside(url: string): Promise<string> {
  return String(await preferredPort(Number(new URL(url).port) + 1));
}
