import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createLogger } from '../../config/logger.ts';
import { hostAndPort, startSeverableProxy, type SeverableProxy } from '../../tests/fakes/severable-proxy.ts';
import { eventually, uniqueMongodbUri, uniqueName } from '../../tests/stack.test-support.ts';
import { testConfig } from '../../tests/worker.test-support.ts';
import { ensureApiKey } from '../api-keys.ts';
import { openOperations, type Operations } from '../operations.ts';

const TOKEN = uniqueName('mc_owner');
let proxy: SeverableProxy;
let operations: Operations;

beforeAll(async () => {
  const uri = uniqueMongodbUri();
  await ensureApiKey(uri, { token: TOKEN, kind: 'OWNER', name: 'Olga Owner' });
  const { host, port } = hostAndPort(uri);
  proxy = await startSeverableProxy(host, port);
  proxy.cut();
  const config = testConfig({ MONGODB_URI: uri.replace(`${host}:${port}`, proxy.address) });
  operations = openOperations(config, createLogger('test', 'silent'), 'test-sessions');
}, 60_000);
afterAll(async () => {
  proxy.mend();
  await operations.close();
  await proxy.close();
}, 60_000);

const signIn = () => operations.accounts.signIn({ token: TOKEN });
const AWAY = { code: 'UNAVAILABLE' };

it('cannot be opened before the database has come up, and can then', async () => {
  await expect(operations.accounts.signIn({ email: 'a@example.com', password: 'x' })).rejects.toThrow();
  await expect(signIn()).rejects.toMatchObject(AWAY);
  proxy.mend();
  const { view } = await eventually(signIn);
  expect(view.person).toMatchObject({ name: 'Olga Owner', role: 'ADMIN' });
}, 60_000);

it('that is known goes on while the database is away, and no other', async () => {
  const [known, other] = [await signIn(), await signIn()];
  const caller = await operations.credentials.ofSession(known.cookie);
  const before = await operations.accounts.session(caller);
  proxy.cut();
  expect(await operations.credentials.ofSession(known.cookie)).toEqual(caller);
  expect(await operations.accounts.session(caller)).toEqual(before);
  await expect(operations.credentials.ofSession(other.cookie)).rejects.toMatchObject(AWAY);
  await expect(operations.credentials.ofSession('forged.signature')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  proxy.mend();
  await eventually(async () => (await operations.credentials.ofSession(other.cookie)).kind === 'PERSON', 30_000);
}, 60_000);
