import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import {
  expectStatus,
  problem,
  ProjectProbe,
  startTestApi,
  type Json,
  type TestApi,
} from '../tests/api.test-support.ts';
import { Listener } from '../tests/listener.test-support.ts';
import { eventually } from '../tests/stack.test-support.ts';

const LIMIT = 100_000;

let api: TestApi;
let project: ProjectProbe;

beforeAll(async () => {
  api = await startTestApi({ ARTIFACT_MAX_BYTES: String(LIMIT), TEMPORAL_UI_URL: 'http://temporal.example' });
  project = await ProjectProbe.create(api);
}, 60_000);
afterAll(() => api.stop(), 60_000);

describe('the live stream', () => {
  const open: Listener[] = [];
  afterEach(() => open.splice(0).forEach((listener) => listener.close()));
  const listen = async (query = '', lastEventId?: string) => {
    const listener = await Listener.open(api, { query, lastEventId });
    open.push(listener);
    return listener;
  };

  it('tells what changed, who did it, and how the task looks now', async () => {
    const listener = await listen();
    const key = await project.task({ title: 'Watched' });
    const { data, id } = await listener.next((event) => event.data.taskKey === key);
    expect(data).toMatchObject({
      seq: 1,
      type: 'task.created',
      actor: { name: 'Olga Owner' },
      card: { title: 'Watched' },
    });
    expect(id).toMatch(/^\S+$/);
  });

  it('picks up where a listener was cut off: nothing is missed', async () => {
    const first = await listen();
    const key = await project.task();
    const { id } = await first.next((event) => event.data.taskKey === key);
    first.close();
    for (const body of ['one', 'two', 'three']) await project.command(key, 'comment', { body });
    const second = await listen('', id);
    for (const seq of [2, 3, 4]) await second.next((event) => event.data.taskKey === key && event.data.seq === seq);
  });

  it('of one project is silent about others', async () => {
    const other = await ProjectProbe.create(api);
    const listener = await listen(`?project=${other.slug}`);
    await project.task();
    const key = await other.task();
    await listener.next((event) => event.data.taskKey === key);
    expect(new Set(listener.events.map(({ data }) => data.projectId))).toEqual(new Set([other.slug]));
  });

  it('shows the progress of executions without keeping it', async () => {
    const { execution, token } = await project.claimed();
    const listener = await listen();
    await api.post(`/executions/${execution}/heartbeat`, { progress: { percent: 30, message: 'reading' } }, { token });
    const { id } = await listener.next((event) => event.name === 'execution.progress');
    expect(id).toBeUndefined();
  });

  it('sends each change once to a listener, in the order of the task', async () => {
    const listener = await listen();
    const key = await project.task();
    await Promise.all(['a', 'b', 'c', 'd'].map((body) => project.command(key, 'comment', { body })));
    await listener.next((event) => event.data.taskKey === key && event.data.seq === 5);
    const seqs = listener.events.filter(({ data }) => data.taskKey === key).map(({ data }) => data.seq);
    expect(seqs).toEqual([1, 2, 3, 4, 5]);
  });

  it('is for those who are signed in', async () => {
    problem(await api.get('/stream', { token: null }), 401);
  });

  it('stops looking when nobody listens any more', async () => {
    const listener = await listen();
    await eventually(() => api.operations.live.subscribers > 0);
    listener.close();
    await eventually(() => api.operations.live.subscribers === 0);
  });
});

