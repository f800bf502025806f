import { describe, expect, it } from '@jest/globals';
import { AGENT_STATUSES } from '../actor.ts';
import { AGENT_ABILITIES, CONTROL_STATUSES, effectiveStatus, refusalFor, type ControlStatus } from './status.ts';

describe('an agent', () => {
  it.each([
    ['ACTIVE', ['takesAssignments', 'startsWork', 'usesTools', 'keyWorks']],
    ['PAUSED', ['keyWorks']],
    ['DRAINED', ['usesTools', 'keyWorks']],
    ['QUARANTINED', []],
    ['OFFLINE', ['startsWork', 'usesTools', 'keyWorks']],
  ] as const)('that is %s may do %j', (status, able) => {
    const abilities = Object.entries(AGENT_ABILITIES[status]).filter(([, may]) => may);
    expect(abilities.map(([ability]) => ability)).toEqual(able);
  });

  it('is told in words what it may not do', () => {
    expect(refusalFor('PAUSED', 'startsWork', 'Scribe')).toBe('Scribe is PAUSED and starts no work');
    expect(refusalFor('DRAINED', 'takesAssignments', 'Scribe')).toBe('Scribe is DRAINED and takes no new tasks');
    expect(refusalFor('QUARANTINED', 'keyWorks', 'Scribe')).toBe('Scribe is QUARANTINED and is locked out');
    expect(refusalFor('ACTIVE', 'usesTools', 'Scribe')).toBeUndefined();
  });
});

describe('the status of an agent', () => {
  it.each([
    ['QUARANTINED', true, true, 'QUARANTINED'],
    ['DRAINED', true, true, 'DRAINED'],
    ['PAUSED', true, false, 'PAUSED'],
    ['ACTIVE', true, true, 'PAUSED'],
    ['ACTIVE', false, true, 'PAUSED'],
    ['ACTIVE', true, false, 'OFFLINE'],
    ['ACTIVE', false, false, 'ACTIVE'],
  ] as const)('for %s, offline %s, over budget %s is %s', (control, isOffline, isOverBudget, status) => {
    expect(effectiveStatus({ control, isOffline, isOverBudget })).toBe(status);
  });

  it('is never less strict than what people set', () => {
    const restrictions: readonly ControlStatus[] = CONTROL_STATUSES.filter((status) => status !== 'ACTIVE');
    expect([...restrictions, 'ACTIVE', 'OFFLINE'].sort()).toEqual([...AGENT_STATUSES].sort());
    for (const control of restrictions) {
      for (const isOffline of [true, false]) {
        expect(effectiveStatus({ control, isOffline, isOverBudget: !isOffline })).toBe(control);
      }
    }
  });
});
