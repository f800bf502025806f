import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MATRIX } from '../operations/authorization/matrix.ts';
import { expectStatus, problem, ProjectProbe, startTestApi, type TestApi } from '../tests/api.test-support.ts';

interface DocumentedRoute {
  readonly 'x-operation': string;
  readonly security?: unknown[];
}

let api: TestApi;
let project: ProjectProbe;
let key: string;
let lease: Awaited<ReturnType<ProjectProbe['claimed']>>;

beforeAll(async () => {
  api = await startTestApi({ ARTIFACT_MAX_BYTES: '100000' });
  project = await ProjectProbe.create(api);
  key = await project.task();
  lease = await project.claimed();
}, 60_000);
afterAll(() => api.stop(), 60_000);

describe('bad input is answered with a problem that names the field:', () => {
  const valid = () => ({ project: project.slug, title: 'x', type: 'OPS' });

  it.each([
    ['malformed JSON', '{"title": ', 'not valid JSON'],
    ['a body that is no object', '"text"', ''],
    ['an array', '[]', ''],
    ['null', 'null', ''],
  ])('%s', async (_what, body, detail) => {
    expect(problem(await api.send('POST', '/tasks', { body }), 400).detail).toContain(detail);
  });

  it.each([
    ['an unknown field', { nonsense: 1 }, 'nonsense'],
    ['a wrong type', { title: 7 }, 'title'],
    ['an empty title', { title: '  ' }, 'title'],
    ['a title of two lines', { title: 'a\nb' }, 'title'],
    ['control characters', { title: 'a\u0007b' }, 'title'],
    ['half a character', { description: '\ud800' }, 'description'],
    ['a title that is too long', { title: 'x'.repeat(201) }, 'title'],
    ['an unknown type', { type: 'MAGIC' }, 'type'],
    ['a priority out of range', { priority: 9 }, 'priority'],
    ['a date that is none', { dueAt: 'tomorrow' }, 'dueAt'],
    ['a negative budget', { budgetMicros: -1 }, 'budgetMicros'],
    ['a label with spaces', { labels: ['a b'] }, 'labels.0'],
    ['an operator in metadata', { metadata: { a: { $where: 'x' } } }, 'metadata'],
    ['metadata that is too big', { metadata: { a: 'x'.repeat(17_000) } }, 'metadata'],
    ['a source that people cannot claim', { source: 'GITHUB' }, 'source'],
    ['somebody else as author', { createdBy: { kind: 'HUMAN', id: 'x', name: 'y' } }, 'createdBy'],
    ['a dependency that does not exist', { dependsOn: ['NO-1'] }, 'dependsOn'],
    ['a reviewer that does not exist', { reviewer: { kind: 'HUMAN', id: 'nobody' } }, 'reviewer'],
    ['a workspace with a shell in it', { workspace: { repositoryUrl: 'ext::sh -c x' } }, 'workspace.repositoryUrl'],
  ])('%s', async (_what, fields, path) => {
    const { errors = [], detail } = problem(await api.post('/tasks', { ...valid(), ...fields }), 400);
    expect(errors.map((error) => error.path)).toContain(path);
    expect(detail).toBeTruthy();
  });

  it('a body that is too large', async () => {
    const huge = { ...valid(), description: 'x'.repeat(600_000) };
    expect(problem(await api.post('/tasks', huge), 413).title).toBe('Too large');
  });

  it('another content type than JSON', async () => {
    const headers = { 'content-type': 'text/plain' };
    expect(problem(await api.send('POST', '/tasks', { body: '{}', headers }), 415).detail).toContain(
      'application/json',
    );
  });

  it.each(['/tasks/nonsense', '/tasks/mc-1', '/tasks/MC-0', '/tasks/MC-1e9/events', '/tasks/%24ne'])(
    'the task key of %s',
    async (path) => {
      expect(problem(await api.get(path), 400).errors?.[0]?.path).toBe('key');
    },
  );

  it.each([
    ['/tasks?cursor=%21%21', 'cursor'],
    ['/approvals?cursor=***', 'cursor'],
    ['/executions?cursor=a', 'cursor'],
    ['/tasks?limit=0', 'limit'],
    ['/tasks?limit=201', 'limit'],
    ['/tasks?limit=many', 'limit'],
    ['/tasks?nonsense=1', 'nonsense'],
    ['/tasks?status=LOST', 'status'],
    ['/tasks?project[$ne]=x', 'project[$ne]'],
    ['/stream?project=NO', 'project'],
  ])('%s', async (path, field) => {
    expect(problem(await api.get(path), 400).errors?.map((error) => error.path)).toContain(field);
  });

  it('a cursor of another list', async () => {
    const cursor = Buffer.from('abc').toString('base64url');
    expect(problem(await api.get(`/tasks/${key}/events?cursor=${cursor}`), 400).errors?.[0]?.path).toBe('cursor');
  });

  it('an idempotency key that is none', async () => {
    const headers = { 'idempotency-key': 'with spaces in it' };
    expect(problem(await api.post('/tasks', valid(), { headers }), 400).errors?.[0]?.path).toBe('Idempotency-Key');
  });

  it.each(['../x', '..', 'a/b', 'a"b', ''])('the file name %j', async (name) => {
    const path = `/tasks/${key}/artifacts?name=${encodeURIComponent(name)}`;
    expect(problem(await api.send('POST', path, { body: 'x' }), 400).errors?.[0]?.path).toBe('name');
  });

  it('changes nothing', async () => {
    const { body } = await api.get(`/tasks/${key}`);
    expect(body.seq).toBe(1);
  });
});

