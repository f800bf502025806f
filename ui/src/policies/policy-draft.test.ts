import { expect, it } from '@jest/globals';
import type { PolicyRulesInput } from '../../../operations/schemas/policy.ts';
import { draftOf, EMPTY_POLICY, rulesFrom } from './policy-draft.ts';

const RULES: PolicyRulesInput = {
  autonomy: { INTERN: ['GREEN', 'YELLOW', 'RED'], LEAD: [] },
  toolRisks: { deploy: 'RED', 'mcp:search': 'GREEN' },
  shellAllowed: ['make build', 'ls'],
  unlisted: 'NEEDS_APPROVAL',
  approvals: { RED: { decisions: 1, role: 'ADMIN' } },
  approvalExpiresInMinutes: 15,
  completionApproval: false,
  loops: { comments: 5, failures: 2 },
  spawn: { depth: 1 },
};

it('holds what rules say and says the same again', () => {
  expect(rulesFrom({ ...EMPTY_POLICY, ...draftOf(RULES) })).toEqual(RULES);
});

it('says nothing where nothing was filled in', () => {
  expect(rulesFrom(EMPTY_POLICY)).toEqual({});
  expect(rulesFrom({ ...EMPTY_POLICY, lists: { shellAllowed: ' \n \n' }, numbers: { 'loops.comments': ' ' } })).toEqual(
    {},
  );
});

it('reads risks with a colon or a space, in small letters too', () => {
  const { toolRisks } = rulesFrom({ ...EMPTY_POLICY, risks: { toolRisks: 'deploy: red\nmcp:search green' } });
  expect(toolRisks).toEqual({ deploy: 'RED', 'mcp:search': 'GREEN' });
});
