import { describe, expect, it } from '@jest/globals';
import { guessType } from './guess-type.ts';
import {
  approvalsMeant,
  clean,
  firstWord,
  pageAfter,
  parseCommand,
  quoted,
  resultIn,
  splitName,
  titleAndDescription,
} from './parse.ts';

describe('Commands', () => {
  it.each([
    ['/status', { name: 'status', to: undefined, args: '' }],
    ['/Approve@mc_bot  MC-1-A1 fine\nby me', { name: 'approve', to: 'mc_bot', args: 'MC-1-A1 fine\nby me' }],
    ['/new\nA title', { name: 'new', to: undefined, args: 'A title' }],
  ])('reads %j', (text, command) => expect(parseCommand(text)).toEqual(command));

  it.each(['status', '/', '/a/b', 'see /status'])('takes %j for a text', (text) => {
    expect(parseCommand(text)).toBeUndefined();
  });

  it('takes the first word off', () => {
    expect(firstWord(' A1  it leaks\nkeys ')).toEqual({ word: 'A1', rest: 'it leaks\nkeys' });
    expect(firstWord('')).toEqual({ word: '', rest: '' });
  });
});

describe('Approvals that are meant', () => {
  const pending = ['MC-1-A1', 'MC-2-A1', 'MC-11-A2'];
  it.each([
    ['mc-7-a3', undefined, ['MC-7-A3']],
    ['a1', 'MC-2', ['MC-2-A1']],
    ['A2', undefined, ['MC-11-A2']],
    ['a1', undefined, ['MC-1-A1', 'MC-2-A1']],
    ['1-A1', undefined, ['MC-1-A1']],
    ['A9', undefined, []],
    ['', undefined, []],
  ])('%j in %s', (given, task, ids) => expect(approvalsMeant(given, pending, task)).toEqual(ids));
});

describe('Names of agents', () => {
  it('finds the longest that fits, whatever its case', () => {
    const names = ['Rusty', 'Rusty Rita'];
    expect(splitName('rusty rita leaks keys', names)).toEqual({ name: 'Rusty Rita', rest: 'leaks keys' });
    expect(splitName('Rusty', names)).toEqual({ name: 'Rusty', rest: '' });
    expect(splitName('Rustyx', names)).toBeUndefined();
  });
});

describe('Texts', () => {
  it('keeps emoji and right-to-left text, and drops what the API does not take', () => {
    expect(clean(' שלום 👋🏽\u0007 ', 100)).toBe('שלום 👋🏽');
    expect(clean('\uD83D', 10).isWellFormed()).toBe(true);
    expect(clean('a'.repeat(30), 10)).toHaveLength(10);
  });

  it('splits title and description', () => {
    expect(titleAndDescription('One\nTwo\n\nThree', 10)).toEqual({ title: 'One', description: 'Two\n\nThree' });
    const long = titleAndDescription('a long title\nmore', 8);
    expect(long).toEqual({ title: 'a long…', description: 'a long title\n\nmore' });
  });

  it('quotes the first lines', () => {
    expect(quoted('one\ntwo\nthree')).toBe('> one\n> two\n> …');
  });
});

describe('Pages', () => {
  const page = (items: string[], cursor?: string) => pageAfter(items, { size: 2, cursor, idOf: (item) => item });
  it('goes on after the last one shown, also when it is gone', () => {
    const first = page(['a', 'b', 'c', 'd']);
    expect(first).toEqual({ items: ['a', 'b'], next: '2|b' });
    expect(page(['a', 'b', 'c', 'd'], first.next)).toEqual({ items: ['c', 'd'] });
    expect(page(['a', 'c', 'd'], first.next)).toEqual({ items: ['c', 'd'] });
    expect(page([], first.next)).toEqual({ items: [] });
  });
});

describe('Types', () => {
  it.each([
    ['Fix the login bug', 'CODE_CHANGE'],
    ['Send the newsletter', 'EMAIL'],
    ['Write a blog post', 'CONTENT'],
    ['Compare three competitors', 'RESEARCH'],
    ['Water the plants', 'OPS'],
  ])('%s is %s', (text, type) => expect(guessType(text)).toBe(type));
});

it.each([
  ['Done', { summary: 'Done' }],
  ['Done\ntime 45', { summary: 'Done', seconds: 2_700 }],
  ['Time: 1.5 h\nDone\nCost $2.25', { summary: 'Done', seconds: 5_400, costMicros: 2_250_000 }],
  ['cost 0.1', { summary: '', costMicros: 100_000 }],
  ['time to go\ncost of living 3', { summary: 'time to go\ncost of living 3' }],
])('a result: %j', (text, result) => expect(resultIn(text)).toEqual(result));
