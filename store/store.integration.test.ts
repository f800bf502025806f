import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import mongoose from 'mongoose';
import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { uniqueMongodbUri } from '../tests/stack.test-support.ts';
import { isDuplicateKey, isUnavailable } from './connection.ts';
import { createModels, type Models } from './models.ts';
import { createStore, type Store } from './store.ts';

let store: Store;
let connection: mongoose.Connection;
let models: Models;
const uri = uniqueMongodbUri();

beforeAll(async () => {
  store = createStore(uri, 'test');
  await store.connect();
  connection = await mongoose.createConnection(uri).asPromise();
  models = createModels(connection);
});
afterAll(async () => {
  await connection.dropDatabase();
  await connection.close();
  await store.close();
});

describe('connecting', () => {
  it('makes every index, and a second time changes nothing', async () => {
    const again = createStore(uri, 'test');
    await again.connect();
    await again.close();
    for (const model of Object.values(models)) {
      const existing = (await model.collection.indexes()).map(({ key }) => JSON.stringify(key));
      const wanted = model.schema.indexes().map(([key]) => JSON.stringify(key));
      expect(existing.toSorted()).toEqual([...wanted, '{"_id":1}'].toSorted());
    }
  });

  it('makes unique what must be', async () => {
    const { events, tasks, projects, agents } = models;
    const unique = async (model: { collection: mongoose.Collection }) =>
      (await model.collection.indexes())
        .filter((index) => index.unique === true)
        .map(({ key }) => Object.keys(key).join());
    expect(await unique(events)).toEqual(['taskId,seq']);
    expect(await unique(tasks)).toEqual(['key']);
    expect(await unique(projects)).toEqual(['keyPrefix']);
    expect(await unique(agents)).toEqual(['projectId,nameKey']);
  });

  it('waits for a server that is not there yet, and tells that it is away meanwhile', async () => {
    const early = createStore('mongodb://127.0.0.1:1/test', 'test');
    const connecting = early.connect();
    const error = await early.tasks.byKey('MC-1').catch((thrown: unknown) => thrown);
    expect(isUnavailable(error)).toBe(true);
    expect(isUnavailable(await early.ping().catch((thrown: unknown) => thrown))).toBe(true);
    await early.close();
    await connecting;
  });

  it('answers a ping', async () => {
    expect(await store.ping()).toBeGreaterThanOrEqual(0);
  });
});

describe('task numbers', () => {
  it('are taken once each, also by many at the same moment', async () => {
    await store.projects.create(project('numbers', 'NUM'));
    const numbers = await Promise.all(Array.from({ length: 30 }, () => store.projects.nextTaskNumber('numbers')));
    expect(numbers.toSorted((a, b) => a! - b!)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
  });

  it('do not exist for an unknown project', async () => {
    expect(await store.projects.nextTaskNumber('nobody')).toBeUndefined();
  });
});

it('two projects cannot share a key prefix', async () => {
  await store.projects.create(project('one', 'SAME'));
  const error = await store.projects.create(project('two', 'SAME')).catch((thrown: unknown) => thrown);
  expect(isDuplicateKey(error)).toBe(true);
});

describe('files', () => {
  it.each([0, 1, 255 * 1024, 255 * 1024 + 1, 2_000_000])('of %i bytes come back as they were', async (size) => {
    const { sha256, bytes } = await stored(randomBytes(size));
    expect((await buffer(store.artifacts.openBytes(sha256))).equals(bytes)).toBe(true);
  });

  it('with equal bytes are stored once', async () => {
    const bytes = randomBytes(1000);
    const { sha256 } = await stored(bytes);
    await stored(bytes);
    await stored(bytes);
    expect(await connection.collection('artifactBytes.files').countDocuments({ filename: sha256 })).toBe(1);
  });

  it('are described once under their id, by whoever came first', async () => {
    const artifact = {
      _id: 'MC-1-F-1',
      id: 'MC-1-F-1',
      name: 'a.txt',
      type: 'text/plain',
      size: 1,
      sha256: 'x',
      taskId: 't',
      taskKey: 'MC-1',
      projectId: 'p',
      createdAt: '2026-01-01T00:00:00.000Z',
    };
    await store.artifacts.put(artifact);
    await store.artifacts.put({ ...artifact, createdAt: '2027-01-01T00:00:00.000Z' });
    expect(await store.artifacts.byId('MC-1-F-1')).toEqual(artifact);
    expect(await store.artifacts.byIds(['MC-1-F-1', 'nothing'])).toHaveLength(1);
    expect(await store.artifacts.byId('nothing')).toBeUndefined();
  });
});

describe('the log of an execution', () => {
  it('keeps its end, and takes nothing from a lease that is not held', async () => {
    await models.executions.collection.insertOne({ _id: 'MC-1-X1', leaseId: 'held' } as never);
    await store.parts.noteProgress('MC-1-X1', 'held', { percent: 10 }, 'a'.repeat(30_000));
    await store.parts.noteProgress('MC-1-X1', 'held', { percent: 20, message: 'm' }, 'b'.repeat(10_000));
    await store.parts.noteProgress('MC-1-X1', 'lost', { percent: 99 }, 'zzz');
    const found = await store.parts.execution('MC-1-X1');
    expect(found?.logTail).toHaveLength(32_768);
    expect(found?.logTail?.endsWith('b'.repeat(10_000))).toBe(true);
    expect(found?.progress).toMatchObject({ percent: 20, message: 'm' });
  });
});

const project = (_id: string, keyPrefix: string) => ({
  _id,
  name: _id,
  keyPrefix,
  mode: 'NORMAL' as const,
  routingRules: [],
  timeZone: 'UTC',
  modeHistory: [],
  taskBudgets: {},
  lastTaskNumber: 0,
  createdAt: '2026-01-01T00:00:00.000Z',
});

async function stored(bytes: Buffer): Promise<{ sha256: string; bytes: Buffer }> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await store.artifacts.putBytes(sha256, () => Readable.from([bytes]));
  return { sha256, bytes };
}
