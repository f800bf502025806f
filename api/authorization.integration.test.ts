import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MATRIX, ruleOf, type Operation } from '../operations/authorization/matrix.ts';
import { startTestApi, type Answer, type TestApi } from '../tests/api.test-support.ts';
import { FakeGithub } from '../tests/fakes/github/fake-github.ts';
import { expectedOf, type Outcome } from './authorization/expectation.test-support.ts';
import { exampleOf, makeResources, type Resources } from './authorization/examples.test-support.ts';
import { makeIdentities, type Identity } from './authorization/identities.test-support.ts';

interface DocumentedRoute {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

let github: FakeGithub;
let api: TestApi;
let resources: Resources;
let identities: readonly Identity[];
let routes: readonly DocumentedRoute[];

beforeAll(async () => {
  github = await FakeGithub.start();
  api = await startTestApi({ GITHUB_API_ROOT: github.apiRoot });
  resources = await makeResources(api, github);
  identities = await makeIdentities(api, resources);
  const { body } = await api.get('/openapi.json');
  routes = Object.entries<Record<string, { 'x-operation': Operation }>>(body.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, documented]) => ({
      method: method.toUpperCase(),
      path: path.replace('/api/v1', ''),
      operation: documented['x-operation'],
    })),
  );
}, 120_000);

afterAll(async () => {
  await api.stop();
  await github.stop();
});

/** What an answer says of who asks. Where no project is at hand, what is unknown is the thing that was asked for. */
function outcomeOf({ status, body }: Answer, operation: Operation): Outcome {
  const { scope } = ruleOf(operation);
  const detail = String(body?.detail);
  if (status === 401 && scope !== 'ANYBODY') return 'NOBODY';
  if (status === 403 && ABOUT_WHO.test(detail)) return 'FORBIDDEN';
  if (status === 404 && scope === 'PROJECT' && /does not exist/.test(detail)) return 'UNKNOWN';
  return 'ALLOWED';
}

/** The routes of policies ask for these as well when the policy is a GLOBAL one: api/policies.integration.test.ts. */
const OF_GLOBAL_POLICIES: readonly Operation[] = ['policies.readGlobal', 'policies.publishGlobal'];

const ABOUT_WHO = /may not do this|limited to|only an ADMIN of the installation|emergency stop/;

describe('the contract', () => {
  it('names an operation of the matrix for every route, and has an example for each', () => {
    expect(routes.length).toBeGreaterThan(70);
    expect(routes.filter(({ operation }) => !(operation in MATRIX))).toEqual([]);
    expect(routes.filter(({ method, path }) => exampleOf(method, path) === undefined)).toEqual([]);
  });

  it('has a route for every operation, or asks for it where what is asked for is known', () => {
    const served = new Set([...routes.map(({ operation }) => operation), ...OF_GLOBAL_POLICIES]);
    expect((Object.keys(MATRIX) as Operation[]).filter((operation) => !served.has(operation))).toEqual([]);
  });
});

describe('every route', () => {
  // Orders that change what everybody may do come last.
  const isUpheaval = ({ operation }: DocumentedRoute) => operation.startsWith('installation.');

  it('does for every kind of caller what the matrix says', async () => {
    const ordered = [...routes.filter((route) => !isUpheaval(route)), ...routes.filter(isUpheaval)];
    const surprises: string[] = [];
    const look = async (route: DocumentedRoute, identity: Identity) => {
      const expected = expectedOf(identity, route.operation);
      const answer = await ask(route, identity);
      const outcome = outcomeOf(answer, route.operation);
      if (outcome === expected && answer.status < 500) return;
      const what = `${route.method} ${route.path} (${route.operation}) by ${identity.name}`;
      surprises.push(`${what}: ${outcome} (${answer.status} ${answer.text.slice(0, 160)}) instead of ${expected}`);
    };
    for (const route of ordered) {
      const [able, others] = partition(identities, (one) => expectedOf(one, route.operation) === 'ALLOWED');
      await Promise.all(others.map((identity) => look(route, identity)));
      for (const identity of able) await look(route, identity);
    }
    expect(surprises).toEqual([]);
  }, 600_000);
});

const partition = <Item>(items: readonly Item[], isFirst: (item: Item) => boolean): [Item[], Item[]] => [
  items.filter(isFirst),
  items.filter((item) => !isFirst(item)),
];

function ask({ method, path }: DocumentedRoute, identity: Identity): Promise<Answer> {
  const example = exampleOf(method, path)?.(resources);
  const url = path.replaceAll(/\{(\w+)\}/g, (_match, name: string) => example?.params?.[name] ?? name);
  const query = example?.query ? `?${new URLSearchParams(example.query).toString()}` : '';
  if (path === '/stream') return listen(url + query, identity.token);
  return api.send(method, url + query, {
    token: identity.token,
    ...(example?.body !== undefined && { body: example.body }),
  });
}

/** A stream never ends by itself: only how it begins counts. */
async function listen(path: string, token: string | null): Promise<Answer> {
  const hangUp = new AbortController();
  const headers = token === null ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch(`${api.url}/api/v1${path}`, { headers, signal: hangUp.signal });
  const text = response.ok ? '' : await response.text();
  hangUp.abort();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text), text, headers: response.headers };
}
