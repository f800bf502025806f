import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Connection } from '@temporalio/client';
import { loadKeys, openDataFolder } from '../../local/data-folder.ts';
import { SupervisedProcess } from '../../local/processes/supervised-process.ts';
import { workerEnvironment } from '../../local/stack-processes.ts';
import type { Stack } from '../../local/stack.ts';
import { REFERENCE_TASK_QUEUE } from './contract.ts';

/** Starts the reference's worker beside a stack, on the same servers, and waits until it polls. */
export async function startReferenceWorker(stack: Stack, dataDir: string): Promise<SupervisedProcess> {
  const worker = new SupervisedProcess({
    name: 'reference-worker',
    command: process.execPath,
    args: [fileURLToPath(new URL('./worker.js', import.meta.url))],
    env: { ...process.env, ...workerEnvironment(stack, loadKeys(openDataFolder(dataDir))) },
    logFile: join(dataDir, 'reference-worker.log'),
    pidFile: join(dataDir, 'reference-worker.pid'),
    isReady: () => isPolling(stack.temporalAddress),
  });
  await worker.start();
  return worker;
}

async function isPolling(address: string): Promise<boolean> {
  const connection = await Connection.connect({ address });
  try {
    const { pollers } = await connection.workflowService.describeTaskQueue({
      namespace: 'default',
      taskQueue: { name: REFERENCE_TASK_QUEUE },
      taskQueueType: 1,
    });
    return (pollers?.length ?? 0) > 0;
  } finally {
    await connection.close();
  }
}
