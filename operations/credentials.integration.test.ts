import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createStore, type Store } from '../store/store.ts';
import { hostAndPort, startSeverableProxy, type SeverableProxy } from '../tests/fakes/severable-proxy.ts';
import { eventually, uniqueMongodbUri } from '../tests/stack.test-support.ts';
import { Credentials } from './credentials.ts';
import { hashToken } from './tokens.ts';

const NOW = new Date().toISOString();

let proxy: SeverableProxy;
let store: Store;
let credentials: Credentials;

beforeAll(async () => {
  const uri = uniqueMongodbUri();
  const { host, port } = hostAndPort(uri);
  proxy = await startSeverableProxy(host, port);
  store = createStore(uri.replace(`${host}:${port}`, proxy.address), 'test-credentials');
  await store.connect();
  credentials = new Credentials(store, 'a secret that is long enough for the tests', async () => undefined);
}, 60_000);
afterAll(async () => {
  proxy.mend();
  await store.close();
  await proxy.close();
}, 60_000);

/** Makes an agent and answers the token of its key. */
async function agent(id: string): Promise<string> {
  await store.agents.create({
    _id: id,
    projectId: 'tests',
    name: id,
    nameKey: id,
    role: 'SPECIALIST',
    allowedTypes: [],
    allowedTools: [],
    concurrencyLimit: 1,
    heartbeatTimeoutSeconds: 60,
    control: { status: 'ACTIVE', at: NOW },
    createdAt: NOW,
  });
  const token = `mc_agent_${id}`;
  const key = { id, kind: 'AGENT' as const, name: id, hint: '', agentId: id, createdAt: NOW };
  await store.credentials.ensureApiKey({ _id: hashToken(token), ...key, executorTypes: [], scopes: [] });
  return token;
}

const codeOf = (token: string): Promise<string> =>
  credentials.ofBearer(token).then(
    ({ kind }) => kind,
    ({ code }: { code: string }) => code,
  );

it('believes a key that it knows while the database is away, but not one that was refused', async () => {
  const [good, bad] = [await agent('good'), await agent('bad')];
  expect([await codeOf(good), await codeOf(bad)]).toEqual(['AGENT', 'AGENT']);
  // As another process would: nothing is forgotten here.
  await store.agents.order('bad', { status: 'QUARANTINED', reason: 'a test', at: NOW });
  await eventually(async () => (await codeOf(bad)) === 'FORBIDDEN');
  proxy.cut();
  expect([await codeOf(good), await codeOf(bad)]).toEqual(['AGENT', 'UNAVAILABLE']);
  proxy.mend();
}, 60_000);

it('does not believe what was looked up before something was forgotten', async () => {
  const token = await agent('slow');
  const asked = codeOf(token);
  credentials.forget();
  expect(await asked).toBe('AGENT');
  await store.agents.order('slow', { status: 'QUARANTINED', reason: 'a test', at: NOW });
  expect(await codeOf(token)).toBe('FORBIDDEN');
}, 60_000);
