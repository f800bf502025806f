import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import mongoose from 'mongoose';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TaskEvent } from '../domain/task/events.ts';
import { eventually, uniqueMongodbUri } from '../tests/stack.test-support.ts';
import { chain, ChainCheck } from './hash-chain.ts';
import { LogReader } from './log-reader.ts';
import { createModels } from './models.ts';

const EVENTS = 45;
const SEQS = Array.from({ length: EVENTS }, (_, index) => index + 1);
const FIELDS = ['actor', 'at', 'data', 'hash', 'previousHash', 'seq', 'taskId', 'type'];
const actor = { kind: 'HUMAN', id: 'h1', name: 'Olga' } as const;

let connection: mongoose.Connection;
let reader: LogReader;
let commands: { readonly name: string; readonly limit?: number; readonly cursor?: unknown }[];

beforeAll(async () => {
  connection = await mongoose.createConnection(uniqueMongodbUri(), { monitorCommands: true }).asPromise();
  const models = createModels(connection);
  reader = new LogReader(models);
  const events = ['one', 'other'].flatMap((taskId) => {
    const said = SEQS.map((seq): TaskEvent => ({
      taskId,
      seq,
      at: new Date(seq).toISOString(),
      actor,
      type: 'task.commented',
      data: { messageId: `M${seq}`, body: 'said' },
    }));
    return chain(said, '').map((event) => ({ ...event, taskKey: 'MC-1', projectId: 'p', storedAt: new Date() }));
  });
  await models.events.collection.insertMany(events.toReversed());
  connection.getClient().on('commandStarted', ({ commandName: name, command }) => {
    commands.push({
      name,
      ...(name === 'find' && { limit: command['limit'] }),
      ...(name === 'getMore' && { cursor: command['getMore'] }),
    });
  });
});
beforeEach(() => void (commands = []));
afterAll(async () => {
  await connection.dropDatabase();
  await connection.close();
});

const named = (name: string) => commands.filter((command) => command.name === name);
const read = (...args: Parameters<LogReader['events']>) => drained(reader.events(...args));
async function drained(events: ReturnType<LogReader['events']>): Promise<number[]> {
  const seqs: number[] = [];
  for await (const { seq } of events) seqs.push(seq);
  return seqs;
}

it('reads one log in order and as it was written, over several cursors where it is long', async () => {
  const check = new ChainCheck();
  for await (const event of reader.events('one', { pageSize: 2 })) {
    check.add(event);
    expect(Object.keys(event).toSorted()).toEqual(FIELDS);
  }
  expect(check.result(EVENTS)).toMatchObject({ events: EVENTS, verified: true });
  expect(named('find').map(({ limit }) => limit)).toEqual([40, 40]);
  expect(named('killCursors')).toEqual([]);
});

it.each([1, 3, 5, 9, 44, 45, 46, 500])('leaves nothing out in pages of %d', async (pageSize) => {
  expect(await read('one', { pageSize })).toEqual(SEQS);
});

it('reads the part that is asked for', async () => {
  expect(await read('other', { afterSeq: 3, lastSeq: 9, pageSize: 2 })).toEqual([4, 5, 6, 7, 8, 9]);
  expect(await read('other', { afterSeq: EVENTS })).toEqual([]);
  expect(await read('other', { type: 'task.created' })).toEqual([]);
  expect(await read('none')).toEqual([]);
});

it('holds no cursor for who is slow, and still gives all of it', async () => {
  const seqs: number[] = [];
  for await (const { seq } of reader.events('one', { pageSize: 5 })) {
    seqs.push(seq);
    if (seq > 1) continue;
    await sleep(1_500);
    expect(named('killCursors')).toHaveLength(1);
  }
  expect(seqs).toEqual(SEQS);
  const [first, ...others] = named('find').map(({ limit }) => limit);
  expect(first).toBe(100);
  expect(new Set(others)).toEqual(new Set([5]));
});

it('closes its cursor when nobody wants the rest', async () => {
  for await (const { seq } of reader.events('one', { pageSize: 2 })) if (seq === 3) break;
  await eventually(() => named('killCursors').length === 1);
});

it('opens few cursors at once, and reads page by page beyond them', async () => {
  const all = await Promise.all(Array.from({ length: 20 }, () => read('one', { pageSize: 5 })));
  expect(all).toEqual(Array.from({ length: 20 }, () => SEQS));
  expect(named('find').filter(({ limit }) => limit === 100).length).toBeLessThan(20);
  commands = [];
  await read('one', { pageSize: 5 });
  expect(named('find')).toEqual([{ name: 'find', limit: 100 }]);
});

it('says what goes wrong, also in the middle, and counts no cursor that is gone', async () => {
  for (let attempt = 0; attempt < 10; attempt += 1) {
    commands = [];
    const reading = reader.events('one', { pageSize: 2 });
    await reading.next();
    const cursors = [(await eventually(() => named('getMore')[0])).cursor];
    await connection.db?.command({ killCursors: 'events', cursors });
    await expect(drained(reading)).rejects.toThrow(/cursor/i);
  }
  commands = [];
  await read('one', { pageSize: 5 });
  expect(named('find')).toEqual([{ name: 'find', limit: 100 }]);
});
