import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EMPTY_ACCOUNT, grant, reserve, settle, type Account } from '../domain/budget/account.ts';
import { exceeds, NOTHING, type Amounts } from '../domain/budget/amounts.ts';
import { agentDayAccountId, taskAccountId } from '../domain/ids.ts';
import type { Usage } from '../domain/task/state.ts';
import { uniqueMongodbUri, uniqueName } from '../tests/stack.test-support.ts';
import type { RunDocument } from './documents/budget.ts';
import { createStore, type Store } from './store.ts';

const DAY = '2026-03-29';
const AT = '2026-03-29T10:00:00.000Z';
const of = (micros: number, tokens = 0, seconds = 0): Amounts => ({ micros, tokens, seconds });
const numbers = (count: number): number[] => Array.from({ length: count }, (_none, index) => index);

let store: Store;

beforeAll(async () => {
  store = createStore(uniqueMongodbUri(), 'test-ledger');
  await store.connect();
}, 60_000);
afterAll(() => store.close());

describe('an account', () => {
  const key = () => ({ id: uniqueName('account'), projectId: 'p' });

  it('with money for ten lets exactly ten of fifty at the same moment have it', async () => {
    const account = key();
    const outcomes = await Promise.all(
      numbers(50).map((run) => store.budgets.reserve(account, { micros: 100 }, `R${run}`, of(10, 5))),
    );
    expect(outcomes.filter(({ over }) => over.length === 0)).toHaveLength(10);
    expect(outcomes.filter(({ over }) => over.includes('micros'))).toHaveLength(40);
    const found = await store.budgets.byId(account.id);
    expect(found).toMatchObject({ reserved: of(100, 50), net: of(100, 50), settled: NOTHING });
    expect(Object.keys(found?.open ?? {})).toHaveLength(10);
  });

  it('is paid back exactly by reports that all come twice, at the same moment', async () => {
    const account = key();
    for (const run of numbers(10)) await store.budgets.reserve(account, {}, `R${run}`, of(10, 10, 10));
    await Promise.all(
      [...numbers(10), ...numbers(10)].map((run) =>
        store.budgets.settle(account.id, `R${run}`, of(10, 10, 10), of(run)),
      ),
    );
    const found = await store.budgets.byId(account.id);
    expect(found).toMatchObject({ settled: of(45), reserved: NOTHING, net: of(45), open: {} });
  });

  it('takes the same grant once, however many grant it', async () => {
    const account = key();
    const firsts = await Promise.all(numbers(20).map(() => store.budgets.grant(account, 'MC-1-A1', of(7))));
    expect(firsts.filter(Boolean)).toHaveLength(1);
    expect(await store.budgets.byId(account.id)).toMatchObject({ granted: of(7), net: of(-7) });
  });
});

type Step =
  | { readonly kind: 'reserve' | 'settle'; readonly run: string; readonly amounts: Amounts }
  | { readonly kind: 'grant'; readonly approval: string; readonly amounts: Amounts };

const LIMIT = { micros: 100, tokens: 1000 };
const amounts = fc.record({ micros: fc.nat(60), tokens: fc.nat(600), seconds: fc.nat(60) });
const run = fc.constantFrom('R1', 'R2', 'R3', 'R4', 'R5');
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constantFrom('reserve' as const, 'settle' as const), run, amounts }),
  fc.record({ kind: fc.constant('grant' as const), approval: fc.constantFrom('A1', 'A2'), amounts }),
);

function take(account: Account, next: Step): Account {
  if (next.kind === 'grant') return grant(account, next.approval, next.amounts);
  if (next.kind === 'settle') return settle(account, next.run, next.amounts);
  const outcome = reserve(account, LIMIT, next.run, next.amounts);
  return 'over' in outcome ? account : outcome;
}

async function applyStored(key: { id: string; projectId: string }, next: Step, model: Account): Promise<unknown> {
  if (next.kind === 'grant') return store.budgets.grant(key, next.approval, next.amounts);
  if (next.kind === 'reserve') return store.budgets.reserve(key, LIMIT, next.run, next.amounts);
  return store.budgets.settle(key.id, next.run, model.open[next.run] ?? NOTHING, next.amounts);
}

/** What both sides know of an account. */
const shown = ({ settled, reserved, granted, open, closed, grants }: Account) => ({
  settled,
  reserved,
  granted,
  open,
  closed,
  grants,
});

