import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLogger } from '../config/logger.ts';
import { offerSetup } from '../operations/accounts/setup.ts';
import { ensureApiKey } from '../operations/api-keys.ts';
import { openOperations, type Operations } from '../operations/operations.ts';
import { expectStatus, problem, ProjectProbe, startTestApi, type TestApi } from '../tests/api.test-support.ts';
import { personWith } from '../tests/identities.test-support.ts';
import { cookieOf, browser, inDatabase, invited, PASSWORD, signIn, stranger } from '../tests/people.test-support.ts';
import { eventually, uniqueName } from '../tests/stack.test-support.ts';
import { testConfig } from '../tests/worker.test-support.ts';

let api: TestApi;
let project: ProjectProbe;

beforeAll(async () => {
  api = await startTestApi({ API_TRUST_PROXY: '1' });
  project = await ProjectProbe.create(api);
}, 60_000);
afterAll(() => api.stop(), 60_000);

const anAddress = () => `${uniqueName('new')}@example.com`;
const edit = (id: string, body: object, token = api.tokens.owner) =>
  api.send('PATCH', `/people/${id}`, { body, token });
const activity = (type: string) =>
  inDatabase(api, (database) => database.collection('activities').find({ type }).toArray());

describe('an invitation', () => {
  const invite = (body: object, token = api.tokens.owner) => api.post('/people/invitations', body, { token });
  const accept = (token: string, name = 'Nora New') =>
    api.post('/invitations/accept', { token, name, password: PASSWORD }, stranger());
  const read = (token: string) => api.get(`/invitations/accept?token=${token}`, stranger());

  it('makes one person, with the role and memberships that were offered', async () => {
    const email = anAddress();
    const memberships = [{ project: project.slug, role: 'OPERATOR' }];
    const created = await invite({ email: email.toUpperCase(), memberships });
    expectStatus(created, 201);
    const { token, path, invitation } = created.body;
    expect(path).toBe(`/invitation#token=${token}`);
    expect(invitation).toMatchObject({ email, role: 'MEMBER', memberships, invitedBy: { name: 'Olga Owner' } });
    expect((await read(token)).body).toEqual({ email, invitedBy: 'Olga Owner', expiresAt: invitation.expiresAt });
    const accepted = await accept(token);
    expectStatus(accepted, 201);
    expect(accepted.body).toMatchObject({ email, name: 'Nora New', role: 'MEMBER', memberships, isDisabled: false });
    problem(await accept(token), 404);
    problem(await read(token), 404);
    expect((await api.get('/people/invitations')).text).not.toContain(email);
    expect((await api.get('/people')).body.items).toContainEqual(accepted.body);
  });

  it('makes one person when it is accepted twice at the same moment', async () => {
    const email = anAddress();
    const { body } = await invite({ email });
    const names = ['First', 'Second', 'Third'];
    const answers = await Promise.all(names.map((name) => accept(body.token, name)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 404, 404]);
    const [winner] = answers.filter(({ status }) => status === 201);
    const session = await signIn(api, email, PASSWORD);
    expect(session.body.person).toMatchObject({ id: winner!.body.id, name: winner!.body.name });
  });

  it('that was broken off in the middle can be accepted again', async () => {
    const email = anAddress();
    const { body } = await invite({ email });
    const { id } = body.invitation;
    await api.worker.store.people.create({
      _id: id,
      name: 'Broken Off',
      email,
      emailVerified: false,
      role: 'MEMBER',
      memberships: [],
      createdAt: new Date(),
      updatedAt: new Date(),
    });
    expect((await accept(body.token)).body).toMatchObject({ id, name: 'Nora New' });
    expectStatus(await signIn(api, email, PASSWORD), 200);
  });

  it('is worth nothing once it is taken back, replaced, or run out', async () => {
    const invitations = await Promise.all([1, 2, 3].map(() => invite({ email: anAddress() })));
    const [taken, replaced, over] = invitations;
    const at = (answer: typeof taken) => `/people/invitations/${answer!.body.invitation.id}`;
    expectStatus(await api.send('DELETE', at(taken)), 204);
    problem(await api.send('DELETE', at(taken)), 404);
    expectStatus(await invite({ email: replaced!.body.invitation.email }), 201);
    const expired = { $set: { expiresAt: new Date(Date.now() - 1) } };
    await inDatabase(api, (database) =>
      database.collection('invitations').updateOne({ id: over!.body.invitation.id }, expired),
    );
    for (const { body } of invitations) {
      problem(await read(body.token), 404);
      problem(await accept(body.token), 404);
    }
    const { body } = await api.get('/people/invitations');
    const open = body.items.map(({ email }: { email: string }) => email);
    expect(open.filter((email: string) => email === replaced!.body.invitation.email)).toHaveLength(1);
    expect(open).not.toContain(over!.body.invitation.email);
  });

  it('is not for somebody who is here, also by the time it is accepted', async () => {
    const { email } = await invited(api);
    expect(problem(await invite({ email }), 409).errors?.[0]?.path).toBe('email');
    const late = anAddress();
    const { body } = await invite({ email: late });
    const person = (await api.worker.store.people.list())[0]!;
    await api.worker.store.people.create({ ...person, _id: uniqueName('other'), email: late });
    problem(await accept(body.token), 409);
  });

  it('is to projects that there are, each once, and asks for a password that is worth it', async () => {
    const unknown = { email: anAddress(), memberships: [{ project: 'nowhere', role: 'VIEWER' }] };
    expect(problem(await invite(unknown), 400).errors?.[0]?.path).toBe('memberships.0.project');
    const [membership] = [{ project: project.slug, role: 'VIEWER' }];
    const twice = { email: anAddress(), memberships: [membership, membership] };
    expect(problem(await invite(twice), 400).errors?.[0]?.path).toBe('memberships.1.project');
    const { body } = await invite({ email: anAddress() });
    const short = { token: body.token, name: 'x', password: 'short' };
    problem(await api.post('/invitations/accept', short, stranger()), 400);
    expectStatus(await accept(body.token), 201);
  });

  it('comes from an ADMIN of the installation alone', async () => {
    const { token } = await personWith(api, { memberships: [{ project: project.slug, role: 'ADMIN' }] });
    problem(await invite({ email: anAddress() }, token), 403);
    problem(await api.get('/people/invitations', { token }), 403);
    problem(await api.get('/people', { token }), 403);
  });

  it('cannot be guessed at', async () => {
    const from = stranger();
    const guess = (token: string) => api.get(`/invitations/accept?token=${token}`, from);
    for (let attempt = 0; attempt < 10; attempt++) problem(await guess(uniqueName('mc_invite_guess')), 404);
    problem(await guess(uniqueName('mc_invite_guess')), 429);
  });

  it('is noted, without its token', async () => {
    const email = anAddress();
    const { body } = await invite({ email });
    const noted = JSON.stringify(await activity('person.invited'));
    expect(noted).toContain(email);
    expect(noted).not.toContain(body.token);
  });
});

