import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Assignee } from '../actor.ts';
import { findMentions } from './mentions.ts';

const person = (name: string, kind: Assignee['kind'] = 'AGENT'): Assignee => ({ kind, id: `${kind} ${name}`, name });

const PEOPLE = [
  person('Code'),
  person('Code Reviewer'),
  person('Scribe'),
  person('Olga', 'HUMAN'),
  person('Zoë', 'HUMAN'),
  person('C++ (senior)'),
  person('Ann'),
  person('Ann-Marie'),
  person(' '),
];

const mentioned = (text: string): string[] => findMentions(text, PEOPLE).map(({ name }) => name);

describe('a comment mentions', () => {
  it.each([
    ['@Scribe, please look', ['Scribe']],
    ['ask @scribe and @OLGA', ['Scribe', 'Olga']],
    ['@Olga @Scribe @Olga', ['Olga', 'Scribe']],
    ['the longest name: @Code Reviewer!', ['Code Reviewer']],
    ['@Code review this', ['Code']],
    ['@Code  \n reviewer over a line', ['Code Reviewer']],
    ['(@Scribe) "@Olga" **@Code**', ['Scribe', 'Olga', 'Code']],
    ["@Scribe's and @Olga.", ['Scribe', 'Olga']],
    ['-@Scribe', ['Scribe']],
    ['@Zoe\u0308 decomposed, @ZOË composed', ['Zoë']],
    ['@C++ (senior)', ['C++ (senior)']],
    ['@Ann-Marie', ['Ann-Marie']],
    ['@Ann', ['Ann']],
  ])('in %j: %j', (text, names) => {
    expect(mentioned(text)).toEqual(names);
  });
});

describe('nobody is mentioned', () => {
  it.each([
    'olga@scribe.example',
    'write to me@Olga',
    '@Scribes are many',
    '@Ann-Sophie is somebody else',
    '@Nobody',
    '@',
    '@@Scribe',
    '@Scribe@example.social',
    'https://social.example/@Scribe',
    'Scribe without a sign',
    '`@Scribe`',
    '``with ` inside @Scribe``',
    '`over\n@Scribe lines`',
    '```\n@Scribe\n```',
    '```ts\n@Scribe\n```\nend',
    '~~~\n@Scribe\n```\n@Olga\n~~~',
    '````\n```\n@Scribe\n````',
    '   ```\n@Scribe not closed',
    '```\r\n@Scribe\r\n```',
  ])('in %j', (text) => {
    expect(mentioned(text)).toEqual([]);
  });
});

describe('code ends', () => {
  it.each([
    ['`code` @Scribe `code`', ['Scribe']],
    ['```\n@Olga\n```\n@Scribe', ['Scribe']],
    ['a lone ` and @Scribe', ['Scribe']],
    ['a lone `\n\n@Scribe in the next paragraph `', ['Scribe']],
    ['``two` @Scribe', ['Scribe']],
    ['``` inline ``` @Scribe', ['Scribe']],
    ['    ``` @Scribe', ['Scribe']],
  ])('in %j before %j', (text, names) => {
    expect(mentioned(text)).toEqual(names);
  });
});

it('everybody with the same name is mentioned, without anything but kind, id and name', () => {
  const human = { ...person('Scribe', 'HUMAN'), role: 'ADMIN', status: 'ACTIVE' };
  expect(findMentions('@Scribe', [human, person('Scribe')])).toEqual([person('Scribe', 'HUMAN'), person('Scribe')]);
});

it('any text is read, and whoever is found was known', () => {
  const text = fc.array(
    fc.oneof(
      fc.constantFrom('@', '`', '```', '~~~', '\n', '\n\n', ' ', 'x', 'Scribe', '@Scribe', '@Code Reviewer'),
      fc.string({ unit: 'grapheme', maxLength: 5 }),
    ),
    { maxLength: 30 },
  );
  fc.assert(
    fc.property(text, (pieces) => {
      const names = mentioned(pieces.join(''));
      expect(new Set(names).size).toBe(names.length);
      expect(PEOPLE.map(({ name }) => name)).toEqual(expect.arrayContaining(names));
    }),
  );
});

it('any known name is found between other words', () => {
  const name = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9+().*$?]{0,10}( [A-Za-z0-9]{1,8}){0,2}$/);
  fc.assert(
    fc.property(name, (known) => {
      expect(findMentions(`so, @${known.toUpperCase()}, look`, [person(known)])).toEqual([person(known)]);
    }),
  );
});
