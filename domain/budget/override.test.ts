import { describe, expect, it } from '@jest/globals';
import { MISSION_CONTROL } from '../actor.ts';
import type { Approval } from '../task/state.ts';
import type { Amounts } from './amounts.ts';
import { BUDGET_OVERRIDE, grantFor, grantOf } from './override.ts';

const of = (micros: number, tokens = 0, seconds = 0): Amounts => ({ micros, tokens, seconds });
const shortage = {
  over: ['micros' as const],
  limit: of(100, 100),
  charged: of(95, 20),
  asked: of(10, 10),
  perRun: of(20, 20),
};

describe('what an override adds', () => {
  it('is half of a day, only where it lacks', () => {
    expect(grantFor(shortage, 'AGENT_DAY')).toEqual(of(50));
  });

  it('is what a run may use for a task', () => {
    expect(grantFor(shortage, 'TASK')).toEqual(of(20));
  });

  it('is never less than what is asked for needs, also of an account that is far over its limit', () => {
    expect(grantFor({ ...shortage, charged: of(300, 20) }, 'AGENT_DAY')).toEqual(of(210));
    expect(grantFor({ ...shortage, limit: {}, charged: of(300) }, 'TASK')).toEqual(of(310));
  });
});

describe('an approval', () => {
  const approval = (more: Partial<Approval> = {}) =>
    ({
      action: BUDGET_OVERRIDE,
      requester: { kind: 'SYSTEM', id: MISSION_CONTROL.id, name: MISSION_CONTROL.name },
      payload: { account: 'task:1', grant: of(1) },
      ...more,
    }) as Approval;

  it('of an override grants what it names', () => {
    expect(grantOf(approval())).toEqual({ account: 'task:1', amounts: of(1) });
    const ofDay = approval({ payload: { account: 'agent:1:d', agentId: '1', day: 'd', grant: of(2) } });
    const agentDay = { agentId: '1', day: 'd' };
    expect(grantOf(ofDay)).toEqual({ account: 'agent:1:d', agentDay, amounts: of(2) });
  });

  it.each<[string, Partial<Approval>]>([
    ['another action', { action: 'git push' }],
    ['an agent', { requester: { kind: 'AGENT', id: MISSION_CONTROL.id, name: 'Mission Control' } }],
    ['another rule', { requester: { kind: 'SYSTEM', id: 'service-1', name: 'Mission Control' } }],
    ['no payload', { payload: {} }],
    ['no account', { payload: { grant: of(1) } }],
    ['half a cent', { payload: { account: 'task:1', grant: { ...of(1), micros: 0.5 } } }],
    ['a unit too few', { payload: { account: 'task:1', grant: { micros: 1, tokens: 1 } } }],
  ])('with %s grants nothing', (_what, more) => {
    expect(grantOf(approval(more))).toBeUndefined();
  });
});
