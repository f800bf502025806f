import { describe, expect, it } from '@jest/globals';
import type { TaskCard } from '../../../operations/schemas/task.ts';
import { keyMeant, ranked, rankedTasks, scoreOf } from './ranking.ts';

const entry = (group: string, label: string, more: { detail?: string; alias?: string } = {}) => ({
  group,
  label,
  ...more,
});

describe('the score', () => {
  it('prefers the whole name to its start, that to the start of a word, that to its inside, and that to other words', () => {
    const scores = [
      scoreOf({ label: 'Costs' }, 'costs '),
      scoreOf({ label: 'Costs of all projects' }, 'COSTS'),
      scoreOf({ label: 'All costs' }, 'cos'),
      scoreOf({ label: 'All costs' }, 'ost'),
      scoreOf({ label: 'Money', alias: 'costs' }, 'ost'),
    ];
    expect(scores).toEqual(scores.toSorted((one, other) => other - one));
    expect(new Set(scores).size).toBe(5);
  });

  it('asks for every word, anywhere', () => {
    const page = { label: 'Agents', detail: 'SellerFi' };
    expect(scoreOf(page, 'seller age')).toBeGreaterThan(0);
    expect(scoreOf(page, 'agents openclaw')).toBe(0);
    expect(scoreOf(page, '(')).toBe(0);
  });
});

describe('the groups', () => {
  it('come in the order of their best item, each no longer than asked', () => {
    const items = [
      entry('Pages', 'All agents'),
      entry('Agents', 'Agent Organizer'),
      entry('Pages', 'Reagents'),
      entry('Pages', 'Agents of old'),
      entry('Actions', 'Sign out'),
    ];
    const groups = ranked(items, 'agent', 2).map(({ name, items: found }) => [
      name,
      ...found.map(({ label }) => label),
    ]);
    expect(groups).toEqual([
      ['Agents', 'Agent Organizer'],
      ['Pages', 'Agents of old', 'All agents'],
    ]);
  });

  it('stay as they are while nothing is typed', () => {
    const groups = ranked([entry('Recent tasks', 'B'), entry('Actions', 'C'), entry('Recent tasks', 'A')], ' ', 9);
    expect(groups.map(({ name, items }) => [name, items.length])).toEqual([
      ['Recent tasks', 2],
      ['Actions', 1],
    ]);
    expect(groups[0]?.items[0]?.label).toBe('B');
  });
});

it.each([
  ['oc-42', 'MC', 'OC-42'],
  [' MC-7 ', undefined, 'MC-7'],
  ['42', 'MC', 'MC-42'],
  ['#42', 'MC', 'MC-42'],
  ['42', undefined, undefined],
  ['oc 42', 'MC', undefined],
  ['o-1', 'MC', undefined],
])('%j with the prefix %s means %s', (typed, prefix, key) => expect(keyMeant(typed, prefix)).toBe(key));

it('puts the task that is meant first, then open ones, then those of the project at hand, then what was touched last', () => {
  const card = (key: string, status: string, projectId: string, updatedAt: string) =>
    ({ key, status, projectId, updatedAt }) as TaskCard;
  const cards = [
    card('A-3', 'INBOX', 'a', '2026-01-03'),
    card('A-1', 'DONE', 'a', '2026-01-09'),
    card('B-1', 'BLOCKED', 'b', '2026-01-08'),
    card('A-2', 'REVIEW', 'a', '2026-01-05'),
    card('A-10', 'CANCELED', 'a', '2026-01-01'),
    card('A-2', 'REVIEW', 'a', '2026-01-05'),
  ];
  expect(rankedTasks(cards, 'A-10', 'a').map(({ key }) => key)).toEqual(['A-10', 'A-2', 'A-3', 'B-1', 'A-1']);
});
