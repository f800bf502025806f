import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import mongoose from 'mongoose';
import type { Actor } from '../domain/actor.ts';
import { NO_FACTS, type TaskCommand } from '../domain/task/commands.ts';
import { decide } from '../domain/task/decide.ts';
import type { TaskEvent } from '../domain/task/events.ts';
import { evolve } from '../domain/task/evolve.ts';
import type { TaskState } from '../domain/task/state.ts';
import { eventually, uniqueMongodbUri, uniqueName } from '../tests/stack.test-support.ts';
import { deliverable, newTask, OLGA, PAUL, PLAN, ROUTE } from '../tests/task.test-support.ts';
import { firstBrokenLink, type ChainedEvent } from './hash-chain.ts';
import { createModels, type Models } from './models.ts';
import { createStore, type Store } from './store.ts';

const COLLECTIONS = ['events', 'tasks', 'approvals', 'executions', 'messages', 'stays', 'boardCounts'] as const;

let store: Store;
let models: Models;
let connection: mongoose.Connection;

beforeAll(async () => {
  const uri = uniqueMongodbUri();
  store = createStore(uri, 'test');
  await store.connect();
  connection = await mongoose.createConnection(uri).asPromise();
  models = createModels(connection);
});
afterAll(async () => {
  await connection.dropDatabase();
  await connection.close();
  await store.close();
});

/** The steps of one life: for each command its events and the state after them. */
let steps: readonly Step[];
let task: TaskState;
beforeEach(() => {
  steps = life();
  task = steps.at(-1)!.state;
});

describe('appending', () => {
  it('keeps the events, the hash chain, and a document that is their fold', async () => {
    await appendAll();
    const log = await readLog();
    expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1));
    expect(log).toHaveLength(task.seq);
    expect(firstBrokenLink(log)).toBeUndefined();
    const folded = log.reduce<TaskState | undefined>((state, event) => evolve(state, event), undefined);
    expect(folded).toEqual(task);
    expect(await store.tasks.byKey(task.key)).toEqual(task);
    expect((await documents('tasks'))[0]?.card).toMatchObject({ key: task.key, seq: task.seq, status: 'REVIEW' });
  });

  it('changes nothing when everything is written again', async () => {
    await appendAll();
    const before = await everything();
    const hashes = await appendAll();
    expect(await everything()).toEqual(before);
    expect(hashes.at(-1)).toBe((await readLog()).at(-1)?.hash);
  });

  it.each(COLLECTIONS)('comes to the same when it was interrupted before the write to %s', async (missed) => {
    await appendAll();
    const whole = await everything();
    for (const name of COLLECTIONS) await restore(name, []);
    for (const { events, state } of steps) {
      const previousHash = (await readLog()).at(-1)?.hash ?? '';
      const before = await documents(missed);
      await store.history.append(events, state, previousHash);
      await restore(missed, before);
      await store.history.append(events, state, previousHash);
    }
    expect(await everything()).toEqual(whole);
  });

  it('completes a batch of which only some events were written', async () => {
    const [first, ...rest] = steps;
    const { lastHash: hash } = await store.history.append(first!.events, first!.state, '');
    const events = rest.flatMap((step) => step.events);
    await store.history.append(events, task, hash);
    const log = await readLog();
    await models.events.collection.deleteMany({ taskId: task.id, seq: { $in: [3, 5, 6] } });
    await store.history.append(events, task, hash);
    expect(await readLog()).toEqual(log);
  });

  it('refuses to continue a log that says something else', async () => {
    await appendAll();
    const [, second] = steps;
    const changed = second!.events.map(
      (event) => ({ ...event, actor: { kind: 'HUMAN', id: 'eve', name: 'Eve' } }) as TaskEvent,
    );
    const hash = (await readLog())[0]!.hash;
    const before = await everything();
    await expect(store.history.append(changed, second!.state, hash)).rejects.toMatchObject({ name: 'BrokenLogError' });
    expect(await everything()).toEqual(before);
  });

  it('of an older batch leaves newer documents alone', async () => {
    await appendAll();
    const before = await everything();
    for (const [index, { events, state }] of steps.entries()) {
      const previousHash = index === 0 ? '' : (await readLog())[events[0]!.seq - 2]!.hash;
      await store.history.append(events, state, previousHash);
    }
    expect(await everything()).toEqual(before);
    expect((await store.tasks.byKey(task.key))?.seq).toBe(task.seq);
  });

  it('by two writers at once comes to one log', async () => {
    const events = steps.flatMap((step) => step.events);
    await Promise.all([1, 2, 3].map(() => appendAsTemporalDoes(events, task, '')));
    expect(await readLog()).toHaveLength(events.length);
    expect(await store.tasks.counts(task.projectId)).toEqual(await store.tasks.recount(task.projectId));
    expect(await store.tasks.byKey(task.key)).toEqual(task);
  });
});

