import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import mongoose from 'mongoose';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, temporaryFolder } from '../tests/stack.test-support.ts';
import { withDatabase } from './mongodb-uri.ts';
import { isRunning, type ProcessIdentity } from './processes/identity.ts';
import { startServers, type Servers } from './servers.ts';

/** Servers of its own, whatever the environment names: they are killed here. */
const environment = { ...process.env, TEMPORAL_ADDRESS: '', MONGODB_URI: '' };
const PROVISIONING_MS = 900_000;
const RECOVERY_MS = 20_000;

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let servers: Servers;

beforeAll(async () => {
  folder = await temporaryFolder();
  servers = await startServers({ dataDir: folder.path, quiet: true, environment });
}, PROVISIONING_MS);

afterAll(async () => {
  const processes = runningProcesses();
  await servers.stop();
  expect(processes.filter(isRunning)).toEqual([]);
  await folder.remove();
});

describe('the MongoDB engine', () => {
  it('keeps documents over a stop and a start at the same address', async () => {
    await insert('stopped');
    await servers.stopMongodb();
    await servers.startMongodb();
    expect(await count('stopped')).toBe(1);
  });

  it('keeps acknowledged documents when its processes are killed, and serves again by itself', async () => {
    await insert('killed');
    const engine = runningProcesses().filter(({ name }) => name !== 'temporal');
    engine.forEach(({ pid }) => process.kill(pid, 'SIGKILL'));
    expect(await eventually(() => count('killed'), RECOVERY_MS)).toBe(1);
    expect(engine.filter(isRunning)).toEqual([]);
  });
});

describe('Temporal', () => {
  it('keeps workflows over a stop and a start at the same address', async () => {
    await startWorkflow('stopped');
    await servers.stopTemporal();
    await servers.startTemporal();
    expect(await statusOf('stopped')).toBe('RUNNING');
  });

  it('keeps workflows when it is killed, and serves again by itself', async () => {
    await startWorkflow('killed');
    const [temporal] = runningProcesses().filter(({ name }) => name === 'temporal');
    process.kill(temporal!.pid, 'SIGKILL');
    expect(await eventually(() => statusOf('killed'), RECOVERY_MS)).toBe('RUNNING');
    expect(isRunning(temporal!)).toBe(false);
  });
});

it('refuses a second start on the same data folder', async () => {
  await expect(startServers({ dataDir: folder.path, quiet: true, environment })).rejects.toThrow(/already runs on/);
});

function runningProcesses(): (ProcessIdentity & { name: string })[] {
  const run = join(folder.path, 'run');
  return readdirSync(run)
    .filter((file) => file.endsWith('.pid'))
    .map((file) => {
      const identity = JSON.parse(readFileSync(join(run, file), 'utf8')) as ProcessIdentity;
      return { ...identity, name: file.replace(/\.pid$/, '') };
    });
}

const insert = (text: string) => withNotes((notes) => notes.insertOne({ text }));
const count = (text: string) => withNotes((notes) => notes.countDocuments({ text }));

async function withNotes<T>(work: (notes: mongoose.mongo.Collection) => Promise<T>): Promise<T> {
  const uri = withDatabase(servers.mongodbUri, 'notes');
  const connection = await mongoose.createConnection(uri, { serverSelectionTimeoutMS: 2_000 }).asPromise();
  try {
    return await work(connection.collection('notes') as unknown as mongoose.mongo.Collection);
  } finally {
    await connection.close();
  }
}

const startWorkflow = (workflowId: string) =>
  withClient((client) => client.workflow.start('waits-for-a-worker', { workflowId, taskQueue: 'nobody' }));

const statusOf = (workflowId: string) =>
  withClient(async (client) => (await client.workflow.getHandle(workflowId).describe()).status.name);

async function withClient<T>(work: (client: Client) => Promise<T>): Promise<T> {
  const connection = await Connection.connect({ address: servers.temporalAddress });
  try {
    return await work(new Client({ connection }));
  } finally {
    await connection.close();
  }
}
