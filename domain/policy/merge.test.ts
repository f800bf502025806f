import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AGENT_ROLES } from '../actor.ts';
import { BUILT_IN, DEFAULT_RULES } from './default-policy.ts';
import { policyOf } from './evaluate.test-support.ts';
import { MERGING, POLICY_FIELDS } from './fields.ts';
import { effectivePolicy } from './merge.ts';
import { policies } from './policy.test-support.ts';
import type { PolicyScope } from './policy.ts';
import type { PartialRules } from './rules.ts';

const GLOBAL: PolicyScope = { kind: 'GLOBAL' };
const AGENT: PolicyScope = { kind: 'AGENT', project: 'mc', agentId: 'a1' };

const merged = (...rules: readonly PartialRules[]) =>
  effectivePolicy(rules.map((one, index) => policyOf(one, index === 0 ? GLOBAL : undefined))).rules;

describe('without any policy', () => {
  it('what is built in holds', () => {
    const { rules, versions, origins, entryOrigins } = effectivePolicy([]);
    expect(rules).toEqual(DEFAULT_RULES);
    expect(versions).toEqual([BUILT_IN]);
    expect(new Set(Object.values(origins))).toEqual(new Set([BUILT_IN]));
    expect(entryOrigins).toEqual({});
  });

  it('every field has a rule and a way to merge it', () => {
    expect([...POLICY_FIELDS].sort()).toEqual(Object.keys(DEFAULT_RULES).sort());
  });
});

describe('a more specific policy', () => {
  it('replaces lists of what is allowed, and single values', () => {
    const rules = merged({ shellAllowed: ['make'], unlisted: 'NEEDS_APPROVAL' }, { shellAllowed: [] });
    expect(rules.shellAllowed).toEqual([]);
    expect(rules.unlisted).toBe('NEEDS_APPROVAL');
    expect(rules.readPaths).toEqual(DEFAULT_RULES.readPaths);
  });

  it('adds to maps, key by key', () => {
    const rules = merged({ toolRisks: { a: 'RED', b: 'RED' }, loops: { comments: 5 } }, { toolRisks: { b: 'GREEN' } });
    expect(rules.toolRisks).toMatchObject({ a: 'RED', b: 'GREEN', deploy: 'RED' });
    expect(rules.loops).toEqual({ ...DEFAULT_RULES.loops, comments: 5 });
  });

  it('adds to block lists, and never takes from them', () => {
    const rules = merged({ hostsBlocked: ['a.com', 'b.com'] }, { hostsBlocked: ['b.com', 'c.com'] });
    expect(rules.hostsBlocked).toEqual([...DEFAULT_RULES.hostsBlocked, 'a.com', 'b.com', 'c.com']);
    expect(merged({ pathsBlocked: [] }, { pathsBlocked: [] }).pathsBlocked).toEqual(DEFAULT_RULES.pathsBlocked);
  });

  it('says nothing by what it leaves out', () => {
    const rules = merged({ spawn: { depth: 1 } }, { spawn: { depth: undefined, perParent: 9 }, unlisted: undefined });
    expect(rules.spawn).toEqual({ ...DEFAULT_RULES.spawn, depth: 1, perParent: 9 });
    expect(rules.unlisted).toBe('DENY');
  });

  it('is known as the one that says so', () => {
    const { origins, entryOrigins } = effectivePolicy([
      policyOf({ shellBlocked: ['make', 'sudo'], toolRisks: { a: 'RED' } }, GLOBAL, 2),
      policyOf({ shellBlocked: ['make', 'npm'], toolRisks: { a: 'GREEN' }, unlisted: 'DENY' }),
    ]);
    const [global, project] = [
      { scope: 'GLOBAL', version: 2 },
      { scope: 'PROJECT:mc', version: 3 },
    ];
    expect(origins).toMatchObject({ shellBlocked: project, unlisted: project, readPaths: BUILT_IN });
    expect(entryOrigins).toEqual({
      'shellBlocked make': global,
      'shellBlocked npm': project,
      'toolRisks a': project,
    });
  });
});

describe('autonomy', () => {
  it.each([
    [{ LEAD: ['YELLOW'] }, { INTERN: 'YELLOW RED', SPECIALIST: 'YELLOW RED', LEAD: 'YELLOW RED' }],
    [{ LEAD: [] }, { INTERN: 'YELLOW RED', SPECIALIST: 'RED', LEAD: '' }],
    [{ INTERN: [] }, { INTERN: 'RED', SPECIALIST: 'RED', LEAD: 'RED' }],
    [{ SPECIALIST: ['GREEN'] }, { INTERN: 'GREEN YELLOW RED', SPECIALIST: 'GREEN YELLOW RED', LEAD: 'RED' }],
    [
      { INTERN: [], SPECIALIST: [], LEAD: [] },
      { INTERN: '', SPECIALIST: '', LEAD: '' },
    ],
  ] as const)('of %j grows with the role and with the risk', (autonomy, expected) => {
    const rules = merged({ autonomy });
    expect(Object.fromEntries(AGENT_ROLES.map((role) => [role, rules.autonomy[role].join(' ')]))).toEqual(expected);
  });
});

describe('whatever the policies', () => {
  it('their order does not matter, the newest of a scope counts, and the widest come first', () => {
    const distinct = policies.map((all) => all.map((policy, index) => ({ ...policy, version: index + 1 })));
    fc.assert(
      fc.property(distinct, fc.nat(), (all, turn) => {
        const turned = [...all.slice(turn % 5), ...all.slice(0, turn % 5)];
        expect(effectivePolicy(turned)).toEqual(effectivePolicy(all));
        const scopes = effectivePolicy(all).versions.map(({ scope }) => scope.split(':')[0]);
        expect(scopes).toEqual(
          ['BUILT_IN', 'GLOBAL', 'PROJECT', 'TASK_TYPE', 'AGENT'].filter((one) => scopes.includes(one)),
        );
      }),
    );
    const newest = effectivePolicy([policyOf({ unlisted: 'NEEDS_APPROVAL' }, AGENT, 2), policyOf({}, AGENT, 1)]);
    expect(newest.rules.unlisted).toBe('NEEDS_APPROVAL');
    expect(newest.versions).toEqual([BUILT_IN, { scope: 'AGENT:mc:a1', version: 2 }]);
  });

  it('everything that one of them blocks is blocked', () => {
    fc.assert(
      fc.property(policies, (all) => {
        const { rules, versions } = effectivePolicy(all);
        const counting = all.filter(({ version, scope }) =>
          versions.some((one) => one.version === version && one.scope.startsWith(scope.kind)),
        );
        const newest = new Map(counting.map((policy) => [policy.scope.kind, policy]));
        for (const field of POLICY_FIELDS.filter((one) => MERGING[one] === 'ADDED')) {
          for (const policy of newest.values()) {
            expect(rules[field]).toEqual(expect.arrayContaining([...((policy.rules[field] ?? []) as string[])]));
          }
        }
      }),
    );
  });
});
