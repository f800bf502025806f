import { describe, expect, it } from '@jest/globals';
import type { PolicyView } from '../operations/schemas/policy.ts';
import { UsageError } from './failure.ts';
import { decisionText, diffText, policyText, scopeNamed } from './policy-text.ts';

describe('the name of a scope', () => {
  it.each([
    ['GLOBAL', { kind: 'GLOBAL' }],
    ['PROJECT:web', { kind: 'PROJECT', project: 'web' }],
    ['TASK_TYPE:web:OPS', { kind: 'TASK_TYPE', project: 'web', taskType: 'OPS' }],
    ['AGENT:web:01ABC', { kind: 'AGENT', project: 'web', agentId: '01ABC' }],
  ])('%s', (text, scope) => {
    expect(scopeNamed(text)).toEqual(scope);
  });

  it.each([
    '',
    'web',
    'PROJECT',
    'PROJECT:',
    'PROJECT:a:b',
    'TASK_TYPE:web:COOKING',
    'AGENT:web:',
    'AGENT:web:1:2',
    'GLOBAL:x',
  ])('is not %j', (text) => {
    expect(() => scopeNamed(text)).toThrow(UsageError);
  });
});

describe('for people to read', () => {
  const policy: PolicyView = {
    id: 'PROJECT:web@2',
    scope: { kind: 'PROJECT', project: 'web' },
    version: 2,
    rules: { shellAllowed: ['make', 'ls'], unlisted: 'DENY' },
    note: 'tidy',
    publishedBy: { kind: 'HUMAN', id: 'ada', name: 'Ada' },
    publishedAt: '2026-01-01T00:00:00.000Z',
    isActive: true,
  };

  it('a version, with what it says', () => {
    expect(policyText(policy).split('\n')).toEqual([
      'PROJECT:web@2                     active  2026-01-01T00:00:00.000Z  Ada: tidy',
      '',
      'Commands that may be run',
      '  make',
      '  ls',
      '',
      'What no rule names',
      '  Is denied',
    ]);
    expect(policyText({ ...policy, rules: {} })).toMatch(/\n\nSays nothing of its own\.$/);
  });

  it('what changes', () => {
    const changes = [
      { field: 'shellAllowed', kind: 'ADDED' as const, after: 'just' },
      { field: 'shellAllowed', kind: 'REMOVED' as const, before: 'make' },
      { field: 'autonomy', key: 'LEAD', kind: 'CHANGED' as const, before: ['RED'], after: [] },
    ];
    expect(diffText({ changes })).toBe('+ shellAllowed: just\n- shellAllowed: make\n~ autonomy.LEAD: ["RED"] -> []');
    expect(diffText({ changes: [] })).toBe('Nothing changes.');
  });

  it('a decision', () => {
    const decision = {
      decision: 'NEEDS_APPROVAL',
      risk: 'RED',
      reasons: ['It deploys.'],
      rules: [],
      versions: [],
    } as const;
    const shown = { ...decision, reasons: [...decision.reasons], rules: [], versions: [], policyVersion: 'GLOBAL@1' };
    expect(decisionText({ ...shown, approval: { decisions: 2, role: 'ADMIN' } })).toBe(
      'NEEDS_APPROVAL (RED, by 2 of role ADMIN), by GLOBAL@1\n  It deploys.',
    );
  });
});
