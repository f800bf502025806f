import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import picomatch from 'picomatch/posix.js';
import { globProblem, matchesSegments, readGlob } from './glob.ts';

const matches = (glob: string, path: string): boolean =>
  (readGlob(glob) ?? []).some(({ segments }) => matchesSegments(segments, path.split('/')));

describe('a glob', () => {
  const name = fc.string({ unit: fc.constantFrom('a', 'b', '.'), minLength: 1, maxLength: 4 });
  const path = fc
    .array(name, { minLength: 1, maxLength: 4 })
    .filter((names) => !names.some((one) => one.endsWith('.')));
  const part = fc.oneof(
    { weight: 3, arbitrary: fc.string({ unit: fc.constantFrom('a', 'b', '.', '*', '?'), minLength: 1, maxLength: 3 }) },
    fc.constant('**'),
    fc.constantFrom('{a,b}', '{a,{b,ab}}*', '*.{a,b}'),
  );
  // What two libraries may differ in: names of dots alone or with one at the end, several stars within a name, a folder
  // as part of what is in it.
  const unclear = (one: string): boolean => /^\.+$/.test(one) || (one !== '**' && one.includes('**'));
  const parts = fc
    .array(part, { minLength: 1, maxLength: 4 })
    .filter((all) => !all.some(unclear) && (all.length === 1 || all.at(-1) !== '**'));

  it('matches what the usual library matches', () => {
    fc.assert(
      fc.property(parts, path, (glob, names) => {
        const expected = picomatch(glob.join('/'), { dot: true })(names.join('/'));
        expect(matches(glob.join('/'), names.join('/'))).toBe(expected);
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    ['**/a/**', 'a'],
    ['**/**', 'a/b'],
    ['a/**/**/b', 'a/b'],
    ['{a,b', '{a,b'],
    ['{a}', '{a}'],
    ['a{,b}', 'a'],
    ['(a+)+b', '(a+)+b'],
  ])('%s matches %s', (glob, path) => {
    expect(matches(glob, path)).toBe(true);
  });

  it.each([
    ['(a+)+b', 'aab'],
    ['[ab]', 'a'],
    ['!a', 'b'],
    ['a', 'a/b'],
    ['**/a', 'ba'],
  ])('%s does not match %s', (glob, path) => {
    expect(matches(glob, path)).toBe(false);
  });
});

describe('a glob that cannot be used', () => {
  it.each([
    ['', 'must not be empty'],
    ['../a', 'must not contain ".."'],
    ['{a,..}/b', 'must not contain ".."'],
    ['a'.repeat(513), 'must have at most 512 characters'],
    ['{a,b}'.repeat(7), 'must stand for at most 64 alternatives'],
    ['{'.repeat(250), undefined],
    ['{a,'.repeat(100) + '}'.repeat(100), 'must stand for at most 64 alternatives'],
    ['a..b', undefined],
  ])('%j: %s', (glob, problem) => {
    expect(globProblem(glob)).toBe(problem);
    expect(readGlob(glob) === undefined).toBe(problem !== undefined);
  });
});