describe('the stored account', () => {
  it('is the one of the rules, whatever happens to it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
        const key = { id: uniqueName('account'), projectId: 'p' };
        let model = EMPTY_ACCOUNT;
        for (const next of steps) {
          await applyStored(key, next, model);
          model = take(model, next);
        }
        const found = await store.budgets.byId(key.id);
        expect(shown(found ?? EMPTY_ACCOUNT)).toEqual(shown(model));
      }),
      { numRuns: 30 },
    );
  }, 120_000);

  it('never exceeds its limit, and adds up, when everything happens at the same moment', async () => {
    const same = of(20, 20, 20);
    const kinds = fc.array(fc.tuple(fc.constantFrom('reserve', 'settle'), fc.nat(11)), { minLength: 8, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(kinds, async (calls) => {
        const key = { id: uniqueName('account'), projectId: 'p' };
        await Promise.all(
          calls.map(([kind, number]) =>
            kind === 'reserve'
              ? store.budgets.reserve(key, LIMIT, `R${number}`, same)
              : store.budgets.settle(key.id, `R${number}`, same, of(7)),
          ),
        );
        const found = await store.budgets.byId(key.id);
        if (!found) return;
        expect(exceeds(found.net, LIMIT)).toEqual([]);
        expect(found.reserved.micros).toBe(20 * Object.keys(found.open).length);
        expect(found.settled.micros).toBe(7 * found.closed.length);
        expect(found.net.micros).toBe(found.reserved.micros + found.settled.micros);
        expect(new Set(found.closed).size).toBe(found.closed.length);
        expect(found.closed.filter((id) => Object.hasOwn(found.open, id))).toEqual([]);
      }),
      { numRuns: 20 },
    );
  }, 120_000);
});

const USAGE: Usage = { inputTokens: 3, outputTokens: 4, costMicros: 30, costSource: 'BILLED', seconds: 5 };
const USED = of(30, 7, 5);
const limitless = { agentDay: {}, task: {} };

describe('a run', () => {
  const row = (more: Partial<RunDocument> = {}): Omit<RunDocument, 'status'> => ({
    _id: uniqueName('run'),
    projectId: 'p',
    agentId: uniqueName('agent'),
    taskId: uniqueName('task'),
    day: DAY,
    reserved: of(40, 40, 40),
    startedAt: AT,
    ...more,
  });
  const limits = (agentDay: number, task: number) => ({ agentDay: { micros: agentDay }, task: { micros: task } });
  const accountsOf = ({ agentId = '', taskId = '' }: Partial<RunDocument>) =>
    Promise.all([store.budgets.byId(agentDayAccountId(agentId, DAY)), store.budgets.byId(taskAccountId(taskId))]);

  it('started by many at the same moment is reserved once, on both accounts', async () => {
    const started = row();
    const entries = await Promise.all(numbers(10).map(() => store.runs.start(started, limits(100, 100))));
    expect(new Set(entries.map((entry) => entry.run.status))).toEqual(new Set(['RUNNING']));
    for (const account of await accountsOf(started)) expect(account).toMatchObject({ reserved: of(40, 40, 40) });
  });

  it('that its task cannot pay sets nothing aside anywhere, and is refused again when repeated', async () => {
    const started = row();
    const { run: refused } = await store.runs.start(started, limits(100, 39));
    expect(refused).toMatchObject({
      status: 'REFUSED',
      refusal: { account: taskAccountId(started.taskId ?? ''), over: ['micros'] },
    });
    const [agentDay, task] = await accountsOf(started);
    expect(agentDay).toMatchObject({ reserved: NOTHING, open: {}, net: NOTHING });
    expect(task).toMatchObject({ reserved: NOTHING, open: {} });
    expect((await store.runs.start(started, limits(100, 100))).run.status).toBe('REFUSED');
  });

  it('keeps its first report when two come at the same moment, and settles it once', async () => {
    const started = row();
    await store.runs.start(started, limits(100, 100));
    const reports = [30, 31, 32, 33].map((micros) =>
      store.runs.finish(started._id, { ...USAGE, costMicros: micros }, { ...USED, micros }, AT),
    );
    const kept = new Set((await Promise.all(reports)).map((entry) => entry?.run.amounts?.micros));
    expect(kept.size).toBe(1);
    const [micros] = [...kept];
    for (const account of await accountsOf(started)) {
      expect(account).toMatchObject({ settled: { micros }, reserved: NOTHING, net: { micros } });
    }
  });

  it('may report late, twice, and after a crash between report and settlement', async () => {
    const started = row();
    await store.runs.start(started, limits(100, 100));
    // The crash: the report is in the ledger, no account knows of it.
    await store.ledger.report(started._id, { usage: USAGE, amounts: USED, finishedAt: AT });
    await store.runs.finish(started._id, { ...USAGE, costMicros: 99 }, of(99), AT);
    for (const account of await accountsOf(started)) expect(account).toMatchObject({ settled: USED, open: {} });
  });

  it('that was cut off while it reserved goes on when it is repeated, and settles when it is reported', async () => {
    const [repeated, reported] = [row(), row()];
    for (const each of [repeated, reported]) {
      await store.ledger.insert({ ...each, status: 'RESERVING' });
      const key = { id: agentDayAccountId(each.agentId ?? '', DAY), projectId: 'p' };
      await store.budgets.reserve(key, {}, each._id, each.reserved);
    }
    expect((await store.runs.start(repeated, limits(100, 100))).run.status).toBe('RUNNING');
    for (const account of await accountsOf(repeated)) expect(account).toMatchObject({ reserved: of(40, 40, 40) });
    await store.runs.finish(reported._id, USAGE, USED, AT);
    for (const account of await accountsOf(reported))
      expect(account).toMatchObject({ settled: USED, reserved: NOTHING });
  });

  it('that is reported while it starts is settled in the end', async () => {
    for (const _round of numbers(10)) {
      const started = row();
      await Promise.all([
        store.runs.start(started, limits(100, 100)),
        store.runs.start(started, limits(100, 100)),
        store.runs.finish(started._id, USAGE, USED, AT),
      ]);
      await store.runs.finish(started._id, USAGE, USED, AT);
      for (const account of await accountsOf(started)) {
        expect(account).toMatchObject({ settled: USED, reserved: NOTHING, net: USED, open: {} });
      }
    }
  });

  it('is charged to the tasks above as well, and given back to each of them', async () => {
    const [top, middle] = [uniqueName('task'), uniqueName('task')];
    const parents = [middle, top].map((taskId) => ({ taskId, taskKey: taskId }));
    const all = { ...limits(1_000, 1_000), parents: { [taskAccountId(top)]: { micros: 100 } } };
    const runs = numbers(10).map(() => row({ parents }));
    const entries = await Promise.all(runs.map((started) => store.runs.start(started, all)));
    const [started, refused] = ['RUNNING', 'REFUSED'].map((status) =>
      entries.filter(({ run }) => run.status === status),
    );
    expect([started?.length, refused?.length]).toEqual([2, 8]);
    expect(refused?.[0]?.run.refusal).toEqual({ account: taskAccountId(top), over: ['micros'] });
    const above = () => Promise.all([top, middle].map((id) => store.budgets.byId(taskAccountId(id))));
    for (const account of await above()) expect(account).toMatchObject({ reserved: of(80, 80, 80) });
    const [first, second] = started?.map(({ run: { _id } }) => _id) ?? [];
    await Promise.all([first, first].map((id) => store.runs.finish(id ?? '', USAGE, USED, AT)));
    await store.runs.discard(second ?? '');
    for (const account of await above()) expect(account).toMatchObject({ settled: USED, reserved: NOTHING, net: USED });
  });

  it('that never began leaves no trace in the sums', async () => {
    const started = row();
    await store.runs.start(started, limits(100, 100));
    await Promise.all([store.runs.discard(started._id), store.runs.discard(started._id)]);
    for (const account of await accountsOf(started)) expect(account).toMatchObject({ net: NOTHING, open: {} });
    expect(await store.ledger.byId(started._id)).toBeUndefined();
  });

  it('that is unknown cannot be reported', async () => {
    expect(await store.runs.finish('nobody', USAGE, USED, AT)).toBeUndefined();
  });

  it('without a report stays reserved: fifty runs, money for ten, nothing is given out twice', async () => {
    const agentId = uniqueName('agent');
    const runs = numbers(50).map(() => row({ agentId }));
    const entries = await Promise.all(runs.map((each) => store.runs.start(each, limits(400, 1_000))));
    const started = entries.filter((entry) => entry.run.status === 'RUNNING').map((entry) => entry.run);
    expect(started).toHaveLength(10);
    await Promise.all(started.slice(0, 4).map(({ _id }) => store.runs.finish(_id, USAGE, USED, AT)));
    expect(await store.budgets.byId(agentDayAccountId(agentId, DAY))).toMatchObject({
      settled: { micros: 120 },
      reserved: { micros: 240 },
      net: { micros: 360 },
    });
  });
});

