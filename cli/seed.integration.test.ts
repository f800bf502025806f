import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { TASK_TYPES } from '../domain/task/vocabulary.ts';
import { SAMPLE_PROJECTS } from '../operations/sample-projects.ts';
import { startTestApi, type Json, type TestApi } from '../tests/api.test-support.ts';
import { ApiClient } from './api-client.ts';
import { seedSample } from './seed.ts';

let api: TestApi;
let client: ApiClient;

beforeAll(async () => {
  api = await startTestApi();
  client = new ApiClient({ url: api.url, token: api.tokens.owner });
}, 60_000);
afterAll(() => api.stop(), 60_000);

async function installation(): Promise<Json[]> {
  const { body } = await api.get('/projects');
  const agents = body.items.map(({ slug }: Json) => api.get(`/agents?project=${slug}`));
  return [body, ...(await Promise.all(agents)).map((answer: Json) => answer.body)];
}

it('creates three projects and 18 agents, and the second time nothing', async () => {
  expect(await seedSample(client)).toEqual({ projects: 3, agents: 18 });
  const seeded = await installation();
  expect(await seedSample(client)).toEqual({ projects: 0, agents: 0 });
  expect(await installation()).toEqual(seeded);
});

it('leaves an agent as people have made it, and adds the one that is missing', async () => {
  const { body } = await api.get('/agents?project=openclaw');
  const [first, second] = body.items;
  await api.send('PATCH', `/agents/${first.id}`, { body: { role: 'INTERN', emoji: '🐢' } });
  await api.send('PATCH', `/agents/${second.id}`, { body: { name: 'Somebody else' } });
  expect(await seedSample(client)).toEqual({ projects: 0, agents: 1 });
  expect((await api.get(`/agents/${first.id}`)).body).toMatchObject({ role: 'INTERN', emoji: '🐢' });
});

it.each(TASK_TYPES)('some agent is meant for %s tasks, beside those that take every type', (type) => {
  const agents = SAMPLE_PROJECTS.flatMap((project) => project.agents);
  expect(agents.filter(({ allowedTypes }) => allowedTypes.includes(type))).not.toEqual([]);
});

it('names are unique in their project, and so are emoji', () => {
  for (const { agents } of SAMPLE_PROJECTS) {
    expect(new Set(agents.map(({ name }) => name.toLowerCase())).size).toBe(agents.length);
    expect(new Set(agents.map(({ emoji }) => emoji)).size).toBe(agents.length);
  }
});
