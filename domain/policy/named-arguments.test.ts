import { describe, expect, it } from '@jest/globals';
import { canonicalInput } from './input.ts';
import { pathsOfPatch } from './patch-paths.ts';
import { isProduction } from './production.ts';
import { addressesIn, pathsIn } from './named-arguments.ts';
import { shellText } from './shell-text.ts';
import { matchesWildcard } from './wildcard.ts';

describe('paths among arguments', () => {
  it.each([
    [{ path: 'a', content: 'b' }, ['a'], false],
    [{ filePath: 'a', 'file-path': 'b', FILE_PATH: 'c' }, ['a', 'b', 'c'], false],
    [{ files: ['a', { path: 'b', content: 'c' }] }, ['a', 'b'], false],
    [{ edits: [{ notebook_path: 'a' }] }, ['a'], false],
    [{ path: null, file: '' }, [''], false],
    [{ path: 7 }, [], true],
    [{ files: [['a', 1]] }, ['a'], true],
    [{ source: 'a', to: 'b' }, [], false],
  ])('%j: %j', (given, texts, isUnclear) => {
    expect(pathsIn(given)).toEqual({ texts, isUnclear });
  });

  it('are two where a tool moves something', () => {
    expect(pathsIn({ source: 'a', to: 'b' }, true).texts).toEqual(['a', 'b']);
  });

  it('are unclear where nobody looks', () => {
    let deep: object = { path: 'a' };
    for (let level = 0; level < 20; level++) deep = { deep };
    expect(pathsIn({ deep })).toEqual({ texts: [], isUnclear: true });
  });
});

describe('addresses among arguments', () => {
  it('are found under every usual name', () => {
    expect(addressesIn({ url: 'a', options: { proxy: 'b' }, hosts: ['c'], body: 'd' }).texts).toEqual(['a', 'b', 'c']);
  });
});

describe('the text of a command', () => {
  it.each([
    [{ command: 'ls -la' }, ['ls -la']],
    [{ cmd: ['ls', '-la', "it's", '$(x)', ''] }, [`ls -la 'it'\\''s' '$(x)' ''`]],
    [{ command: 'git', args: ['commit', '-m', 'a b'] }, ["git commit -m 'a b'"]],
    [{ command: 'git', args: 'status' }, ['git status']],
    [{ commands: ['ls', 'pwd'] }, ['ls', 'pwd']],
    [{ command: 'ls', script: 'pwd' }, ['ls', 'pwd']],
    [{ command: 'ls', env: { CI: 1, NAME: 'a b' } }, ["CI=1 NAME='a b' ls"]],
    [{ command: 'ls', env: ['CI=1', 'A=b=c'] }, ['CI=1 A=b=c ls']],
    [{}, []],
    [{ command: ' ' }, []],
  ])('of %j is %j', (given, commands) => {
    expect(shellText(given)).toEqual({ commands, isUnclear: false });
  });

  it.each([
    [{ command: 7 }],
    [{ command: ['ls', 7] }],
    [{ command: { text: 'ls' } }],
    [{ command: 'ls', args: { a: 1 } }],
    [{ command: 'ls #', args: ['x'] }],
    [{ command: "cat <<'X'\n", args: ['x'] }],
    [{ command: 'ls', env: { 'ls #': 'x' } }],
    [{ command: 'ls', env: { 'A=1;x': 'y' } }],
    [{ command: 'ls', env: { A: {} } }],
    [{ command: 'ls', env: 'A=1' }],
    [{ commands: [{ run: 'ls' }] }],
  ])('of %j is unclear', (given) => {
    expect(shellText(given).isUnclear).toBe(true);
  });
});

describe('a patch', () => {
  it.each([
    ['*** Begin Patch\n*** Add File: a\n*** Update File: b c\n*** Move to: d', ['a', 'b c', 'd'], false],
    ['*** Delete File: a', ['a'], true],
    ['diff --git a/x b/x\n--- a/x\n+++ b/y\n@@ -1 +1 @@', ['x', 'y'], false],
    ['--- a/../../etc/passwd\t2026\r\n+++ /dev/null\r\n', ['../../etc/passwd'], true],
    ['rename from a\nrename to b', ['a', 'b'], false],
    ['--- /etc/a\n+++ b/a', ['/etc/a', 'a'], false],
    ['nothing', [], false],
  ])('%j names %j', (patch, paths, deletes) => {
    expect(pathsOfPatch(patch)).toEqual({ paths, deletes });
  });
});

describe('production', () => {
  const targets = ['prod', 'production', 'live', 'eu main'];

  it.each([
    'prod',
    'PROD',
    'db.prod.example.com',
    'prod-eu-1',
    'prod2',
    'myProdDb',
    'release/production',
    'eu-main',
    'live.',
  ])('is %s', (name) => {
    expect(isProduction(name, targets)).toBe(true);
  });

  it.each(['product', 'reproduce', 'livestream', 'alive', 'delivery', 'main', 'eu', '', 'x'.repeat(300)])(
    'is not %j',
    (name) => {
      expect(isProduction(name, targets)).toBe(false);
      expect(isProduction(name, [''])).toBe(false);
    },
  );
});

describe('a wildcard', () => {
  it.each([
    ['*', ''],
    ['a*', 'a'],
    ['*b*', 'abc'],
    ['a*b*c', 'axbxbc'],
    ['a?c', 'abc'],
    ['**a', 'a'],
  ])('%s matches %j', (pattern, text) => {
    expect(matchesWildcard(pattern, text)).toBe(true);
  });

  it.each([
    ['', 'a'],
    ['a', ''],
    ['a', 'ab'],
    ['a*b', 'abc'],
    ['?', ''],
    ['*.ts', 'a.tsx'],
    ['A', 'a'],
  ])('%s does not match %j', (pattern, text) => {
    expect(matchesWildcard(pattern, text)).toBe(false);
  });
});

describe('the canonical text of an action', () => {
  const call = (given: Record<string, unknown>) => canonicalInput({ kind: 'TOOL_CALL', tool: 'x', arguments: given });

  it('does not depend on the order of keys, and on nothing that means nothing', () => {
    expect(call({ a: { c: 1, b: [2] } })).toBe(call({ a: { b: [2], c: 1 } }));
    expect(call({ a: 1 })).toBe('{"arguments":{"a":1},"kind":"TOOL_CALL","tool":"x"}');
  });

  it('tells different calls apart', () => {
    const calls = [{}, { a: 1 }, { a: '1' }, { a: [1] }, { a: null }, { a: { a: 1 } }, { b: 1 }, { a: 1, b: 1 }];
    expect(new Set(calls.map(call)).size).toBe(calls.length);
    expect(canonicalInput({ kind: 'GIT_PUSH', target: 'a' })).not.toBe(canonicalInput({ kind: 'EMAIL', target: 'a' }));
  });

  it('takes anything that JSON can hold', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 100_000; level++) deep = [deep];
    expect(typeof call({ deep })).toBe('string');
  });
});