describe('a person', () => {
  it('gets another role and other memberships, and loses them', async () => {
    const { id, token } = await personWith(api);
    problem(await api.get(`/projects/${project.slug}`, { token }), 404);
    const memberships = [{ project: project.slug, role: 'VIEWER' }];
    expect((await edit(id, { memberships })).body.memberships).toEqual(memberships);
    expect((await api.get(`/projects/${project.slug}`, { token })).body.role).toBe('VIEWER');
    problem(await api.post('/tasks', { project: project.slug, title: 'x', type: 'OPS' }, { token }), 403);
    expect((await edit(id, { role: 'ADMIN', memberships: [] })).body.role).toBe('ADMIN');
    expect((await api.get(`/projects/${project.slug}`, { token })).body.role).toBe('ADMIN');
    expectStatus(await edit(id, { role: 'MEMBER' }), 200);
    problem(await api.get(`/projects/${project.slug}`, { token }), 404);
    problem(await edit('nobody', { role: 'MEMBER' }), 404);
    expect(problem(await edit(id, { role: 'KING' }), 400).errors?.[0]?.path).toBe('role');
  });

  it('who is disabled has no key that works, and no place among the members', async () => {
    const { id, token } = await personWith(api, { memberships: [{ project: project.slug, role: 'OPERATOR' }] });
    const isMember = async () => {
      const { body } = await api.get(`/projects/${project.slug}/members`);
      return body.items.some((member: { id: string }) => member.id === id);
    };
    expect(await isMember()).toBe(true);
    expect((await edit(id, { isDisabled: true })).body.isDisabled).toBe(true);
    problem(await api.get('/projects', { token }), 401);
    expect(await isMember()).toBe(false);
    expect((await edit(id, { isDisabled: false })).body.isDisabled).toBe(false);
    expectStatus(await api.get('/projects', { token }), 200);
  });

  it('is not edited by members, nor by a service', async () => {
    const { id, token } = await personWith(api, { memberships: [{ project: project.slug, role: 'ADMIN' }] });
    problem(await edit(id, { role: 'ADMIN' }, token), 403);
    const service = await api.post('/api-keys', { kind: 'SERVICE', name: 's', role: 'ADMIN' });
    problem(await edit(id, { role: 'ADMIN' }, service.body.token), 403);
    expectStatus(await api.get('/people', { token: service.body.token }), 200);
  });
});

