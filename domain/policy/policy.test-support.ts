import fc from 'fast-check';
import { AGENT_ROLES, AGENT_STATUSES } from '../actor.ts';
import { PROJECT_MODES, type Risk, RISKS, TASK_STATUSES } from '../task/vocabulary.ts';
import { ACTION_KINDS, type ActionKind, OUTSIDE_EFFECTS, type PolicyAction } from './action.ts';
import type { PolicySubject } from './decision.ts';
import { grant, policyOf } from './evaluate.test-support.ts';
import type { PolicyScope } from './policy.ts';
import type { PartialRules } from './rules.ts';

const risk = fc.constantFrom(...RISKS);
const TOOLS = [
  'shell',
  'Bash',
  'read_file',
  'write_file',
  'web_fetch',
  'git_push',
  'deploy',
  'frobnicate',
  'mcp__a__edit',
];
const COMMANDS = [
  'ls -la',
  'cat src/a.ts | head',
  'npm test',
  'make build',
  'rm -rf build',
  'sudo ls',
  'git push --force',
  'if true; then',
];
const PATHS = ['src/a.ts', '.env', '../../etc/passwd', '/srv/data/a', '~/.ssh/id_rsa', 'docs/prod.md'];
const HOSTS = ['github.com', 'api.github.com', 'evil.com', '127.0.0.1', 'prod.example.com', '169.254.169.254'];

const listOf = (...entries: readonly string[]) => fc.uniqueArray(fc.constantFrom(...entries), { maxLength: 4 });
const toolList = listOf('*', 'shell', 'B*', '*file', ...TOOLS);
const shellList = listOf('*', 'ls', 'make', 'git *', 'git push', 'rm', 'sudo', 'cat', 'npm run');
const pathList = listOf('**', '/**', '~/**', 'src/**', '**/*.md', '/etc/**', '**/.env');
const hostList = listOf('*', 'github.com', 'evil.com', '*.example.com', '127.0.0.1', '169.254.169.254');
const wordList = listOf('prod', 'main', 'data', 'github', 'src');

/** Block lists: what more of them must never make anything freer. */
export const blockRules: fc.Arbitrary<PartialRules> = fc.record(
  {
    toolsBlocked: toolList,
    shellBlocked: shellList,
    pathsBlocked: pathList,
    hostsBlocked: hostList,
    productionTargets: wordList,
  },
  { requiredKeys: [] },
);

/** Anything that one policy can say. */
export const partialRules: fc.Arbitrary<PartialRules> = fc
  .record(
    {
      autonomy: fc.record(
        { INTERN: fc.subarray([...RISKS]), SPECIALIST: fc.subarray([...RISKS]), LEAD: fc.subarray([...RISKS]) },
        { requiredKeys: [] },
      ),
      toolRisks: fc.dictionary(fc.constantFrom(...TOOLS), risk),
      actionRisks: fc.dictionary(fc.constantFrom<ActionKind>(...ACTION_KINDS), risk) as fc.Arbitrary<
        Partial<Record<ActionKind, Risk>>
      >,
      toolsAllowed: toolList,
      shellAllowed: shellList,
      readPaths: pathList,
      writePaths: pathList,
      hostsAllowed: hostList,
      unlisted: fc.constantFrom('DENY' as const, 'NEEDS_APPROVAL' as const),
      completionApproval: fc.boolean(),
      leadsMayComplete: fc.boolean(),
      spawn: fc.record({ perParent: fc.nat(5), depth: fc.nat(4) }, { requiredKeys: [] }),
    },
    { requiredKeys: [] },
  )
  .chain((rules) => blockRules.map((blocks) => ({ ...rules, ...blocks })));

const scope: fc.Arbitrary<PolicyScope> = fc.constantFrom(
  { kind: 'GLOBAL' as const },
  { kind: 'PROJECT' as const, project: 'mc' },
  { kind: 'TASK_TYPE' as const, project: 'mc', taskType: 'OPS' as const },
  { kind: 'AGENT' as const, project: 'mc', agentId: 'a1' },
);

export const policies = fc.array(
  fc.tuple(partialRules, scope, fc.integer({ min: 1, max: 4 })).map((parts) => policyOf(...parts)),
  { maxLength: 5 },
);

const secret = fc.constantFrom('hello', 'password=hunter2', 'the word token');

const given = fc.oneof(
  fc.constantFrom(...COMMANDS).map((command) => ({ command })),
  fc.tuple(fc.constantFrom(...PATHS), secret).map(([path, content]) => ({ path, content })),
  fc.constantFrom(...HOSTS).map((host) => ({ url: `https://${host}/a` })),
  fc.constantFrom({}, { branch: 'main' }, { branch: 'prod', force: true }, { environment: 'production' }),
);

/** Anything that an agent can ask for. */
export const action: fc.Arbitrary<PolicyAction> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('TOOL_CALL' as const),
      tool: fc.constantFrom(...TOOLS),
      arguments: given,
    }),
  },
  fc.record({ kind: fc.constant('TRANSITION' as const), to: fc.constantFrom(...TASK_STATUSES) }),
  fc.constantFrom({ kind: 'SUBMIT' as const }, { kind: 'START_RUN' as const }),
  fc.record({
    kind: fc.constant('SPAWN' as const),
    type: fc.constant('OPS' as const),
    family: fc.record({ depth: fc.nat(4), siblings: fc.nat(4), activeInProject: fc.nat(40) }),
  }),
  fc.record({
    kind: fc.constantFrom(...OUTSIDE_EFFECTS),
    target: fc.constantFrom(undefined, 'main', 'prod', 'https://evil.com/a', 'http://127.0.0.1/'),
    force: fc.boolean(),
  }),
);

export const subject: fc.Arbitrary<PolicySubject> = fc.record({
  name: fc.constant('Scout'),
  role: fc.constantFrom(...AGENT_ROLES),
  status: fc.constantFrom('ACTIVE' as const, ...AGENT_STATUSES),
  projectMode: fc.constantFrom('NORMAL' as const, ...PROJECT_MODES),
  allowedTools: fc.constantFrom([], [], ['shell', 'read_*']),
  workspace: fc.constantFrom('/work/project', undefined),
  grants: fc.array(
    fc
      .record({
        scope: fc.constantFrom('SAME_CALL' as const, 'SAME_TOOL' as const),
        tool: fc.constantFrom(...TOOLS, 'GIT_PUSH'),
        inputHash: fc.constantFrom('h1', 'h2'),
        risk,
      })
      .map(grant),
    { maxLength: 2 },
  ),
});
