import fc from 'fast-check';
import { AGENT_ROLES } from '../domain/actor.ts';
import { ACTION_KINDS } from '../domain/policy/action.ts';
import type { PolicyScope } from '../domain/policy/policy.ts';
import { RISKS, TASK_TYPES } from '../domain/task/vocabulary.ts';
import type { PolicyRulesInput } from './schemas/policy.ts';

const risk = fc.constantFrom(...RISKS);
export const textArbitrary = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
  .map((value) => value.replaceAll(/\p{Cc}/gu, ' ').trim())
  .filter((value) => value !== '' && value.isWellFormed());

/** What files of this kind like to misread. */
const strange = fc.constantFrom(
  '*',
  '**/.env',
  '~/.ssh/**',
  '# x',
  '- x',
  'null',
  'yes',
  '0x10',
  '1e3',
  '{a,b}',
  'a: b',
  '&a',
  '!b',
);
const globs = fc.array(
  fc.oneof(
    strange,
    fc.stringMatching(/^[a-z*/.{}-]{1,20}$/).filter((glob) => !glob.includes('..')),
  ),
  { maxLength: 4 },
);
const words = fc.array(fc.stringMatching(/^[a-z]{1,8}( [a-z*:/=.-]{1,10}){0,3}$/), { maxLength: 4 });
const tools = fc.array(fc.stringMatching(/^[A-Za-z*][\w.:*-]{0,12}$/), { maxLength: 4 });
const hosts = fc.array(fc.constantFrom('github.com', '*.example.com', '10.0.0.1', '::1', '*'), { maxLength: 4 });
const count = fc.integer({ min: 1, max: 10 });
const mapOf = <Value>(keys: readonly string[], value: fc.Arbitrary<Value>) =>
  fc.record(Object.fromEntries(keys.map((key) => [key, value])), {
    requiredKeys: [],
  });

/** Everything that a PROJECT policy may say. */
export const rulesArbitrary: fc.Arbitrary<PolicyRulesInput> = fc.record(
  {
    autonomy: mapOf(AGENT_ROLES, fc.uniqueArray(risk)),
    toolRisks: fc.dictionary(fc.stringMatching(/^[A-Za-z][\w:*-]{0,8}$/), risk, { maxKeys: 4 }),
    actionRisks: mapOf(ACTION_KINDS, risk),
    toolsAllowed: tools,
    toolsBlocked: tools,
    shellAllowed: words,
    shellBlocked: words,
    readPaths: globs,
    writePaths: globs,
    pathsBlocked: globs,
    hostsAllowed: hosts,
    hostsBlocked: hosts,
    unlisted: fc.constantFrom('DENY', 'NEEDS_APPROVAL'),
    productionTargets: fc.array(textArbitrary, { maxLength: 3 }),
    approvals: mapOf(
      RISKS,
      fc.record({ decisions: fc.integer({ min: 1, max: 5 }), role: fc.constantFrom('OPERATOR', 'ADMIN') }),
    ),
    approvalExpiresInMinutes: fc.integer({ min: 61, max: 600 }),
    approvalEscalatesInMinutes: fc.integer({ min: 1, max: 60 }),
    completionApproval: fc.boolean(),
    leadsMayComplete: fc.boolean(),
    loops: fc.record({ comments: count, reviewCycles: count }, { requiredKeys: [] }),
    spawn: fc.record({ perParent: count, depth: count, activePerProject: count }, { requiredKeys: [] }),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<PolicyRulesInput>;

export const scopeArbitrary: fc.Arbitrary<PolicyScope> = fc.oneof(
  fc.constant({ kind: 'GLOBAL' as const }),
  fc.record({ kind: fc.constant('PROJECT' as const), project: fc.constantFrom('mc', 'on', 'no-1') }),
  fc.record({
    kind: fc.constant('TASK_TYPE' as const),
    project: fc.constantFrom('mc', 'true'),
    taskType: fc.constantFrom(...TASK_TYPES),
  }),
);