describe('the hash chain', () => {
  it.each([
    ['a changed text', { seq: 6 }, { $set: { 'data.body': 'something else' } }],
    ['another actor', { seq: 2 }, { $set: { 'actor.name': 'Somebody Else' } }],
    ['another time', { seq: 3 }, { $set: { at: '2020-01-01T00:00:00.000Z' } }],
    ['a changed hash', { seq: 4 }, { $set: { hash: 'f'.repeat(64) } }],
  ])('gives away %s', async (_what, filter, update) => {
    await appendAll();
    await models.events.collection.updateOne({ taskId: task.id, ...filter }, update);
    expect(firstBrokenLink(await readLog())).toBe(filter.seq);
  });

  it('gives away a removed event', async () => {
    await appendAll();
    await models.events.collection.deleteOne({ taskId: task.id, seq: 3 });
    expect(firstBrokenLink(await readLog())).toBe(4);
  });

  it.each([
    ['emoji, accents and right-to-left', { note: '👩‍🚀 naïve Ünïcödé שלום \u202e zero\u200bwidth' }],
    ['markdown and html', { note: '# hi\n\n<script>alert(1)</script> `x` **b** [a](javascript:void)' }],
    ['names that look like operators deep inside', { a: { b: [{ c: null, d: true, e: 0.1, f: -1e21, g: 1e-7 }] } }],
    [
      'numbers at the edges',
      { big: Number.MAX_SAFE_INTEGER, small: -Number.MAX_SAFE_INTEGER, float: 1.5, zero: 0, huge: 1e300 },
    ],
    ['empty things', { object: {}, array: [], text: '', nested: [[], [{}]] }],
    ['keys out of order', { z: 1, a: { y: 1, b: 2 }, m: [3, 2, 1] }],
    [
      'dates and numbers as text',
      { at: '2026-01-01T00:00:00.000Z', id: '507f1f77bcf86cd799439011', long: '9223372036854775807' },
    ],
    ['4-byte characters and combining marks', { 'key-with-dash_1': '𝒳𠜎\u0301\ufeff' }],
  ])('survives storing %s', async (_what, metadata) => {
    const state = createdWith({ metadata, description: JSON.stringify(metadata), labels: ['a/b', 'c:d'] });
    const { lastHash: hash } = await store.history.append(state.events, state.state, '');
    const [stored] = await readLog(state.state.id);
    expect(stored?.hash).toBe(hash);
    expect(firstBrokenLink([stored!])).toBeUndefined();
    expect(stored?.data).toEqual(state.events[0]!.data);
    expect(await store.tasks.byKey(state.state.key)).toEqual(state.state);
  });
});

