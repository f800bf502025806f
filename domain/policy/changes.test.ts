import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { changesBetween } from './changes.ts';
import { describeRules } from './describe.ts';
import { DEFAULT_RULES } from './default-policy.ts';
import { POLICY_FIELDS } from './fields.ts';
import { partialRules } from './policy.test-support.ts';

describe('changes between two policies', () => {
  it('are told entry by entry', () => {
    const before = { shellBlocked: ['make', 'npm'], toolRisks: { a: 'RED', b: 'RED' }, unlisted: 'DENY' } as const;
    const after = {
      shellBlocked: ['npm', 'yarn'],
      toolRisks: { b: 'GREEN', c: 'RED' },
      completionApproval: true,
    } as const;
    expect(changesBetween(before, after)).toEqual([
      { field: 'toolRisks', key: 'a', kind: 'REMOVED', before: 'RED' },
      { field: 'toolRisks', key: 'b', kind: 'CHANGED', before: 'RED', after: 'GREEN' },
      { field: 'toolRisks', key: 'c', kind: 'ADDED', after: 'RED' },
      { field: 'shellBlocked', kind: 'REMOVED', before: 'make' },
      { field: 'shellBlocked', kind: 'ADDED', after: 'yarn' },
      { field: 'unlisted', kind: 'REMOVED', before: 'DENY' },
      { field: 'completionApproval', kind: 'ADDED', after: true },
    ]);
  });

  it('tell an empty list from none, and the order of a list from what is in it', () => {
    expect(changesBetween({}, { shellAllowed: [] })).toEqual([{ field: 'shellAllowed', kind: 'ADDED', after: [] }]);
    expect(changesBetween({ shellAllowed: ['a', 'b'] }, { shellAllowed: ['b', 'a'] })).toEqual([]);
    expect(changesBetween({ approvals: { RED: { decisions: 2, role: 'ADMIN' } } }, { approvals: {} })).toEqual([
      { field: 'approvals', key: 'RED', kind: 'REMOVED', before: { decisions: 2, role: 'ADMIN' } },
    ]);
  });

  it('are none between equal ones, and turn round with the policies', () => {
    fc.assert(
      fc.property(partialRules, partialRules, (one, other) => {
        expect(changesBetween(one, structuredClone(one))).toEqual([]);
        const there = changesBetween(one, other);
        const back = changesBetween(other, one);
        expect(back.length).toBe(there.length);
        expect(back.filter(({ kind }) => kind === 'ADDED')).toHaveLength(
          there.filter(({ kind }) => kind === 'REMOVED').length,
        );
      }),
    );
  });
});

describe('rules in words', () => {
  it('say every field that a policy says something of', () => {
    const described = describeRules(DEFAULT_RULES);
    expect(described.map(({ field }) => field)).toEqual(POLICY_FIELDS);
    for (const { title, lines } of described) {
      expect(title).not.toBe('');
      expect(lines.join()).not.toMatch(/undefined|object/);
    }
  });

  it.each([
    [{ autonomy: { INTERN: ['YELLOW', 'RED'], LEAD: [] } }, ['INTERN: asks for YELLOW, RED', 'LEAD: asks for nothing']],
    [{ toolRisks: { a: 'GREEN', b: 'RED', c: 'RED' } }, ['RED: b, c', 'GREEN: a']],
    [{ shellAllowed: ['ls', 'git status'] }, ['ls', 'git status']],
    [{ shellAllowed: [] }, ['Nothing']],
    [{ unlisted: 'NEEDS_APPROVAL' }, ['Needs an approval']],
    [{ approvals: { RED: { decisions: 2, role: 'ADMIN' } } }, ['RED: 2 people, each at least ADMIN']],
    [{ approvals: { YELLOW: { decisions: 1, role: 'OPERATOR' } } }, ['YELLOW: one person, at least OPERATOR']],
    [{ approvalExpiresInMinutes: 90 }, ['After 90 minutes']],
    [{ completionApproval: true }, ['Needs the approval of a second person']],
    [{ leadsMayComplete: false }, ['None: a person does']],
    [{ loops: { reviewCycles: 2 } }, ['More than 2 review cycles']],
    [{ spawn: { depth: 0, perParent: 4 } }, ['At most 4 for one parent', 'At most 0 levels below the first task']],
  ] as const)('%j', (rules, lines) => {
    expect(describeRules(rules).map((field) => field.lines)).toEqual([lines]);
  });

  it('say nothing of what a policy leaves out', () => {
    expect(describeRules({})).toEqual([]);
  });
});
