import { Command } from 'commander';
import { resolve } from 'node:path';
import { EXECUTOR_TYPE, type ExecutorName } from '../../local/executors.ts';
import { executorProcess } from '../../local/stack-processes.ts';
import { become } from '../become.ts';
import { connectionFromEnvironment, requireRunningStack, type Connection } from '../connection.ts';
import { UsageError } from '../failure.ts';
import { dataOption } from '../options.ts';

export const executorCommand = new Command('executor')
  .description('Run one executor, for MISSION_CONTROL_URL or a running local stack.')
  .argument('<type>', `type of the executor: ${Object.keys(EXECUTOR_TYPE).join(', ')}`)
  .addOption(dataOption())
  .action(async (type: string, { data }: { data: string }) => {
    if (!isExecutorName(type)) throw unknownType(type);
    const { url, token } = connectionFromEnvironment() ?? localExecutorConnection(data);
    await become(executorProcess(type, url, token, resolve(data, 'executors', type)));
  });

const isExecutorName = (type: string): type is ExecutorName => Object.hasOwn(EXECUTOR_TYPE, type);

function unknownType(type: string): UsageError {
  return new UsageError(`There is no executor of type "${type}". There is: ${Object.keys(EXECUTOR_TYPE).join(', ')}.`);
}

function localExecutorConnection(data: string): Connection {
  const { addresses, keys } = requireRunningStack(data);
  return { url: addresses.url, token: keys.executorToken };
}
