import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { createLogger } from '../../config/logger.ts';
import { DEFAULT_GITHUB_SETTINGS, type GithubSettings } from '../../domain/github/settings.ts';
import { createStore, type Store } from '../../store/store.ts';
import { eventually, uniqueMongodbUri } from '../../tests/stack.test-support.ts';
import { GithubFollower } from './follower.ts';
import type { Connection } from './parts.ts';

const told: string[] = [];
const stopping = new AbortController();
let store: Store;
let following: Promise<void>;

beforeAll(async () => {
  store = createStore(uniqueMongodbUri('follower'), 'test');
  await store.connect();
  const syncs = { post: async (taskId: string) => void told.push(taskId) };
  following = new GithubFollower({ store, syncs, logger: createLogger('test', 'silent') }).run(stopping.signal);
}, 60_000);
afterAll(async () => {
  stopping.abort();
  await following;
  await store.close();
}, 60_000);

async function connect(repositoryId: number, settings: Partial<GithubSettings>): Promise<void> {
  const connection = { _id: `c${repositoryId}`, projectId: 'shop', repositoryId };
  await store.github.connections.add({
    ...connection,
    settings: { ...DEFAULT_GITHUB_SETTINGS, ...settings },
  } as Connection);
}

async function link(taskId: string, repositoryId: number): Promise<void> {
  const issue = { projectId: 'shop', repositoryId, number: 1, taskId, taskKey: taskId, url: '', updatedAt: '' };
  await store.github.issues.put({ ...issue, _id: `shop:${repositoryId}#${taskId}`, isClosed: false } as never);
}

it('tells of a task once it is linked, however late that is, and of none where nothing is to be told', async () => {
  await connect(1, { statusComment: true });
  await connect(2, {});
  for (const taskId of ['told', 'silent']) await store.github.posts.owe(taskId, taskId);
  await sleep(2_500);
  expect(told).toEqual([]);
  await link('silent', 2);
  await link('told', 1);
  await eventually(async () => (await store.github.posts.owed(10)).length === 0);
  await sleep(1_500);
  expect(told).toEqual(['told']);
}, 60_000);
