import { Command } from 'commander';
import { mains, workerEnvironment } from '../../local/stack-processes.ts';
import { become } from '../become.ts';
import { findRunningStack } from '../connection.ts';
import { dataOption } from '../options.ts';

export const workerCommand = new Command('worker')
  .description('Run one Temporal worker: by the environment, which may be completed by a running local stack.')
  .addOption(dataOption())
  .action(async ({ data }: { data: string }) => {
    const stack = findRunningStack(data);
    await become({ main: mains.worker, environment: stack ? workerEnvironment(stack.addresses, stack.keys) : {} });
  });
