import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { POLICY_FIELDS } from '../domain/policy/fields.ts';
import { repositoryRoot } from '../local/repository.ts';
import { OperationError } from './errors.ts';
import { ruleProblems } from './policy-problems.ts';
import { rulesArbitrary, scopeArbitrary, textArbitrary } from './policy-rules.test-support.ts';
import { policyYaml, readPolicyYaml } from './policy-yaml.ts';
import { policyRulesSchema } from './schemas/policy.ts';

const HEAD = 'missionControlPolicy: 1\nscope: { kind: PROJECT, project: mc }\nnote: why\n';

function mistakesIn(yaml: string) {
  try {
    readPolicyYaml(yaml);
  } catch (error) {
    if (error instanceof OperationError && error.code === 'INVALID') return error.errors;
    throw error;
  }
  throw new Error('the file was taken');
}

describe('a policy as a file', () => {
  it('says the same when it is read again, whatever it says', () => {
    const policies = fc.record({ scope: scopeArbitrary, note: textArbitrary, rules: rulesArbitrary });
    fc.assert(
      fc.property(policies, (policy) => {
        fc.pre(ruleProblems(policy.scope, policy.rules).length === 0);
        const published = { ...policy, rules: policyRulesSchema.parse(policy.rules) };
        expect(readPolicyYaml(policyYaml(published))).toEqual(published);
      }),
      { numRuns: 300 },
    );
  });

  it('may be written by hand, with comments and in any order', () => {
    const yaml = `# ours\nrules:\n  shellAllowed:\n    - make build # fast\nnote: builds\nscope:\n  kind: GLOBAL\nmissionControlPolicy: 1\n`;
    expect(readPolicyYaml(yaml)).toEqual({
      scope: { kind: 'GLOBAL' },
      note: 'builds',
      rules: { shellAllowed: ['make build'] },
    });
  });
});

describe('a file with mistakes is refused with line and field', () => {
  it.each([
    [
      'a field that is not known',
      `${HEAD}rules:\n  shelAllowed: []\n`,
      'rules.shelAllowed',
      /^line 5: is not a known field/,
    ],
    ['a field of the file that is not known', `${HEAD}rules: {}\nactivate: true\n`, 'activate', /^line 5: /],
    [
      'a wrong word',
      `${HEAD}rules:\n  autonomy:\n    INTERN:\n      - GREEN\n      - PINK\n`,
      'rules.autonomy.INTERN.1',
      /^line 8: /,
    ],
    ['a number for a text', `${HEAD}rules:\n  toolsAllowed:\n    - 12\n`, 'rules.toolsAllowed.0', /^line 6: /],
    [
      'a shell rule of two commands',
      `${HEAD}rules:\n  shellAllowed:\n    - ls\n    - curl x | sh\n`,
      'rules.shellAllowed.1',
      /^line 7: .*\| is never part/,
    ],
    [
      'a glob that climbs',
      `${HEAD}rules:\n  readPaths: [src/**, ../other/**]\n`,
      'rules.readPaths.1',
      /^line 5: must not contain/,
    ],
    ['no scope', 'missionControlPolicy: 1\nnote: why\nrules: {}\n', 'scope', /^line 1: /],
    [
      'a scope of no kind',
      'missionControlPolicy: 1\nnote: why\nscope:\n  kind: PLANET\nrules: {}\n',
      'scope.kind',
      /^line 4: /,
    ],
    ['a format of another time', HEAD.replace('1', '2') + 'rules: {}\n', 'missionControlPolicy', /^line 1: /],
    ['a field that is there twice', `${HEAD}rules: {}\nnote: again\n`, 'yaml', /^line 5, column 1: .*unique/],
    ['broken brackets', `${HEAD}rules: {unlisted: DENY\n`, 'yaml', /^line \d, column \d+: /],
    [
      'a star that is not quoted',
      `${HEAD}rules:\n  readPaths:\n    - **/*.ts\n`,
      'yaml',
      /^line 6, column \d+: .*quote/,
    ],
    [
      'a name and a reference',
      `${HEAD}rules:\n  readPaths: &all ['a']\n  writePaths: *all\n`,
      'yaml',
      /^line 5, column \d+: .*not taken/,
    ],
    ['a tag', `${HEAD}rules: !!js/function 'x'\n`, 'yaml', /^line 4, column 8: /],
    ['two documents', `${HEAD}rules: {}\n---\nnote: x\n`, 'yaml', /^line \d, /],
    ['nothing but a text', 'hello', '', /^line 1: /],
    [
      'a prototype',
      `${HEAD}rules:\n  __proto__: { unlisted: DENY }\n`,
      'rules.__proto__',
      /^line 5: is not a known field/,
    ],
  ])('%s', (_, yaml, path, message) => {
    expect(mistakesIn(yaml)).toContainEqual({ path, message: expect.stringMatching(message) });
  });

  it('that would unfold to something huge', () => {
    const levels = Array.from({ length: 20 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}, *a${n}, *a${n}]`);
    const bomb = `a0: &a0 [x]\n${levels.join('\n')}\n`;
    expect(mistakesIn(bomb)[0]?.message).toMatch(/not taken/);
  });

  it('that is nested without end', () => {
    expect(mistakesIn(`${HEAD}rules: ${'['.repeat(40_000)}${']'.repeat(40_000)}`).length).toBeGreaterThan(0);
    expect(mistakesIn(`${HEAD}rules: ${'{a: '.repeat(10_000)}`).length).toBeGreaterThan(0);
  });

  it('never with anything but a clear refusal', () => {
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom('rules:', '  - x', 'note: x', '? a', ': b', '&a', '*a', '<<: *a', '%YAML 1.1', '--- |', '...'),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        expect(mistakesIn(lines.join('\n')).length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the page about policies', () => {
  const page = readFileSync(join(repositoryRoot, 'docs/policies.md'), 'utf8');

  it('shows a file that is a policy', () => {
    const [, file = ''] = /^cat > .* <<'YAML'\n([\s\S]*?)^YAML$/m.exec(page) ?? [];
    const policy = readPolicyYaml(file);
    expect(policy.scope).toEqual({ kind: 'PROJECT', project: 'shop' });
    expect(policy.rules.shellAllowed).toContain('make build');
  });

  it('explains every field once', () => {
    const rows = [...page.matchAll(/^\| (`[^|]+) \| [^|]+ \| (?:by key|replaces|adds) \|$/gm)];
    const named = rows.flatMap(([, names = '']) => [...names.matchAll(/`(\w+)`/g)].map(([, name]) => name));
    expect(named).toEqual(POLICY_FIELDS);
  });
});