describe('the ledger', () => {
  it('pages from the newest, also where runs began in the same moment', async () => {
    const projectId = uniqueName('project');
    const times = [AT, AT, AT, '2026-03-29T11:00:00.000Z', '2026-03-28T11:00:00.000Z'];
    for (const [index, startedAt] of times.entries()) {
      const run: RunDocument = {
        _id: `${projectId}-${index}`,
        projectId,
        day: DAY,
        reserved: NOTHING,
        startedAt,
        status: 'RUNNING',
      };
      await store.ledger.insert(run);
    }
    const seen: string[] = [];
    let after: RunDocument | undefined;
    for (;;) {
      const page = await store.ledger.list({ projects: [projectId] }, 2, after);
      seen.push(...page.map(({ _id }) => _id.slice(-1)));
      after = page.at(-1);
      if (page.length < 2) break;
    }
    expect(seen).toEqual(['3', '2', '1', '0', '4']);
  });

  it('lets readers of the costs of a day see each run that was reported', async () => {
    const projectId = uniqueName('project');
    const finish = async () => {
      const run = { _id: uniqueName('run'), projectId, day: DAY, reserved: NOTHING, startedAt: AT };
      await store.runs.start(run, limitless);
      await store.runs.finish(run._id, USAGE, USED, AT);
    };
    const total = async () => (await store.costs.days([projectId], ''))[0]?.total;
    await Promise.all(numbers(10).map(finish));
    expect(await total()).toMatchObject({ micros: 300, runs: 10 });
    await finish();
    expect(await total()).toMatchObject({ micros: 330, runs: 11 });
  });
});
