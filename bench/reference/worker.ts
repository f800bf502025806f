import { fileURLToPath } from 'node:url';
import { CompleteAsyncError } from '@temporalio/activity';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import mongoose from 'mongoose';
import { loadConfig } from '../../config/config.ts';
import { REFERENCE_TASK_QUEUE, type ChangeDocument, type ReferenceActivities } from './contract.ts';

/** Runs the reference's workflows with the same worker options as Mission Control's own worker. */
async function main(): Promise<void> {
  Runtime.install({ logger: new DefaultLogger('WARN') });
  const { temporal, mongodbUri, worker: options } = loadConfig();
  const client = await mongoose.mongo.MongoClient.connect(mongodbUri, { maxPoolSize: 20 });
  const documents = client.db('reference').collection<ChangeDocument>('documents');
  await documents.createIndex({ taskId: 1, seq: 1 }, { unique: true });

  const activities: ReferenceActivities = {
    insertDocument: async (document) => void (await documents.insertOne({ ...document })),
    holdLease: () => Promise.reject(new CompleteAsyncError()),
  };
  const connection = await NativeConnection.connect({ address: temporal.address });
  const worker = await Worker.create({
    connection,
    namespace: temporal.namespace,
    taskQueue: REFERENCE_TASK_QUEUE,
    workflowsPath: fileURLToPath(new URL(`./workflows${import.meta.url.slice(-3)}`, import.meta.url)),
    activities: { ...activities },
    maxCachedWorkflows: options.maxCachedWorkflows,
    stickyQueueScheduleToStartTimeout: '1s',
  });
  await worker.run();
  await connection.close();
  await client.close();
}

await main();
