import { describe, expect, it } from '@jest/globals';
import type { BoardFilters } from '../../../domain/board/view.ts';
import type { TaskCard } from '../../../operations/schemas/task.ts';
import { boardOf, type BoardColumn } from './board-data.ts';
import { foreseen, type LoadedBoard } from './foreseen.ts';

const card = (number: number, more: Partial<TaskCard> = {}) =>
  ({
    key: `MC-${number}`,
    title: `Task ${number}`,
    status: 'INBOX',
    type: 'OPS',
    priority: 3,
    labels: [],
    assignees: [],
    ...more,
  }) as unknown as TaskCard;

const loaded = (cards: readonly TaskCard[], { filters = {}, nextCursor }: Partial<LoadedBoard & BoardColumn> = {}) => ({
  filters,
  board: boardOf({
    columns: [{ status: 'INBOX', count: 100, cards: [...cards], nextCursor }],
  } as unknown as Parameters<typeof boardOf>[0]),
});

function inbox(boards: readonly LoadedBoard[], filters: BoardFilters) {
  const column = foreseen(boards, filters)?.columns.find(({ status }) => status === 'INBOX');
  return { keys: column?.cards.map(({ key }) => key), isCertain: column?.isForeseen !== true };
}

it('knows nothing where no board is loaded', () => {
  expect(foreseen([], { priority: 1 })).toBeUndefined();
});

it('is certain of columns that are loaded to their end', () => {
  const whole = loaded([card(1, { type: 'DOCS' }), card(2), card(3, { type: 'DOCS' })]);
  expect(inbox([whole], { type: 'DOCS' })).toEqual({ keys: ['MC-1', 'MC-3'], isCertain: true });
});

it('leaves open what may be on the next page', () => {
  const first = loaded([card(1, { labels: ['red'] }), card(2)], { nextCursor: 'next' });
  expect(inbox([first], { label: 'red' })).toEqual({ keys: ['MC-1'], isCertain: false });
  expect(inbox([first], { label: 'blue' })).toEqual({ keys: [], isCertain: false });
});

it('is certain of what is more urgent than the last card that is loaded', () => {
  const first = loaded([card(1, { priority: 1 }), card(2, { priority: 2 })], { nextCursor: 'next' });
  expect(inbox([first], { priority: 1 })).toEqual({ keys: ['MC-1'], isCertain: true });
  expect(inbox([first], { priority: 2 })).toEqual({ keys: ['MC-2'], isCertain: false });
});

describe('from boards with filters', () => {
  const red = loaded([card(1, { labels: ['red'], priority: 1 })], { filters: { label: 'red' } });

  it('is certain of what has one filter more', () => {
    expect(inbox([red], { label: 'red', priority: 1 })).toEqual({ keys: ['MC-1'], isCertain: true });
  });

  it('leaves open what another filter has left out', () => {
    expect(inbox([red], { priority: 1 })).toEqual({ keys: ['MC-1'], isCertain: false });
    expect(inbox([red], {})).toEqual({ keys: ['MC-1'], isCertain: false });
  });

  it('follows a text while it is written', () => {
    const begun = loaded([card(1), card(12)], { filters: { text: 'mc' } });
    expect(inbox([begun], { text: 'mc-12' })).toEqual({ keys: ['MC-12'], isCertain: true });
    expect(inbox([begun], { text: 'm' })).toEqual({ keys: ['MC-1', 'MC-12'], isCertain: false });
  });

  it('takes the board that tells most', () => {
    const first = loaded([card(1, { labels: ['red'] }), card(2)], { nextCursor: 'next' });
    const all = loaded([card(1, { labels: ['red'] }), card(3, { labels: ['red'] })], { filters: { label: 'red' } });
    expect(inbox([first, all], { label: 'red', type: 'OPS' })).toEqual({ keys: ['MC-1', 'MC-3'], isCertain: true });
  });
});
