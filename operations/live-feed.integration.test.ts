import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import mongoose from 'mongoose';
import { pino } from 'pino';
import { TaskUnderTest } from '../domain/task/task.test-support.ts';
import { createModels, type Models } from '../store/models.ts';
import { taskDocument } from '../store/projection.ts';
import { createStore, type Store } from '../store/store.ts';
import { eventually, uniqueMongodbUri } from '../tests/stack.test-support.ts';
import { LiveFeed, type LiveMessage } from './live-feed.ts';

describe('the live feed', () => {
  let connection: mongoose.Connection;
  let models: Models;
  let store: Store;
  const heard: LiveMessage[] = [];
  let unsubscribe: () => void;

  beforeAll(async () => {
    const uri = uniqueMongodbUri('live');
    store = createStore(uri, 'test');
    await store.connect();
    connection = await mongoose.createConnection(uri).asPromise();
    models = createModels(connection);
    unsubscribe = new LiveFeed(store, pino({ level: 'silent' })).subscribe((message) => heard.push(message));
  });
  afterAll(async () => {
    unsubscribe();
    await connection.dropDatabase();
    await connection.close();
    await store.close();
  });

  const storeEvents = (task: TaskUnderTest, from: number) =>
    models.events.collection.insertMany(
      task.events.slice(from).map((event) => ({
        ...event,
        taskKey: 'MC-1',
        projectId: 'mc',
        storedAt: new Date(),
      })) as never,
    );
  const storeDocument = async (task: TaskUnderTest) => {
    const { _id, ...document } = taskDocument(task.current);
    await models.tasks.collection.replaceOne({ _id } as never, document as never, { upsert: true });
  };
  const someLooks = () => new Promise((resolve) => setTimeout(resolve, 800));

  it('tells an event once, when the task document shows it, and not before', async () => {
    const task = new TaskUnderTest();
    await storeEvents(task, 0);
    await someLooks();
    expect(heard).toEqual([]);
    await storeDocument(task);
    await eventually(() => heard.length === 1);

    task.assign();
    await storeEvents(task, 1);
    await someLooks();
    expect(heard).toHaveLength(1);
    await storeDocument(task);
    await eventually(() => heard.length === 3);
    await someLooks();
    expect(heard.map(({ data }) => ('card' in data ? [data.type, data.card.status] : []))).toEqual([
      ['task.created', 'INBOX'],
      ['task.assigned', 'ASSIGNED'],
      ['task.transitioned', 'ASSIGNED'],
    ]);
  });
});
