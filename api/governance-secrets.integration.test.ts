import { afterAll, beforeAll, expect, it } from '@jest/globals';
import mongoose from 'mongoose';
import { expectStatus, ProjectProbe, startTestApi, type TestApi } from '../tests/api.test-support.ts';
import { askFor, decisionsOn, running } from '../tests/governance.test-support.ts';

const GITHUB = 'ghp_0123456789abcdefABCDEF0123456789abcd';
const PASSWORD = 'correct-horse-Battery-9-staple';
const SECRETS = [GITHUB, PASSWORD];

let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
}, 120_000);
afterAll(() => api.stop(), 60_000);

/** Everything that the database keeps, as text. */
async function everythingStored(): Promise<string> {
  const connection = await mongoose.createConnection(api.worker.config.mongodbUri).asPromise();
  try {
    const collections = (await connection.db?.listCollections().toArray()) ?? [];
    const texts = collections.map(async ({ name }) =>
      JSON.stringify(await connection.collection(name).find().toArray()),
    );
    return (await Promise.all(texts)).join('\n');
  } finally {
    await connection.close();
  }
}

it('a secret that a tool is called with is in no answer and nowhere in the database', async () => {
  const project = await ProjectProbe.create(api);
  const work = await running(project, { role: 'INTERN' });
  const answers = [
    await askFor(project, work, {
      tool: 'shell',
      arguments: { command: `git status; curl -H 'Authorization: Bearer ${GITHUB}' https://github.com/x` },
      summary: `fetches with ${GITHUB}`,
    }),
    await askFor(project, work, {
      tool: 'deploy',
      arguments: { env: { DB_PASSWORD: PASSWORD }, url: `https://bot:${PASSWORD}@github.com/` },
      summary: `deploys with password=${PASSWORD}`,
      justification: `the token is ${GITHUB}`,
      rollbackPlan: `export GITHUB_TOKEN=${GITHUB} && revert`,
    }),
  ];
  for (const answer of answers) expectStatus(answer, 200);
  expect(answers[1]?.body).toMatchObject({ decision: 'NEEDS_APPROVAL', risk: 'RED' });
  const [approval] = (await api.get(`/approvals?task=${work.key}`)).body.items;
  expect(approval.payload.arguments.env.DB_PASSWORD).toMatch(/^\[redacted:/);
  const shown = JSON.stringify([
    answers.map(({ text }) => text),
    await decisionsOn(project, work.key),
    (await api.get(`/tasks/${work.key}`)).body,
    (await api.get(`/tasks/${work.key}/events?limit=200`)).body,
    (await api.get(`/tasks/${work.key}/why`)).body,
    approval,
  ]);
  const stored = await everythingStored();
  expect(stored).toContain(work.execution);
  for (const secret of SECRETS) {
    expect(shown).not.toContain(secret);
    expect(stored).not.toContain(secret);
  }
  const history = await historyOf(work.key);
  for (const secret of SECRETS) expect(history).not.toContain(secret);
});

/** What Temporal keeps of a task: the texts of all payloads. */
async function historyOf(key: string): Promise<string> {
  const id = (await api.get(`/tasks/${key}`)).body.id as string;
  const { events } = await api.worker.client.workflow.getHandle(`task-${id}`).fetchHistory();
  const history = textsIn(events).join('\n');
  expect(history).toContain(key);
  return history;
}

function textsIn(value: unknown): string[] {
  if (ArrayBuffer.isView(value)) return [Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString()];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
