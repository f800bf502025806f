import mongoose from 'mongoose';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { uniqueMongodbUri } from '../tests/stack.test-support.ts';
import { createStore, type Store } from './store.ts';

const HASH = 'a'.repeat(64);
const AT = '2026-01-31T10:00:00.000Z';
const TASK = { createdAt: '2026-01-30T10:00:00.000Z', assignees: [], spending: { costMicros: 0 } };

let stores: readonly Store[];
let store: Store;

beforeAll(async () => {
  const uri = uniqueMongodbUri();
  await fillAsBefore(uri);
  // Two processes that start at the same moment.
  stores = [createStore(uri, 'one'), createStore(uri, 'other')];
  await Promise.all(stores.map((one) => one.connect()));
  store = stores[0]!;
});

afterAll(() => Promise.all(stores.map((one) => one.close())));

/** What the version before people and ledgers wrote. */
async function fillAsBefore(uri: string): Promise<void> {
  const connection = await mongoose.createConnection(uri).asPromise();
  const write = (name: string, ...documents: object[]) => connection.collection(name).insertMany(documents as never);
  const project = { _id: 'old', name: 'Old', keyPrefix: 'OLD', mode: 'NORMAL', routingRules: [], lastTaskNumber: 3 };
  const agent = { projectId: 'old', role: 'LEAD', status: 'ACTIVE', allowedTypes: [], createdAt: AT };
  await write('projects', { ...project, createdAt: AT });
  await write('agents', { _id: 'a1', name: 'Sofie', ...agent }, { _id: 'a2', name: 'Scout', ...agent });
  await write(
    'apiKeys',
    { _id: HASH, kind: 'OWNER', name: 'Olga', executorTypes: [], createdAt: AT },
    { _id: 'b'.repeat(64), kind: 'EXECUTOR', name: 'Robots', executorTypes: ['CODEMOD'], createdAt: AT },
  );
  const usage = { model: 'm', inputTokens: 2, outputTokens: 3, costMicros: 7, costSource: 'BILLED' };
  await write('runs', { _id: 'OLD-1-R1', taskId: 't', taskKey: 'OLD-1', projectId: 'old', seq: 9, usage, at: AT });
  const lastTransition = { from: 'REVIEW', to: 'DONE', at: AT };
  await write(
    'tasks',
    {
      _id: 't1',
      key: 'OLD-1',
      projectId: 'old',
      status: 'DONE',
      type: 'OPS',
      state: { ...TASK, lastTransition, completedAt: AT },
    },
    { _id: 't2', key: 'OLD-2', projectId: 'old', status: 'INBOX', type: 'OPS', state: TASK },
  );
  await write('sessions', { _id: 'hash', apiKeyId: HASH, createdAt: new Date(), expiresAt: new Date() });
  await connection.close();
}

it('gives projects a time zone and agents their orders', async () => {
  expect(await store.projects.bySlug('old')).toMatchObject({ timeZone: 'UTC', modeHistory: [], lastTaskNumber: 3 });
  const agents = await store.agents.ofProject('old');
  expect(agents).toMatchObject([
    { nameKey: 'scout', control: { status: 'ACTIVE', at: AT } },
    { nameKey: 'sofie', concurrencyLimit: 3 },
  ]);
});

it('makes the holder of an owner key a person with the id that tasks name', async () => {
  const personId = `owner-${HASH.slice(0, 12)}`;
  expect(await store.credentials.apiKey(HASH)).toMatchObject({ kind: 'PERSONAL', personId, id: HASH.slice(0, 12) });
  expect(await store.people.byId(personId)).toMatchObject({ name: 'Olga', role: 'ADMIN' });
  expect(await store.credentials.apiKey('b'.repeat(64))).toMatchObject({
    kind: 'EXECUTOR',
    executorTypes: ['CODEMOD'],
  });
});

it('keeps what runs have cost', async () => {
  const [run] = await store.ledger.list({ projects: ['old'] }, 10);
  expect(run).toMatchObject({ status: 'FINISHED', day: '2026-01-31', model: 'm', amounts: { micros: 7, tokens: 5 } });
});

it('counts what runs of before cost', async () => {
  expect(await store.costs.days(['old'], '')).toMatchObject([
    { day: AT.slice(0, 10), total: { micros: 7, inputTokens: 2, outputTokens: 3, runs: 1 } },
  ]);
});

it('finds what waits, since when, and what has ended', async () => {
  const ended = await store.flow.endedWork({ projects: ['old'], since: '', limit: 10 });
  expect(ended).toMatchObject([{ status: 'DONE', completedAt: AT }]);
  const counts = { ...(await store.tasks.counts('old')), INBOX: 1 };
  const waiting = await store.flow.waiting('old', counts);
  expect(waiting).toContainEqual({ status: 'INBOX', count: 1, since: TASK.createdAt });
});
