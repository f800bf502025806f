import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { chargedTo, EMPTY_ACCOUNT, grant, reserve, settle, type Account } from './account.ts';
import { addAmounts, exceeds, NOTHING, smallerOf, type Amounts } from './amounts.ts';

const LIMIT = { micros: 100, tokens: 1000 };
const of = (micros: number, tokens = 0, seconds = 0): Amounts => ({ micros, tokens, seconds });

function reserved(account: Account, runId: string, amounts: Amounts): Account {
  const next = reserve(account, LIMIT, runId, amounts);
  if ('over' in next) throw new Error(`${runId} is over ${next.over.join()}`);
  return next;
}

describe('an account', () => {
  it('reserves up to its limit exactly, and names the units that lack', () => {
    const account = reserved(EMPTY_ACCOUNT, 'R1', of(60, 999));
    expect(reserve(account, LIMIT, 'R2', of(41, 1))).toEqual({ over: ['micros'] });
    expect(reserve(account, LIMIT, 'R2', of(41, 2))).toEqual({ over: ['micros', 'tokens'] });
    expect(reserved(account, 'R2', of(40, 1, 1e9)).reserved).toEqual(of(100, 1000, 1e9));
  });

  it('replaces a reservation with what the run used, also when that is more', () => {
    const account = reserved(reserved(EMPTY_ACCOUNT, 'R1', of(60)), 'R2', of(40));
    expect(settle(account, 'R1', of(10))).toMatchObject({ settled: of(10), reserved: of(40), open: { R2: of(40) } });
    const overdrawn = settle(account, 'R1', of(90));
    expect(chargedTo(overdrawn)).toEqual(of(130));
    expect(reserve(overdrawn, LIMIT, 'R3', NOTHING)).toEqual({ over: ['micros'] });
  });

  it('keeps a run that never reports reserved, and settles its late report', () => {
    const account = reserved(EMPTY_ACCOUNT, 'lost', of(100));
    expect(reserve(account, LIMIT, 'R2', of(1))).toEqual({ over: ['micros'] });
    expect(reserve(settle(account, 'lost', of(30)), LIMIT, 'R2', of(70))).toMatchObject({ reserved: of(70) });
  });

  it('changes nothing for what it has heard before or never heard of', () => {
    const open = reserved(EMPTY_ACCOUNT, 'R1', of(60));
    expect(reserve(open, LIMIT, 'R1', of(99))).toBe(open);
    expect(settle(open, 'R2', of(5))).toBe(open);
    expect(settle(open, 'toString', of(5))).toBe(open);
    const closed = settle(open, 'R1', of(5));
    expect(settle(closed, 'R1', of(5))).toBe(closed);
    expect(reserve(closed, LIMIT, 'R1', of(60))).toBe(closed);
    const granted = grant(closed, 'A1', of(7));
    expect(grant(granted, 'A1', of(7))).toBe(granted);
  });

  it('lets an override go beyond the limit by what it grants', () => {
    const full = reserved(EMPTY_ACCOUNT, 'R1', of(100));
    const more = grant(full, 'A1', of(50));
    expect(reserve(more, LIMIT, 'R2', of(51))).toEqual({ over: ['micros'] });
    expect(reserved(more, 'R2', of(50)).reserved).toEqual(of(150));
  });
});

type Step =
  | { readonly kind: 'reserve' | 'settle'; readonly run: string; readonly amounts: Amounts }
  | { readonly kind: 'grant'; readonly approval: string; readonly amounts: Amounts };

const amounts = fc.record({ micros: fc.nat(60), tokens: fc.nat(600), seconds: fc.nat(60) });
const run = fc.constantFrom('R1', 'R2', 'R3', 'R4', 'R5', '__proto__');
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constantFrom('reserve' as const, 'settle' as const), run, amounts }),
  fc.record({ kind: fc.constant('grant' as const), approval: fc.constantFrom('A1', 'A2'), amounts }),
);

/** Runs cost at most what they reserved. */
function take(account: Account, next: Step): Account {
  if (next.kind === 'grant') return grant(account, next.approval, next.amounts);
  if (next.kind === 'settle') {
    const open = Object.hasOwn(account.open, next.run) ? account.open[next.run] : undefined;
    return settle(account, next.run, smallerOf(next.amounts, open ?? next.amounts));
  }
  const outcome = reserve(account, LIMIT, next.run, next.amounts);
  return 'over' in outcome ? account : outcome;
}

describe('whatever happens to an account', () => {
  it('settled and reserved never exceed the limit and what was granted', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let account = EMPTY_ACCOUNT;
        for (const next of steps) {
          account = take(account, next);
          expect(exceeds(chargedTo(account), LIMIT)).toEqual([]);
        }
      }),
    );
  });

  it('reserved is the sum of open runs, granted that of the grants, and no run is open and closed', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const account = steps.reduce(take, EMPTY_ACCOUNT);
        expect(Object.values(account.open).reduce(addAmounts, NOTHING)).toEqual(account.reserved);
        expect(Object.values(account.grants).reduce(addAmounts, NOTHING)).toEqual(account.granted);
        expect(account.closed.filter((id) => Object.hasOwn(account.open, id))).toEqual([]);
        expect(new Set(account.closed).size).toBe(account.closed.length);
      }),
    );
  });

  it('reports that come twice, late or in another order end in the same sums', () => {
    const reports = fc
      .uniqueArray(run, { minLength: 1 })
      .chain((runs) => fc.tuple(...runs.map((id) => fc.record({ id: fc.constant(id), used: amounts }))));
    const arrivals = reports.chain((known) =>
      fc.record({
        known: fc.constant(known),
        repeated: fc.array(fc.constantFrom(...known)),
        order: fc.shuffledSubarray([...known], { minLength: known.length }),
      }),
    );
    fc.assert(
      fc.property(arrivals, ({ known, repeated, order }) => {
        const open = known.reduce(
          (account, { id }) => take(account, { kind: 'reserve', run: id, amounts: of(10, 10, 10) }),
          EMPTY_ACCOUNT,
        );
        const arrived = [...repeated, ...order].reduce((account, { id, used }) => settle(account, id, used), open);
        expect(arrived.settled).toEqual(known.map(({ used }) => used).reduce(addAmounts, NOTHING));
        expect(arrived.reserved).toEqual(NOTHING);
      }),
    );
  });
});
