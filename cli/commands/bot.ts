import { Command } from 'commander';
import { mains, workerEnvironment } from '../../local/stack-processes.ts';
import { become } from '../become.ts';
import { findRunningStack } from '../connection.ts';
import { dataOption } from '../options.ts';

export const botCommand = new Command('bot')
  .description('Run the Telegram bot: by the environment, which may be completed by a running local stack.')
  .addOption(dataOption())
  .action(async ({ data }: { data: string }) => {
    const stack = findRunningStack(data);
    await become({ main: mains.bot, environment: stack ? workerEnvironment(stack.addresses, stack.keys) : {} });
  });
