import { describe, expect, it } from '@jest/globals';
import type { PolicyScope } from '../domain/policy/policy.ts';
import type { PartialRules } from '../domain/policy/rules.ts';
import { ruleProblems } from './policy-problems.ts';

const PROJECT: PolicyScope = { kind: 'PROJECT', project: 'mc' };
const TASK_TYPE: PolicyScope = { kind: 'TASK_TYPE', project: 'mc', taskType: 'OPS' };
const AGENT: PolicyScope = { kind: 'AGENT', project: 'mc', agentId: 'scout' };

describe('rules that could never do what they look like', () => {
  it.each<[string, PartialRules, string, RegExp]>([
    ['two commands', { shellAllowed: ['ls', 'ls; id'] }, 'rules.shellAllowed.1', /; is never part/],
    ['a quoted word', { shellBlocked: ["git 'push'"] }, 'rules.shellBlocked.0', /' is never part/],
    ['a variable', { shellAllowed: ['echo $HOME'] }, 'rules.shellAllowed.0', /\$ is never part/],
    ['a tool with a space', { toolsAllowed: ['read file'] }, 'rules.toolsAllowed.0', /name of a tool/],
    ['a glob that climbs', { writePaths: ['src/../..'] }, 'rules.writePaths.0', /must not contain/],
    ['a glob that explodes', { pathsBlocked: ['{a,b}'.repeat(20)] }, 'rules.pathsBlocked.0', /at most/],
    ['a host that is none', { hostsAllowed: ['github.com', '[zz]'] }, 'rules.hostsAllowed.1', /name of a host/],
    [
      'escalation after the end',
      { approvalExpiresInMinutes: 30, approvalEscalatesInMinutes: 30 },
      'rules.approvalEscalatesInMinutes',
      /fewer than the 30/,
    ],
    [
      'more failures than are looked at',
      { loops: { failures: 6, failureWindow: 5 } },
      'rules.loops.failures',
      /at most the 5/,
    ],
  ])('%s', (_, rules, path, message) => {
    expect(ruleProblems(PROJECT, rules)).toEqual([{ path, message: expect.stringMatching(message) }]);
  });

  it('and too many of them', () => {
    const productionTargets = Array.from({ length: 200 }, (_, n) => `${n}`.padEnd(200, 'x'));
    expect(ruleProblems(PROJECT, { productionTargets })).toEqual([
      { path: 'rules', message: expect.stringMatching(/32768/) },
    ]);
  });
});

describe('what a scope has nothing to say about', () => {
  const rules: PartialRules = {
    completionApproval: true,
    leadsMayComplete: true,
    loops: { comments: 3 },
    spawn: { depth: 1, activePerProject: 3 },
  };

  it.each([
    [{ kind: 'GLOBAL' } as const, []],
    [PROJECT, []],
    [TASK_TYPE, ['rules.spawn.activePerProject']],
    [AGENT, ['rules.completionApproval', 'rules.leadsMayComplete', 'rules.loops', 'rules.spawn.activePerProject']],
  ] as const)('%j', (scope, expected) => {
    expect(ruleProblems(scope, rules).map(({ path }) => path)).toEqual(expected);
  });
});