describe('what does not exist is a 404:', () => {
  it.each([
    '/tasks/NOPE-1',
    '/tasks/NOPE-1/events',
    '/tasks/NOPE-1/verify',
    '/tasks/NOPE-1/report.md',
    '/projects/nobody',
    '/projects/nobody/board',
    '/executions/NOPE-1-X1',
    '/approvals/NOPE-1-A1',
    '/artifacts/nothing',
    '/no/such/route',
  ])('GET %s', async (path) => {
    problem(await api.get(path), 404);
  });

  it('a command to an unknown task', async () => {
    problem(await project.command('NOPE-1', 'comment', { body: 'x' }), 404);
  });

  it('a command that there is not', async () => {
    problem(await project.command(key, 'explode'), 404);
  });

  it('a command that only the system sends', async () => {
    for (const name of ['executionReported', 'expireApproval', 'escalateApproval', 'create']) {
      problem(await project.command(key, name), 404);
    }
  });

  it('another method', async () => {
    problem(await api.send('DELETE', '/tasks'), 404);
  });
});

describe('a refused command says', () => {
  it('what is missing and what would be allowed', async () => {
    const body = problem(await project.command(key, 'transition', { to: 'ASSIGNED' }), 422);
    expect(body.errors).toEqual([{ path: 'assignees', message: 'at least one assignee is needed' }]);
    expect(body.allowed?.map(({ to }) => to).toSorted()).toEqual(['ASSIGNED', 'BLOCKED', 'CANCELED']);
  });

  it('that the key was used for something else', async () => {
    const headers = { 'idempotency-key': 'reused' };
    expectStatus(await project.command(key, 'comment', { body: 'one' }, { headers }), 200);
    expect(problem(await project.command(key, 'comment', { body: 'two' }, { headers }), 409).type).toMatch(
      /idempotency-conflict$/,
    );
    expect(problem(await project.command(key, 'plan', { bullets: ['a', 'b', 'c'] }, { headers }), 409).type).toMatch(
      /idempotency-conflict$/,
    );
  });

  it('that the task has ended', async () => {
    const over = await project.task();
    expectStatus(await project.command(over, 'transition', { to: 'CANCELED', reason: 'x' }), 200);
    problem(await project.command(over, 'comment', { body: 'late' }), 409);
  });
});

