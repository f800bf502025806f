import { describe, expect, it } from '@jest/globals';
import { inGroups, problemsOfLinks } from './links.ts';

const row = (ref: string, dependsOn: string[] = [], parent?: string) => ({
  ref,
  links: { dependsOn, ...(parent !== undefined && { parent }) },
});

describe('rows that name each other', () => {
  it('come after those that they name, whatever their order in the file', () => {
    const rows = [row('c', ['b'], 'a'), row('b', [], 'a'), row('a'), row('d')];
    expect(inGroups(rows).map((group) => group.map(({ ref }) => ref))).toEqual([['a', 'd'], ['b'], ['c']]);
  });

  it('are wrong where they lead to a row that is wrong', () => {
    const rows = [row('a', ['bad']), row('b', [], 'a'), row('c')];
    const problems = problemsOfLinks(rows, (ref) => ref === 'bad');
    expect([...problems]).toEqual([
      ['a', [{ path: 'dependsOn', message: 'the task bad of the file is not valid' }]],
      ['b', [{ path: 'parent', message: 'the task a of the file is not valid' }]],
    ]);
  });

  it('are wrong in a circle, and where they wait for one', () => {
    const rows = [row('a', ['b']), row('b', [], 'a'), row('self', ['self']), row('after', ['a']), row('fine')];
    const problems = problemsOfLinks(rows, () => false);
    expect([...problems.keys()]).toEqual(['a', 'b', 'self', 'after']);
    expect(problems.get('b')).toMatchObject([
      { path: 'parent', message: expect.stringContaining('a leads back to b') },
    ]);
    expect(inGroups(rows).flat()).toEqual([row('fine')]);
  });
});
