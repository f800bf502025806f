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
  let feed: LiveFeed;

  beforeAll(async () => {
    const uri = uniqueMongodbUri('live');
    store = createStore(uri, 'test');
    await store.connect();
    connection = await mongoose.createConnection(uri).asPromise();
    models = createModels(connection);
    feed = new LiveFeed(store, pino({ level: 'silent' }));
    unsubscribe = feed.subscribe((message) => heard.push(message));
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
    expect(heard.map((one) => (one.event === 'task.changed' ? [one.data.type, one.data.card.status] : []))).toEqual([
      ['task.created', 'INBOX'],
      ['task.assigned', 'ASSIGNED'],
      ['task.transitioned', 'ASSIGNED'],
    ]);
  });

  it('tells other changes too, in the order of storing and once', async () => {
    heard.length = 0;
    await Promise.all([1, 2, 3].map((number) => store.changes.addOnce([change(`same-${number}`, number)])));
    await eventually(() => heard.length === 3);
    await store.changes.addOnce([change('same-1', 1), change('other', 4)]);
    await eventually(() => heard.length === 4);
    await someLooks();
    expect(heard.map(({ data }) => data).slice(0, 3)).toEqual(
      expect.arrayContaining([{ number: 1 }, { number: 2 }, { number: 3 }]),
    );
    expect(heard[3]).toMatchObject({ event: 'alert.changed', projectId: 'mc', data: { number: 4 } });
    expect(heard).toHaveLength(4);
  });

  it('gives changes no id that reaches past an event that has still to be told', async () => {
    heard.length = 0;
    const task = new TaskUnderTest({ title: 'Second' });
    const storedAt = new Date();
    const events = task.events.map((event) => ({ ...event, taskId: 'second', taskKey: 'MC-2', projectId: 'mc' }));
    await models.events.collection.insertMany(events.map((event) => ({ ...event, storedAt })) as never);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await store.changes.addOnce([change('overtaking', 5)]);
    const { id } = await eventually(() => heard[0]);
    expect(id).toBe(String(storedAt.getTime()));

    const { _id, ...document } = taskDocument({ ...task.current, id: 'second', key: 'MC-2' });
    await models.tasks.collection.replaceOne({ _id } as never, document as never, { upsert: true });
    const later = await eventually(() => heard[1]);
    expect(later).toMatchObject({ event: 'task.changed', data: { taskKey: 'MC-2' } });
    const { messages: again, isComplete } = await feed.since(id ?? '');
    expect(isComplete).toBe(true);
    expect((await feed.since('long ago')).isComplete).toBe(false);
    expect((await feed.since('0')).isComplete).toBe(false);
    expect(again.map(({ data }) => data)).toEqual(expect.arrayContaining([{ number: 5 }, later.data]));
  });
});

const change = (_id: string, number: number) =>
  ({ _id, event: 'alert.changed', projectId: 'mc', data: { number } }) as const;
