import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import mongoose from 'mongoose';
import { hashToken } from '../operations/tokens.ts';
import type { Json } from './api.test-support.ts';
import { startBreakableStack, type BreakableStack } from './faults.test-support.ts';
import { eventually } from './stack.test-support.ts';

const PASSWORD = 'correct horse battery staple';
const NEW_PASSWORD = 'another horse, another staple';
/** Where hashes are kept, and what the library for sign-in keeps of sessions. */
const CREDENTIAL_COLLECTIONS = new Set(['accounts', 'sessions', 'apiKeys', 'invitations', 'installation']);

let stack: BreakableStack;
/** What nobody but its holder should ever see again, by name. */
const secrets = new Map<string, string>();
/** Every answer but the one that hands a secret out. */
const answers: string[] = [];

interface Call {
  readonly body?: object;
  readonly token?: string;
  readonly cookie?: string;
  /** The field of the answer that hands out a secret, this once. */
  readonly handsOut?: { readonly field: string; readonly as: string };
}

async function call(method: string, path: string, { body, token, cookie, handsOut }: Call = {}) {
  const response = await fetch(`${stack.stack.url}/api/v1${path}`, {
    method,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(cookie !== undefined && { cookie }),
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const json: Json = text.startsWith('{') ? JSON.parse(text) : undefined;
  if (response.status >= 400) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  const sentCookie = response.headers.get('set-cookie')?.split(';')[0];
  if (sentCookie) secrets.set(`cookie of ${path}`, decodeURIComponent(sentCookie.split('=')[1] ?? ''));
  if (handsOut) secrets.set(handsOut.as, tokenIn(json, handsOut.field));
  answers.push(handsOut ? text.replaceAll(tokenIn(json, handsOut.field), '') : text);
  return { json, cookie: sentCookie };
}

const tokenIn = (json: Json, field: string): string =>
  field.split('.').reduce((value: Json, name) => value[name], json) as string;

const owner = () => ({ token: stack.stack.ownerToken });

beforeAll(async () => {
  process.env['LOG_LEVEL'] = 'trace';
  stack = await startBreakableStack();
  stack.secrets.forEach((secret, index) => secrets.set(`key ${index} of the stack`, secret));
  await live();
}, 180_000);

afterAll(async () => {
  delete process.env['LOG_LEVEL'];
  await stack.stop();
});

/** People, keys, an agent, and a task that an executor carries out with an approval: what a day is like. */
async function live(): Promise<void> {
  await call('POST', '/projects', { ...owner(), body: { slug: 'day', name: 'Day', keyPrefix: 'DAY' } });
  await meetPeople();
  const agent = await call('POST', '/agents', { ...owner(), body: { project: 'day', name: 'Ada', role: 'LEAD' } });
  for (const fields of [
    { kind: 'AGENT', agentId: agent.json.id },
    { kind: 'SERVICE', role: 'OPERATOR', projects: ['day'] },
    { kind: 'EXECUTOR' },
    { kind: 'PERSONAL' },
  ]) {
    const handsOut = { field: 'token', as: `key of kind ${fields.kind}` };
    await call('POST', '/api-keys', { ...owner(), body: { ...fields, name: 'a key' }, handsOut });
  }
  await work(agent.json.id as string);
  await call('GET', '/api-keys', owner());
  for (const path of [
    '/people',
    '/activity',
    '/alerts',
    '/notifications',
    '/executions',
    '/runs?project=day',
    '/health',
  ]) {
    await call('GET', path, owner());
  }
}

async function meetPeople(): Promise<void> {
  secrets.set('password', PASSWORD);
  secrets.set('new password', NEW_PASSWORD);
  const email = 'grace@example.com';
  const body = { email, role: 'MEMBER', memberships: [{ project: 'day', role: 'OPERATOR' }] };
  const { json } = await call('POST', '/people/invitations', {
    ...owner(),
    body,
    handsOut: { field: 'token', as: 'invitation' },
  });
  await call('POST', '/invitations/accept', { body: { token: json.token, name: 'Grace', password: PASSWORD } });
  const { cookie = '' } = await call('POST', '/session', { body: { email, password: PASSWORD } });
  await call('POST', '/account/password', {
    cookie,
    body: { currentPassword: PASSWORD, newPassword: NEW_PASSWORD },
  });
  await fetch(`${stack.stack.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: 'a wrong secret guess' }),
  });
  secrets.set('wrong password', 'a wrong secret guess');
}

async function work(agentId: string): Promise<void> {
  const task = { project: 'day', title: 'Tidy up', type: 'OPS' };
  const { json } = await call('POST', '/tasks', { ...owner(), body: task });
  const { key } = json.task;
  const send = (name: string, body: object) => call('POST', `/tasks/${key}/commands/${name}`, { ...owner(), body });
  await send('assign', { assignees: [{ kind: 'AGENT', id: agentId }] });
  await send('plan', { bullets: ['one', 'two', 'three'] });
  await send('dispatch', { executor: 'CODEMOD' });
  const claim = await call('POST', '/executions/claim', {
    token: secrets.get('key of kind EXECUTOR') ?? '',
    body: { types: ['CODEMOD'], executor: { name: 'tester' }, waitSeconds: 10 },
    handsOut: { field: 'execution.token', as: 'token of the lease' },
  });
  const { id, token } = claim.json.execution;
  await call('POST', `/executions/${id}/heartbeat`, { token, body: { log: 'working' } });
  await call('POST', `/executions/${id}/complete`, { token, body: { summary: 'done' } });
  await eventually(async () => (await call('GET', `/tasks/${key}`, owner())).json.status === 'REVIEW');
  await call('GET', `/tasks/${key}/report.json`, owner());
  await call('GET', `/tasks/${key}/events`, owner());
}

/** Names of the secrets, and of their hashes, that are in some bytes. */
function found(bytes: string | Buffer): string[] {
  const buffer = Buffer.from(bytes);
  return [...secrets].flatMap(([name, secret]) => [
    ...(buffer.includes(secret) ? [name] : []),
    ...(buffer.includes(hashToken(secret)) ? [`hash of the ${name}`] : []),
    ...(buffer.includes(createHash('sha256').update(secret).digest('base64')) ? [`hash of the ${name}`] : []),
  ]);
}

describe('no secret and no hash of one', () => {
  it('is missing from what is searched for', () => {
    expect(secrets.size).toBeGreaterThanOrEqual(13);
    expect([...secrets.values()].every((secret) => secret.length >= 10)).toBe(true);
    expect(found(`x${secrets.get('invitation')}x`)).toEqual(['invitation']);
  });

  it('is in an answer', () => {
    expect(answers.length).toBeGreaterThan(20);
    expect(answers.flatMap(found)).toEqual([]);
  });

  it('is in a log', async () => {
    const folder = join(stack.folder, 'logs');
    const logs = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name))));
    expect(Buffer.concat(logs).includes('/api/v1/session')).toBe(true);
    expect(logs.flatMap(found)).toEqual([]);
  });

  it('is in the database, but for the hashes that credentials are known by', async () => {
    const connection = await mongoose.createConnection(stack.stack.mongodbUri).asPromise();
    try {
      const collections = await connection.db!.listCollections().toArray();
      const names = collections.map(({ name }) => name).filter((name) => !CREDENTIAL_COLLECTIONS.has(name));
      expect(names).toEqual(expect.arrayContaining(['events', 'tasks', 'activities', 'executions']));
      for (const name of names) {
        const documents = await connection.collection(name).find().toArray();
        expect({ name, found: found(JSON.stringify(documents)) }).toEqual({ name, found: [] });
      }
      const keys = JSON.stringify(await connection.collection('apiKeys').find().toArray());
      expect(found(keys).filter((name) => !name.startsWith('hash of'))).toEqual([]);
    } finally {
      await connection.close();
    }
  });

  it('is in what Temporal keeps', async () => {
    const connection = await Connection.connect({ address: stack.stack.temporalAddress });
    try {
      const client = new Client({ connection });
      let histories = 0;
      for await (const { workflowId, runId } of client.workflow.list()) {
        const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
        const { History } = temporal.api.history.v1;
        const bytes = Buffer.from(History.encode(History.fromObject(history)).finish());
        expect({ workflowId, found: found(bytes) }).toEqual({ workflowId, found: [] });
        histories += 1;
      }
      expect(histories).toBeGreaterThanOrEqual(2);
    } finally {
      await connection.close();
    }
  });
});
