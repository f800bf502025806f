import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MISSION_CONTROL } from '../domain/actor.ts';
import { eventually, uniqueMongodbUri, uniqueName } from '../tests/stack.test-support.ts';
import type { NewAlert } from '../domain/alert/vocabulary.ts';
import { createConnection } from './connection.ts';
import type { AlertDocument } from './documents/attention.ts';
import { createModels, type Models } from './models.ts';
import { createStore, type Store } from './store.ts';

let store: Store;
let models: Models;
const connection = createConnection();

beforeAll(async () => {
  const uri = uniqueMongodbUri('alerts');
  store = createStore(uri, 'test');
  await store.connect();
  await connection.openUri(uri);
  models = createModels(connection);
});
afterAll(async () => {
  await connection.dropDatabase();
  await connection.close();
  await store.close();
});

const alertOf = (key: string, more: Partial<NewAlert> = {}): NewAlert => ({
  key,
  severity: 'WARNING',
  kind: 'TESTED',
  title: 'Something',
  description: 'happened',
  ...more,
});

const alertsOf = async (title: string): Promise<AlertDocument[]> =>
  (await models.alerts.find({ title }).sort({ _id: 1 }).lean()) as AlertDocument[];

describe('raising an alert', () => {
  it('20 times at the same moment makes one that counts 20', async () => {
    const title = uniqueName('storm');
    await Promise.all(Array.from({ length: 20 }, () => store.alerts.raise(alertOf(title, { title }))));
    expect(await alertsOf(title)).toMatchObject([{ status: 'OPEN', count: 20 }]);
  });

  it('again lifts the severity and never lowers it', async () => {
    const title = uniqueName('lifted');
    for (const severity of ['WARNING', 'CRITICAL', 'INFO'] as const) {
      await store.alerts.raise(alertOf(title, { title, severity }));
    }
    expect(await alertsOf(title)).toMatchObject([{ severity: 'CRITICAL', count: 3 }]);
  });

  it('after it was closed makes a new one', async () => {
    const title = uniqueName('again');
    await store.alerts.raise(alertOf(title, { title }));
    await store.alerts.resolveByKey(title, MISSION_CONTROL, 'it is over');
    await store.alerts.resolveByKey(title, MISSION_CONTROL, 'it is over');
    await store.alerts.raise(alertOf(title, { title }));
    const [closed, open] = await alertsOf(title);
    expect(closed).toMatchObject({ status: 'RESOLVED', handled: [{ status: 'RESOLVED', note: 'it is over' }] });
    expect(open).toMatchObject({ status: 'OPEN', count: 1, handled: [] });
  });

  it('that is raised once stays closed, and 20 attempts count as one', async () => {
    const title = uniqueName('once');
    const raise = () => store.alerts.raise(alertOf(title, { title, once: true }));
    await Promise.all(Array.from({ length: 20 }, raise));
    expect(await alertsOf(title)).toMatchObject([{ status: 'OPEN', count: 1 }]);
    await store.alerts.resolveByKey(title, MISSION_CONTROL, 'seen');
    await raise();
    expect(await alertsOf(title)).toMatchObject([{ status: 'RESOLVED', count: 1 }]);
  });
});

it('a severe one notifies who decides in the project, once for each severity', async () => {
  const project = uniqueName('project');
  const [operator, viewer, admin] = await Promise.all([
    person({ memberships: [{ project, role: 'OPERATOR' }] }),
    person({ memberships: [{ project, role: 'VIEWER' }] }),
    person({ role: 'ADMIN' }),
  ]);
  for (const severity of ['WARNING', 'ERROR', 'ERROR', 'CRITICAL'] as const) {
    await store.alerts.raise(alertOf(project, { severity, projectId: project }));
  }
  const told = await models.notifications.find({ projectId: project }).lean();
  expect(told.map(({ recipient }) => recipient.id).toSorted()).toEqual([operator, operator, admin, admin].toSorted());
  expect(told.map(({ recipient }) => recipient.id)).not.toContain(viewer);
  await eventually(async () => (await models.changes.countDocuments({ event: 'notification.created' })) === 4);
});

it('20 severe ones at the same moment notify each decider once', async () => {
  const project = uniqueName('project');
  const operators = await Promise.all(
    Array.from({ length: 5 }, () => person({ memberships: [{ project, role: 'OPERATOR' }] })),
  );
  const raise = () => store.alerts.raise(alertOf(project, { severity: 'ERROR', projectId: project, title: project }));
  await Promise.all(Array.from({ length: 20 }, raise));
  expect(await alertsOf(project)).toMatchObject([{ count: 20, severity: 'ERROR' }]);
  const told = await models.notifications.find({ projectId: project, 'recipient.id': { $in: operators } }).lean();
  expect(told.map(({ recipient }) => recipient.id).toSorted()).toEqual(operators.toSorted());
});

async function person(fields: object): Promise<string> {
  const _id = uniqueName('person');
  const [createdAt, updatedAt] = [new Date(), new Date()];
  const document = { _id, name: _id, email: `${_id}@test.invalid`, emailVerified: true, createdAt, updatedAt };
  await store.people.ensure({ ...document, role: 'MEMBER', memberships: [], ...fields });
  return _id;
}