describe('board counts', () => {
  it('are true after writes that were repeated and interleaved among many tasks', async () => {
    const lives = Array.from({ length: 12 }, () => life(task.projectId));
    await Promise.all(
      lives.map(async (one) => {
        let hash = '';
        for (const { events, state } of one) {
          const [next] = await Promise.all([
            appendAsTemporalDoes(events, state, hash),
            appendAsTemporalDoes(events, state, hash),
          ]);
          hash = next.lastHash;
        }
      }),
    );
    expect(await store.tasks.counts(task.projectId)).toEqual(await store.tasks.recount(task.projectId));
    expect(await store.tasks.counts(task.projectId)).toMatchObject({ REVIEW: 12, INBOX: 0, IN_PROGRESS: 0 });
  });

  it('are true when the first tasks of a project are created at the same moment', async () => {
    for (let round = 0; round < 5; round++) {
      const projectId = uniqueName('project');
      const created = Array.from({ length: 10 }, () => createdWith({ projectId }));
      await Promise.all(created.map(({ events, state }) => store.history.append(events, state, '')));
      expect((await store.tasks.counts(projectId)).INBOX).toBe(10);
    }
  });

  it('are zero for a project without tasks', async () => {
    expect(Object.values(await store.tasks.counts('nothing'))).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  });
});

describe('stays', () => {
  const stays = async () =>
    (await documents('stays')).toSorted((one, other) => (one['leftAt'] < other['leftAt'] ? -1 : 1));

  it('follow each other without a gap from the creation to the last transition', async () => {
    await appendAll();
    const found = await stays();
    expect(found.map(({ status }) => status)).toEqual([
      'INBOX',
      'ASSIGNED',
      'IN_PROGRESS',
      'NEEDS_APPROVAL',
      'IN_PROGRESS',
    ]);
    expect(found.map(({ enteredAt }) => enteredAt)).toEqual([
      task.createdAt,
      ...found.slice(0, -1).map(({ leftAt }) => leftAt),
    ]);
    expect(found.at(-1)).toMatchObject({
      leftAt: task.lastTransition?.at,
      taskType: task.type,
      projectId: task.projectId,
    });
    const whole = (Date.parse(task.lastTransition!.at) - Date.parse(task.createdAt)) / 1000;
    expect(found.reduce((sum, { seconds }) => sum + seconds, 0)).toBeCloseTo(whole, 6);
    expect((await documents('tasks'))[0]).toMatchObject({ statusSince: task.lastTransition?.at });
  });

  it('are the same when all events come in one batch', async () => {
    await appendAll();
    const one = await stays();
    for (const name of COLLECTIONS) await restore(name, []);
    await store.history.append(
      steps.flatMap(({ events }) => events),
      task,
      '',
    );
    expect(await stays()).toEqual(one);
  });
});

async function appendAll(): Promise<string[]> {
  const hashes: string[] = [];
  for (const { events, state } of steps) {
    hashes.push((await store.history.append(events, state, hashes.at(-1) ?? '')).lastHash);
  }
  return hashes;
}

/** Again when it fails: the embedded engine may find two writers of the same events in each other's way. */
const appendAsTemporalDoes = (...batch: Parameters<Store['history']['append']>) =>
  eventually(() => store.history.append(...batch));

async function readLog(taskId = task.id): Promise<ChainedEvent[]> {
  const events: ChainedEvent[] = [];
  for await (const event of store.history.log(taskId, { pageSize: 4 })) events.push(event);
  return events.map(
    ({ taskId: id, seq, at, actor, type, data, hash, previousHash }) =>
      ({ taskId: id, seq, at, actor, type, data, hash, previousHash }) as ChainedEvent,
  );
}

/** What is stored of the task, or of its project, in one collection. */
function documents(name: (typeof COLLECTIONS)[number]) {
  return models[name].collection.find(ofTask(name)).sort({ seq: 1, _id: 1 }).toArray();
}

function ofTask(name: (typeof COLLECTIONS)[number]) {
  if (name === 'boardCounts') return { _id: task.projectId as never };
  if (name === 'stays') return { taskKey: task.key };
  return name === 'tasks' ? { _id: task.id as never } : { taskId: task.id };
}