/** One dot. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

describe('files', () => {
  const upload = (key: string, name: string, body: string | Uint8Array, type = 'text/html') =>
    api.send('POST', `/tasks/${key}/artifacts?name=${encodeURIComponent(name)}`, {
      body,
      headers: { 'content-type': type },
    });

  it('come back as they were, and never as something that a browser runs', async () => {
    const key = await project.task();
    const html = '<script>alert(1)</script>';
    const { body: artifact } = await upload(key, 'übersicht (1).html', html);
    expect(artifact).toMatchObject({ name: 'übersicht (1).html', type: 'text/html', size: html.length });
    const answer = await api.get(`/artifacts/${artifact.id}`);
    expect(answer.text).toBe(html);
    expect(answer.headers.get('content-type')).toBe('application/octet-stream');
    expect(answer.headers.get('content-disposition')).toMatch(
      /^attachment; filename=.*filename\*=UTF-8''%C3%BCbersicht/,
    );
    expect(answer.headers.get('content-security-policy')).toContain('sandbox');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    // As it is: of its length, and not compressed.
    expect(answer.headers.get('content-length')).toBe(String(html.length));
    expect(answer.headers.get('content-encoding')).toBeNull();
  });

  it('are of the kind that their first bytes say; only pictures are shown as such', async () => {
    const key = await project.task();
    const typesOf = async (name: string, body: string | Uint8Array, type: string) => {
      const { body: artifact } = await upload(key, name, body, type);
      const { headers } = await api.get(`/artifacts/${artifact.id}`);
      expect(headers.get('content-disposition')).toMatch(/^attachment/);
      return [artifact.type, headers.get('content-type')];
    };
    const bytes = 'application/octet-stream';
    expect(await typesOf('dot.png', PNG, 'text/plain')).toEqual(['image/png', 'image/png']);
    expect(await typesOf('fake.png', '<script>alert(1)</script>', 'image/png')).toEqual([bytes, bytes]);
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>';
    expect((await typesOf('drawing.svg', svg, 'image/svg+xml'))[1]).toBe(bytes);
    expect(await typesOf('run.log', 'all is well\n', 'text/plain')).toEqual(['text/plain', bytes]);
  });

  it('are the same file when the same bytes come again under the same name', async () => {
    const key = await project.task();
    const [one, two] = await Promise.all([upload(key, 'a', 'same'), upload(key, 'a', 'same')]);
    expect(one.body).toEqual(two.body);
    expect((await upload(key, 'b', 'same')).body).toMatchObject({ sha256: one.body.sha256 });
  });

  it('may be empty, and as large as the limit, and not larger', async () => {
    const key = await project.task();
    expectStatus(await upload(key, 'full', new Uint8Array(LIMIT)), 201);
    problem(await upload(key, 'over', new Uint8Array(LIMIT + 1)), 413);
    expect((await upload(key, 'empty', '')).body.size).toBe(0);
  });

  it('belong to tasks that exist', async () => {
    problem(await upload('NOPE-1', 'a', 'x'), 404);
  });
});

describe('an incident report', () => {
  it('is the same bytes for the same history, and says so itself', async () => {
    const key = await project.task({ title: 'Report # me', description: '## Integrity\n\n- forged' });
    await project.command(key, 'comment', { body: '<script>alert(1)</script>\n# not a heading' });
    await project.command(key, 'transition', { to: 'CANCELED', reason: 'done with it' });
    const [one, two] = await Promise.all([api.get(`/tasks/${key}/report.md`), api.get(`/tasks/${key}/report.md`)]);
    expect(one.text).toBe(two.text);
    expect(one.headers.get('content-disposition')).toBe(`attachment; filename=incident-report-${key}.md`);
    expect(one.headers.get('content-type')).toMatch(/^text\/markdown/);
    expect(one.text).toContain('hash chain verified: yes');
    expect(one.text).toContain('> <script>alert(1)</script>');
    expect(one.text.split('\n').filter((line) => line.startsWith('## Integrity'))).toHaveLength(1);
    const { body } = await api.get(`/tasks/${key}/report.json`);
    expect(body.integrity).toMatchObject({ events: 3, verified: true });
    expect(body.timeline.map(({ seq }: { seq: number }) => seq)).toEqual([1, 2, 3]);
  });

  it('and verification find an event that was tampered with', async () => {
    const key = await project.task();
    await project.command(key, 'comment', { body: 'said' });
    const { default: mongoose } = await import('mongoose');
    const connection = await mongoose.createConnection(api.worker.config.mongodbUri).asPromise();
    await connection.collection('events').updateOne({ taskKey: key, seq: 2 }, { $set: { 'data.body': 'never said' } });
    await connection.close();
    expect((await api.get(`/tasks/${key}/report.json`)).body.integrity.verified).toBe(false);
    expect((await api.get(`/tasks/${key}/report.md`)).text).toContain('hash chain verified: NO');
    expect((await api.get(`/tasks/${key}/verify`)).body.problems).toEqual(['event 2 was changed']);
  });
});

describe('the OpenAPI document', () => {
  it('is a valid OpenAPI 3.1 document whose references lead somewhere', async () => {
    const { body: document, headers } = await api.get('/openapi.json', { token: null });
    expect(headers.get('content-type')).toMatch(/^application\/json/);
    expect(document.openapi).toBe('3.1.0');
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path!);
    expect(references.length).toBeGreaterThan(10);
    for (const path of new Set(references)) {
      expect([path, path.split('/').reduce((node, name) => node?.[name], document) !== undefined]).toEqual([
        path,
        true,
      ]);
    }
    const ids = operationsOf(document).map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { path, parameters = [], responses } of operationsOf(document)) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect([path, parameters.filter((one) => one.in === 'path').map(({ name }) => name)]).toEqual([path, named]);
      expect(responses['default'].content['application/problem+json']).toBeDefined();
    }
  });

  it('has schemas that are JSON Schema 2020-12, and tells the truth about the answers', async () => {
    const { body: document } = await api.get('/openapi.json');
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema(document, 'openapi');
    const key = await project.task({ labels: ['x'] });
    await project.dispatched();
    const reads: [string, string][] = [
      ['/tasks', '/tasks'],
      ['/tasks/{key}', `/tasks/${key}`],
      ['/tasks/{key}/events', `/tasks/${key}/events`],
      ['/tasks/{key}/route', `/tasks/${key}/route`],
      ['/tasks/{key}/verify', `/tasks/${key}/verify`],
      ['/projects', '/projects'],
      ['/projects/{slug}/board', `/projects/${project.slug}/board`],
      ['/projects/{slug}/members', `/projects/${project.slug}/members`],
      ['/executions', '/executions'],
      ['/approvals', '/approvals'],
      ['/health', '/health'],
    ];
    for (const [template, path] of reads) {
      const pointer = `/paths/${`/api/v1${template}`.replaceAll('/', '~1')}/get/responses/200/content/application~1json/schema`;
      const validate = ajv.compile({ $ref: `openapi#${encodeURI(pointer)}` });
      const { body } = await api.get(path);
      expect([path, validate(body), validate.errors ?? []]).toEqual([path, true, []]);
    }
  });

  it('can be browsed, from our own origin alone', async () => {
    const answer = await fetch(`${api.url}/api/docs/`);
    const page = await answer.text();
    expect(answer.status).toBe(200);
    expect(page).toContain('swagger-ui');
    expect(page).not.toMatch(/https?:\/\//);
  });
});

it('shows operators the live workflow, with a link to it', async () => {
  const key = await project.task();
  const { body } = await api.get(`/tasks/${key}/workflow`);
  expect(body).toMatchObject({ status: 'RUNNING', info: { seq: 1, outboxLength: 0 } });
  expect(body.url).toMatch(/^http:\/\/temporal\.example\/namespaces\/default\/workflows\/task-/);
});

it('says what works: to probes, to Prometheus and to people', async () => {
  const text = async (path: string) => (await fetch(`${api.url}${path}`)).text();
  expect(JSON.parse(await text('/healthz'))).toEqual({ status: 'UP' });
  expect(JSON.parse(await text('/readyz'))).toMatchObject({ status: 'UP' });
  expect(await text('/metrics')).toMatch(/http_request_duration_seconds_bucket\{.*route="\/api\/v1\/tasks/);
  const { body } = await api.get('/health');
  expect(body.components.map(({ name, status }: { name: string; status: string }) => [name, status])).toEqual(
    expect.arrayContaining([
      ['temporal', 'UP'],
      ['worker', 'UP'],
      ['mongodb', 'UP'],
    ]),
  );
});

interface Operation {
  readonly path: string;
  readonly operationId: string;
  readonly parameters?: { in: string; name: string }[];
  readonly responses: Record<string, Json>;
}

function operationsOf(document: Json): Operation[] {
  return Object.entries<object>(document.paths).flatMap(([path, operations]) =>
    Object.values<object>(operations as never).map((operation) => ({ path, ...operation }) as Operation),
  );
}
