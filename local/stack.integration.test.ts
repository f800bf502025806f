import { afterEach, beforeEach, expect, it } from '@jest/globals';
import mongoose from 'mongoose';
import { createServer, type AddressInfo } from 'node:net';
import { temporaryFolder } from '../tests/stack.test-support.ts';
import { describeDataFolder, loadKeys } from './data-folder.ts';
import { readRunningStack } from './stack-file.ts';
import { startStack, type Stack } from './stack.ts';

const environment = { ...process.env, TEMPORAL_ADDRESS: '', MONGODB_URI: '' };

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let stack: Stack | undefined;

beforeEach(async () => void (folder = await temporaryFolder()));
afterEach(async () => {
  await stack?.stop();
  stack = undefined;
  await folder.remove();
});

const start = (port = 0) => startStack({ dataDir: folder.path, port, quiet: true, environment, onlyServers: true });

it('notes where it can be reached for as long as it runs', async () => {
  const data = describeDataFolder(folder.path);
  stack = await start();
  expect(readRunningStack(data)).toEqual({
    url: stack.url,
    temporalAddress: stack.temporalAddress,
    temporalUiUrl: stack.temporalUiUrl,
    mongodbUri: stack.mongodbUri,
  });
  await stack.stop();
  stack = undefined;
  expect(readRunningStack(data)).toBeUndefined();
});

it('registers its keys by their hashes only', async () => {
  stack = await start();
  const connection = await mongoose.createConnection(stack.mongodbUri).asPromise();
  const names = (await connection.listCollections()).map(({ name }) => name);
  const documents = await Promise.all(names.map((name) => connection.collection(name).find().toArray()));
  await connection.close();
  const stored = JSON.stringify(documents);
  expect(stored).toContain('Local owner');
  expect(stored).not.toContain(stack.ownerToken);
  expect(stored).not.toContain(loadKeys(describeDataFolder(folder.path)).executorToken);
});

it('refuses a port that was asked for and is taken', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const { port } = other.address() as AddressInfo;
  await expect(start(port)).rejects.toThrow(`Port ${port} is taken`);
  other.close();
});