async function restore(name: (typeof COLLECTIONS)[number], before: Awaited<ReturnType<typeof documents>>) {
  await models[name].collection.deleteMany(ofTask(name));
  if (before.length > 0) await models[name].collection.insertMany(before);
}

/** All that is stored of the task, without what every writing of an event makes anew. */
async function everything() {
  const entries = await Promise.all(
    COLLECTIONS.map(async (name) => [name, (await documents(name)).map(withoutStorage(name))] as const),
  );
  return Object.fromEntries(entries);
}

const withoutStorage =
  (name: string) =>
  ({ _id, storedAt: _storedAt, ...document }: Record<string, unknown>) =>
    name === 'events' ? document : { _id, ...document };

interface Step {
  readonly events: readonly TaskEvent[];
  readonly state: TaskState;
}

/** A life with an event of nearly every kind, decided by the domain itself. */
function life(projectId = uniqueName('project')): Step[] {
  const own = newTask({ projectId, checklist: [{ label: 'x', checked: false }] });
  const done: Step[] = [];
  const x1 = `${own.key}-X1`;
  const worker = { kind: 'AGENT', id: 'w', name: 'W' } as const;
  const usage = { inputTokens: 1, outputTokens: 2, costMicros: 30, costSource: 'ESTIMATED' } as const;
  const report = (r: Extract<TaskCommand, { name: 'executionReported' }>['report']): TaskCommand => ({
    name: 'executionReported',
    executionId: x1,
    report: r,
  });
  const system: Actor = { kind: 'SYSTEM', id: x1, name: 'executor' };
  const commands: [TaskCommand, Actor?][] = [
    [{ name: 'create', task: own }],
    [{ name: 'assign', assignees: [{ kind: 'HUMAN', id: 'olga', name: 'Olga', status: 'ACTIVE', allowedTypes: [] }] }],
    [{ name: 'plan', plan: PLAN }],
    [{ name: 'edit', changes: { priority: 1, labels: ['l'] } }],
    [{ name: 'comment', body: 'hello' }],
    [{ name: 'link', link: { kind: 'URL', url: 'https://example.org' } }],
    [{ name: 'dispatch', route: ROUTE }],
    [report({ outcome: 'ASSIGNED', leaseId: 'l1', worker }), system],
    [report({ outcome: 'IN_PROGRESS', leaseId: 'l1' }), system],
    [{ name: 'requestApproval', action: 'a', summary: 's', risk: 'YELLOW', blocking: true }],
    [{ name: 'decideApproval', approvalId: `${own.key}-A1`, decision: 'APPROVE' }, PAUL],
    [report({ outcome: 'RETRYING', leaseId: 'l1', error: 'oops', usage }), system],
    [report({ outcome: 'ASSIGNED', leaseId: 'l2', worker }), system],
    [
      report({
        outcome: 'COMPLETED',
        leaseId: 'l2',
        deliverable: deliverable(),
        checklist: [{ label: 'x', checked: true }],
        usage,
      }),
      system,
    ],
  ];
  let at = Date.parse('2026-01-01T00:00:00.000Z');
  for (const [command, actor = OLGA] of commands) {
    const now = new Date((at += 1000)).toISOString();
    const decision = decide(done.at(-1)?.state, command, { now, actor, facts: NO_FACTS });
    if (!decision.accepted) throw new Error(`${command.name}: ${decision.rejection.message}`);
    done.push({ events: decision.events, state: decision.state });
  }
  return done;
}

function createdWith(fields: Parameters<typeof newTask>[0]): Step {
  const decision = decide(
    undefined,
    { name: 'create', task: newTask(fields) },
    { now: '2026-01-01T00:00:00.000Z', actor: OLGA, facts: NO_FACTS },
  );
  if (!decision.accepted) throw new Error(decision.rejection.message);
  return decision;
}