describe('a member', () => {
  const set = (body: object, token: string) => api.post(`/projects/${project.slug}/members`, body, { token });

  it('is made, changed and taken out by an ADMIN of the project', async () => {
    const { token } = await personWith(api, { memberships: [{ project: project.slug, role: 'ADMIN' }] });
    const other = await ProjectProbe.create(api);
    const { id, email } = await invited(api, { memberships: [{ project: other.slug, role: 'VIEWER' }] });
    const roleAfter = async (role: string | null) => {
      const answer = await set({ email, role }, token);
      expectStatus(answer, 200);
      return answer.body.items.find((member: { id: string }) => member.id === id)?.role;
    };
    expect([await roleAfter('VIEWER'), await roleAfter('OPERATOR')]).toEqual(['VIEWER', 'OPERATOR']);
    const cookie = await cookieOf(api, email);
    expectStatus(await api.post('/tasks', { project: project.slug, title: 'x', type: 'OPS' }, browser(cookie)), 201);
    expect(await roleAfter(null)).toBeUndefined();
    problem(await api.get(`/projects/${project.slug}`, browser(cookie)), 404);
    const person = await api.worker.store.people.byId(id);
    expect(person?.memberships).toEqual([{ project: other.slug, role: 'VIEWER' }]);
  });

  it('is made once by many at the same moment', async () => {
    const { id, email } = await invited(api);
    const roles = ['VIEWER', 'OPERATOR', 'ADMIN', 'OPERATOR'];
    await Promise.all(roles.map((role) => set({ email, role }, api.tokens.owner)));
    expect((await api.worker.store.people.byId(id))?.memberships).toHaveLength(1);
  });

  it('is somebody who is here', async () => {
    const answer = await set({ email: anAddress(), role: 'VIEWER' }, api.tokens.owner);
    expect(problem(answer, 404).detail).toMatch(/invite them first/);
  });

  it('is not made by an OPERATOR, nor by somebody from elsewhere', async () => {
    const { email } = await invited(api);
    const operator = await personWith(api, { memberships: [{ project: project.slug, role: 'OPERATOR' }] });
    const outsider = await personWith(api);
    problem(await set({ email, role: 'ADMIN' }, operator.token), 403);
    problem(await set({ email, role: 'ADMIN' }, outsider.token), 404);
  });
});

