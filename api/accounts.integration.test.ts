import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLogger } from '../config/logger.ts';
import { openOperations } from '../operations/operations.ts';
import { hashToken } from '../operations/tokens.ts';
import { expectStatus, problem, startTestApi, type TestApi } from '../tests/api.test-support.ts';
import { keyOf, personWith } from '../tests/identities.test-support.ts';
import {
  browser,
  cookieIn,
  cookieOf,
  inDatabase,
  invited,
  PASSWORD,
  signIn,
  stranger,
} from '../tests/people.test-support.ts';
import { eventually, uniqueName } from '../tests/stack.test-support.ts';

const DAY_MS = 24 * 3600 * 1000;
const WRONG = 'not the password of anybody';
let api: TestApi;

beforeAll(async () => {
  api = await startTestApi({ API_TRUST_PROXY: '1' });
}, 60_000);
afterAll(() => api.stop(), 60_000);

const session = (cookie: string) => api.get('/session', browser(cookie));

describe('signing in with a password', () => {
  it('says who one is and what one may reach, and sets the cookie', async () => {
    const slug = uniqueName('project');
    expectStatus(await api.post('/projects', { slug, name: 'x', keyPrefix: `K${slug.slice(-5).toUpperCase()}` }), 201);
    const { id, email } = await invited(api, { memberships: [{ project: slug, role: 'OPERATOR' }] });
    const answer = await signIn(api, email.toUpperCase(), PASSWORD);
    expectStatus(answer, 200);
    expect(answer.body).toEqual({
      person: { id, name: 'Ines Invited', email, role: 'MEMBER' },
      projects: [{ project: slug, role: 'OPERATOR' }],
      hasPassword: true,
    });
    expect((await session(cookieIn(answer))).body).toEqual(answer.body);
    expectStatus(await api.get(`/projects/${slug}/board`, browser(cookieIn(answer))), 200);
  });

  it('answers the same to a wrong password, an unknown address and somebody who is disabled', async () => {
    const known = await invited(api);
    const disabled = await invited(api);
    expectStatus(await api.send('PATCH', `/people/${disabled.id}`, { body: { isDisabled: true } }), 200);
    const answers = [
      await signIn(api, known.email, WRONG),
      await signIn(api, 'nobody@example.com', WRONG),
      await signIn(api, disabled.email, PASSWORD),
      await signIn(api, disabled.email, WRONG),
    ];
    const said = answers.map(({ status, body: { instance: _instance, ...body } }) => ({ status, body }));
    expect(new Set(said.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(problem(answers[0]!, 401).detail).toBe('the e-mail address or the password is wrong');
    expect(answers.map(({ headers }) => headers.get('set-cookie'))).toEqual([null, null, null, null]);
  });

  it('names the field of a malformed address', async () => {
    for (const email of [{ $ne: null }, 'nobody']) {
      const answer = await api.post('/session', { email, password: 'x' }, stranger());
      expect(problem(answer, 400).errors?.map(({ path }) => path)).toEqual(['email']);
    }
  });

  it('works after nine failures, and forgives them', async () => {
    const { email } = await invited(api);
    for (let round = 0; round < 2; round++) {
      for (let attempt = 0; attempt < 9; attempt++) problem(await signIn(api, email, WRONG), 401);
      expectStatus(await signIn(api, email, PASSWORD), 200);
    }
  });

  it('is refused after ten failures from whatever addresses, also with the right password and by other processes', async () => {
    const { email } = await invited(api);
    const other = await invited(api);
    const guesses = await Promise.all(Array.from({ length: 14 }, () => signIn(api, email, WRONG)));
    expect(guesses.filter(({ status }) => status === 401)).toHaveLength(10);
    const last = await signIn(api, email, PASSWORD);
    expect(problem(last, 429).type).toMatch(/too-many-attempts$/);
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(60);
    expectStatus(await signIn(api, other.email, PASSWORD), 200);
    const second = openOperations(api.worker.config, createLogger('test', 'silent'), 'second-api');
    await eventually(async () => (await second.health()).status === 'UP');
    const attempt = second.accounts.signIn({ email, password: PASSWORD });
    await expect(attempt).rejects.toMatchObject({ code: 'TOO_MANY_ATTEMPTS' });
    await second.close();
  });

  it('does not let one address on the network guess at many people', async () => {
    const from = stranger();
    const guess = () => api.post('/session', { email: `${uniqueName('x')}@example.com`, password: WRONG }, from);
    for (let attempt = 0; attempt < 10; attempt++) problem(await guess(), 401);
    const answer = await guess();
    problem(answer, 429);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});

describe('signing in with a key', () => {
  it('is for the whole key of a person alone', async () => {
    const withToken = (token: string) => api.post('/session', { token }, stranger());
    const { token, id } = await personWith(api);
    const answer = await withToken(token);
    expectStatus(answer, 200);
    expect(answer.body).toMatchObject({ person: { id }, hasPassword: false });
    const limited = await keyOf(api, { kind: 'PERSONAL', personId: id, scopes: ['tasks.read'] });
    problem(await withToken(limited.token), 403);
    problem(await withToken(api.tokens.executor), 403);
    problem(await withToken('mc_pers_unknown'), 401);
  });

  it('opens a session that ends when the key expires, however much it is used', async () => {
    const { id } = await personWith(api);
    const expiresAt = new Date(Date.now() + DAY_MS).toISOString();
    const key = await keyOf(api, { kind: 'PERSONAL', personId: id, expiresAt });
    const answer = await api.post('/session', { token: key.token }, stranger());
    expect(answer.headers.get('set-cookie')).toContain(`Expires=${new Date(expiresAt).toUTCString()}`);
    await age(id, { updatedAt: new Date(Date.now() - 2 * DAY_MS) });
    expectStatus(await session(cookieIn(answer)), 200);
    expect(await endOfSession(id)).toBe(Date.parse(expiresAt));
  });
});

describe('the cookie', () => {
  it.each([
    ['http', false],
    ['https', true],
  ])('by %s is for us alone; Secure: %s', async (protocol, isSecure) => {
    const { email } = await invited(api);
    const from = stranger({ 'x-forwarded-proto': protocol });
    const answer = await api.post('/session', { email, password: PASSWORD }, from);
    const attributes = (answer.headers.get('set-cookie') ?? '').split('; ');
    expect(attributes[0]).toMatch(/^mission_control_session=\w{32}\.[\w-]{43}$/);
    expect(attributes).toEqual(expect.arrayContaining(['Path=/', 'HttpOnly', 'SameSite=Strict']));
    expect(attributes.includes('Secure')).toBe(isSecure);
    const expires = Date.parse(attributes.find((one) => one.startsWith('Expires='))?.slice(8) ?? '');
    expect(Math.abs(expires - Date.now() - 30 * DAY_MS)).toBeLessThan(60_000);
    const again = await api.get('/session', browser(cookieIn(answer), { 'x-forwarded-proto': protocol }));
    expect(again.headers.get('set-cookie')?.includes('; Secure')).toBe(isSecure);
  });

  it('is worth nothing without our signature, or with that of another token', async () => {
    const { email } = await invited(api);
    const [first, second] = [await cookieOf(api, email), await cookieOf(api, email)];
    const [token] = first.split('.');
    const [, signature] = second.split('.');
    problem(await session(token!), 401);
    problem(await session(`${token}.`), 401);
    problem(await session(`${token}.${signature}`), 401);
    expectStatus(await session(first), 200);
  });

  it('cannot be used by other sites', async () => {
    const { email } = await invited(api);
    const cookie = await cookieOf(api, email);
    const rename = (headers: Record<string, string>) =>
      api.send('PATCH', '/account', { body: { name: 'Mallory' }, ...browser(cookie, headers) });
    problem(await rename({ origin: 'https://evil.example' }), 403);
    problem(await rename({ origin: 'null' }), 403);
    problem(await rename({ origin: `${api.url}.evil.example` }), 403);
    problem(await rename({ 'sec-fetch-site': 'cross-site' }), 403);
    problem(await rename({ origin: api.url, 'sec-fetch-site': 'same-site' }), 403);
    expectStatus(await rename({ origin: api.url, 'sec-fetch-site': 'same-origin' }), 200);
    problem(await api.send('DELETE', '/session', browser(cookie, { origin: 'https://evil.example' })), 403);
  });

  it('is not set by other sites either', async () => {
    const { email } = await invited(api);
    const from = stranger({ origin: 'https://evil.example' });
    problem(await api.post('/session', { email, password: PASSWORD }, from), 403);
  });
});

describe('a session', () => {
  it('is over after signing out', async () => {
    const { email } = await invited(api);
    const [cookie, other] = [await cookieOf(api, email), await cookieOf(api, email)];
    expectStatus(await session(cookie), 200);
    const answer = await api.send('DELETE', '/session', browser(cookie));
    expectStatus(answer, 204);
    expect(answer.headers.get('set-cookie')).toMatch(/^mission_control_session=; .*Expires=Thu, 01 Jan 1970/);
    problem(await session(cookie), 401);
    expectStatus(await session(other), 200);
  });

  it('is over everywhere after signing out everywhere', async () => {
    const { email } = await invited(api);
    const cookies = [await cookieOf(api, email), await cookieOf(api, email)];
    for (const cookie of cookies) expectStatus(await session(cookie), 200);
    expectStatus(await api.post('/session/sign-out-everywhere', {}, browser(cookies[0]!)), 204);
    for (const cookie of cookies) problem(await session(cookie), 401);
  });

  it('lives on by being used', async () => {
    const { id, email } = await invited(api);
    const cookie = await cookieOf(api, email);
    const soon = new Date(Date.now() + DAY_MS);
    await age(id, { updatedAt: new Date(Date.now() - 2 * DAY_MS), expiresAt: soon });
    expectStatus(await session(cookie), 200);
    expect(await endOfSession(id)).toBeGreaterThan(Date.now() + 29 * DAY_MS);
  });

  it('is over when its time has come', async () => {
    const { id, email } = await invited(api);
    const cookie = await cookieOf(api, email);
    await age(id, { expiresAt: new Date(Date.now() - 1) });
    problem(await session(cookie), 401);
  });

  it('of somebody who is disabled is over at once', async () => {
    const { id, email } = await invited(api);
    const cookie = await cookieOf(api, email);
    expectStatus(await session(cookie), 200);
    expectStatus(await api.send('PATCH', `/people/${id}`, { body: { isDisabled: true } }), 200);
    problem(await session(cookie), 401);
    expectStatus(await api.send('PATCH', `/people/${id}`, { body: { isDisabled: false } }), 200);
    problem(await session(cookie), 401);
    expectStatus(await signIn(api, email, PASSWORD), 200);
  });
});

describe('an account', () => {
  it('is renamed by its owner, from a browser or with a key', async () => {
    const { email } = await invited(api);
    const cookie = await cookieOf(api, email);
    const renamed = await api.send('PATCH', '/account', { body: { name: 'Ada Lovelace' }, ...browser(cookie) });
    expect(renamed.body.person).toMatchObject({ name: 'Ada Lovelace', email });
    const { token } = await personWith(api);
    expect((await api.send('PATCH', '/account', { body: { name: 'Keyed' }, token })).body.person.name).toBe('Keyed');
    problem(await api.send('PATCH', '/account', { body: { name: 'a@b' }, token }), 400);
  });

  it('gets another password for the current one; other sessions end', async () => {
    const { email } = await invited(api);
    const [cookie, other] = [await cookieOf(api, email), await cookieOf(api, email)];
    expectStatus(await session(other), 200);
    const change = (body: object) => api.post('/account/password', body, browser(cookie));
    const to = 'another password, just as long';
    expect(problem(await change({ currentPassword: WRONG, newPassword: to }), 403).errors?.[0]?.path).toBe(
      'currentPassword',
    );
    expect(problem(await change({ currentPassword: PASSWORD, newPassword: 'short' }), 400).errors?.[0]?.path).toBe(
      'newPassword',
    );
    expectStatus(await change({ currentPassword: PASSWORD, newPassword: to }), 204);
    expectStatus(await session(cookie), 200);
    problem(await session(other), 401);
    problem(await signIn(api, email, PASSWORD), 401);
    expectStatus(await signIn(api, email, to), 200);
  });

  it('does not let its password be guessed by whoever holds a session', async () => {
    const { email } = await invited(api);
    const cookie = await cookieOf(api, email);
    const guess = () =>
      api.post('/account/password', { currentPassword: WRONG, newPassword: PASSWORD }, browser(cookie));
    for (let attempt = 0; attempt < 10; attempt++) problem(await guess(), 403);
    problem(await guess(), 429);
  });

  it('without a password has none to change', async () => {
    const { token } = await personWith(api);
    const body = { currentPassword: '', newPassword: PASSWORD };
    problem(await api.post('/account/password', body, { token }), 409);
  });
});

it('keeps neither passwords nor the signature of a cookie, and answers with neither', async () => {
  const { email } = await invited(api);
  const answer = await signIn(api, email, PASSWORD);
  const [token = '', signature = ''] = cookieIn(answer).split('=')[1]!.split('.');
  expect(answer.text).not.toContain(token);
  const stored = await inDatabase(api, async (database) => {
    const collections = await database.listCollections().toArray();
    return Promise.all(collections.map(({ name }) => database.collection(name).find().toArray()));
  });
  const text = JSON.stringify(stored);
  expect(text).toContain(email);
  for (const secret of [PASSWORD, signature, api.tokens.owner]) expect(text).not.toContain(secret);
  expect(text).toContain(hashToken(api.tokens.owner));
  for (const path of ['/people', '/api-keys', '/people/invitations']) {
    expect((await api.get(path)).text).not.toMatch(/"(?:password|tokenHash|_id)"/);
  }
});

/** Makes the sessions of a person older than they are. */
const age = (userId: string, fields: object): Promise<unknown> =>
  inDatabase(api, (database) => database.collection('sessions').updateMany({ userId }, { $set: fields }));

const endOfSession = (userId: string): Promise<number> =>
  inDatabase(api, async (database) => {
    const [session] = await database.collection<{ expiresAt: Date }>('sessions').find({ userId }).toArray();
    return session!.expiresAt.getTime();
  });