describe('credentials', () => {
  it.each([
    ['none', { token: null }],
    ['an unknown token', { token: 'mc_owner_unknown' }],
    ['a forged execution token', { token: 'mc_lease_MC-1-X1-L1-abc.AAAA' }],
    ['a scheme that is not Bearer', { token: null, headers: { authorization: 'Basic b2xnYTp4' } }],
    ['an empty bearer', { token: null, headers: { authorization: 'Bearer ' } }],
    ['an unknown session', { token: null, headers: { cookie: 'mission_control_session=nothing' } }],
  ])('%s: 401, with the scheme that would do', async (_what, options) => {
    const answer = await api.get('/tasks', options);
    problem(answer, 401);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
  });

  it('are asked for before the body is looked at', async () => {
    problem(await api.send('POST', '/tasks', { body: '{', token: null }), 401);
  });

  it('of every route of the contract: 401 without them', async () => {
    const { body: document } = await api.get('/openapi.json');
    const unguarded: string[] = [];
    for (const [path, operations] of Object.entries<object>(document.paths)) {
      for (const [method, operation] of Object.entries<DocumentedRoute>(operations as never)) {
        const at = path.replaceAll(/\{\w+\}/g, 'MC-1');
        const { status } = await api.send(method.toUpperCase(), at, { token: null });
        if (status !== 401) unguarded.push(operation['x-operation']);
        if (status !== 401) expect(operation.security).toEqual([]);
      }
    }
    const forAnybody = Object.entries(MATRIX).filter(([, { scope }]) => scope === 'ANYBODY');
    expect(unguarded.toSorted()).toEqual(forAnybody.map(([operation]) => operation).toSorted());
  });

  it('of an executor do not open what is for people', async () => {
    const { token } = { token: api.tokens.executor };
    problem(await api.get('/tasks', { token }), 403);
    problem(await api.get('/stream', { token }), 403);
    problem(await project.command(key, 'comment', { body: 'x' }, { token }), 403);
    problem(await api.post(`/approvals/${key}-A1/decide`, { decision: 'APPROVE' }, { token }), 403);
  });

  it('of a person do not open what is for executors', async () => {
    problem(await api.post('/executions/claim', { types: ['CODEMOD'], executor: { name: 'x' } }), 403);
    problem(await api.post(`/executions/${lease.execution}/heartbeat`), 403);
    problem(await api.post(`/executions/${lease.execution}/tool-calls`, { tool: 'read_file', summary: 'x' }), 403);
  });

  it('of an executor are for its types, and for nobody MANUAL', async () => {
    const claim = (types: string[], token: string) =>
      api.post('/executions/claim', { types, executor: { name: 'x' } }, { token });
    problem(await claim(['CODEMOD'], api.tokens.cursor), 403);
    problem(await claim(['MANUAL'], api.tokens.executor), 403);
    expectStatus(await claim(['CURSOR'], api.tokens.cursor), 204);
  });

  it('of one execution are for nothing else', async () => {
    const other = await project.claimed();
    const { token } = lease;
    problem(await api.post(`/executions/${other.execution}/heartbeat`, {}, { token }), 403);
    problem(await api.post(`/executions/${other.execution}/complete`, { summary: 'x' }, { token }), 403);
    problem(await api.post(`/executions/${other.execution}/fail`, { error: 'x', retryable: true }, { token }), 403);
    problem(await api.post(`/executions/${other.execution}/release`, {}, { token }), 403);
    problem(await api.post(`/executions/${other.execution}/canceled`, {}, { token }), 403);
    problem(await api.post(`/executions/${other.execution}/tool-calls`, { tool: 'x', summary: 'x' }, { token }), 403);
    problem(await api.send('POST', `/executions/${other.execution}/artifacts?name=x`, { body: 'x', token }), 403);
    problem(await api.get(`/tasks/${other.key}`, { token }), 403);
    problem(await api.post('/executions/claim', { types: ['CODEMOD'], executor: { name: 'x' } }, { token }), 403);
  });
});

describe('a browser', () => {
  const signIn = (token: string, headers = {}) => api.post('/session', { token }, { token: null, headers });
  const cookieOf = async () => (await signIn(api.tokens.owner)).headers.get('set-cookie')!.split(';')[0]!;

  it('gets a cookie that scripts and other sites cannot use', async () => {
    const answer = await signIn(api.tokens.owner);
    expectStatus(answer, 200);
    const cookie = answer.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^mission_control_session=\w{32}\.[\w-]{43};/);
    expect(cookie).toMatch(/; HttpOnly/);
    expect(cookie).toMatch(/; SameSite=Strict/);
    expect(cookie).toMatch(/; Path=\//);
    expect(cookie).toMatch(/; Expires=/);
    expect(answer.text).not.toContain(api.tokens.owner);
  });

  it('is the person whose token it was, until it signs out', async () => {
    const cookie = await cookieOf();
    const options = { token: null, headers: { cookie } };
    expect((await api.get('/session', options)).body.person.name).toBe('Olga Owner');
    expectStatus(await api.get('/tasks', options), 200);
    expectStatus(await api.send('DELETE', '/session', options), 204);
    problem(await api.get('/session', options), 401);
    problem(await api.get('/tasks', options), 401);
  });

  it('cannot be made to send commands by another site', async () => {
    const cookie = await cookieOf();
    const comment = (origin: string) =>
      project.command(key, 'comment', { body: origin }, { token: null, headers: { cookie, origin } });
    problem(await comment('https://evil.example'), 403);
    problem(await comment('null'), 403);
    problem(await comment(`${api.url}.evil.example`), 403);
    expectStatus(await comment(api.url), 200);
  });

  it('is not believed to come by TLS by a header that anybody can send', async () => {
    const cookie = (await signIn(api.tokens.owner, { 'x-forwarded-proto': 'https' })).headers.get('set-cookie');
    expect(cookie).not.toMatch(/; Secure/);
  });

  it('is not signed in by the key of an executor', async () => {
    problem(await signIn(api.tokens.executor), 403);
  });

  it('is told to wait after too many failed attempts', async () => {
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 12; attempt++) statuses.push((await signIn('wrong')).status);
    expect(statuses).toContain(401);
    const last = await signIn(api.tokens.owner);
    problem(last, 429);
    expect(last.headers.get('retry-after') ?? last.headers.get('ratelimit')).toBeTruthy();
  });
});

it('sends headers that keep browsers safe, on every kind of answer', async () => {
  for (const path of ['/tasks', '/no/such/route', '/openapi.json']) {
    const { headers } = await api.get(path);
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-powered-by')).toBeNull();
  }
});