describe('an installation', () => {
  let operations: Operations;
  let uri: string;
  const OWNER = uniqueName('mc_owner_of_a_machine');
  const ADA = { name: 'Ada Lovelace', email: 'ada@example.com', password: PASSWORD };
  const tokenIn = (path: string | undefined) => path?.split('token=')[1] ?? '';

  beforeAll(async () => {
    const config = testConfig();
    uri = config.mongodbUri;
    await ensureApiKey(uri, { token: OWNER, kind: 'OWNER', name: 'Local owner' });
    operations = openOperations(config, createLogger('test', 'silent'), 'set-up');
    await eventually(async () => !(await operations.setup.isSetUp()));
  }, 60_000);
  afterAll(() => operations.close());

  it('is set up with the newest link alone', async () => {
    const [first, second] = [await offerSetup(uri), await offerSetup(uri)];
    expect(second).toMatch(/^\/setup#token=mc_setup_[\w-]{43}$/);
    const refused = operations.setup.complete({ token: tokenIn(first), ...ADA });
    await expect(refused).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('keeps its link when the set-up does not come about', async () => {
    const token = tokenIn(await offerSetup(uri));
    await ensureApiKey(uri, { token: `${OWNER}2`, kind: 'OWNER', name: 'Second owner' });
    const owner = (await operations.credentials.ofBearer(`${OWNER}2`)).actor;
    const taken = operations.setup.complete({ token, ...ADA, email: `${owner.id}@owner.invalid` });
    await expect(taken).rejects.toMatchObject({ code: 'CONFLICT', errors: [{ path: 'email' }] });
    const caller = await operations.credentials.ofBearer(OWNER);
    await operations.people.edit(caller, owner.id, { role: 'MEMBER' });
    const people = await Promise.allSettled(
      ['a@example.com', 'b@example.com', 'c@example.com'].map((email) =>
        operations.setup.complete({ token, ...ADA, email }),
      ),
    );
    expect(people.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected', 'rejected']);
  });

  it('has then one ADMIN, who is the owner of the machine with a password', async () => {
    expect(await operations.setup.isSetUp()).toBe(true);
    expect(await offerSetup(uri)).toBeUndefined();
    const caller = await operations.credentials.ofBearer(OWNER);
    const admins = (await operations.people.list(caller)).filter(({ role }) => role === 'ADMIN');
    expect(admins).toMatchObject([{ id: caller.actor.id, name: ADA.name }]);
    const { view } = await operations.accounts.signIn({ email: admins[0]!.email, password: PASSWORD });
    expect(view).toMatchObject({ person: { id: caller.actor.id, role: 'ADMIN' }, hasPassword: true });
  });

  it('keeps its last ADMIN, also when two take the role from each other', async () => {
    const caller = await operations.credentials.ofBearer(OWNER);
    const { id } = caller.actor;
    for (const change of [{ role: 'MEMBER' as const }, { isDisabled: true }]) {
      await expect(operations.people.edit(caller, id, change)).rejects.toMatchObject({ code: 'CONFLICT' });
    }
    const [other] = (await operations.people.list(caller)).filter(({ role }) => role === 'MEMBER');
    await operations.people.edit(caller, other!.id, { role: 'ADMIN' });
    const both = [id, other!.id].map((one) => operations.people.edit(caller, one, { role: 'MEMBER' }));
    await Promise.allSettled(both);
    const left = (await operations.people.list(caller)).filter(
      ({ role, isDisabled }) => role === 'ADMIN' && !isDisabled,
    );
    expect(left.length).toBeGreaterThan(0);
  });
});

it('the set-up link of another installation is refused, and guessing is slow', async () => {
  const from = stranger();
  const complete = () =>
    api.post(
      '/setup',
      { token: uniqueName('mc_setup_wrong_one'), name: 'x', email: anAddress(), password: PASSWORD },
      from,
    );
  expect((await api.get('/setup', stranger())).body).toEqual({ isSetUp: false });
  for (let attempt = 0; attempt < 10; attempt++) problem(await complete(), 403);
  problem(await complete(), 429);
});
