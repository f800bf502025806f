import { expect, it } from '@jest/globals';
import { lanesOf } from './lanes.ts';

const lane = (value: string, more: object = {}) => ({ value, counts: { INBOX: 1, DONE: 2 }, ...more });
const view = (...items: ReturnType<typeof lane>[]) => ({ counts: {}, items });

it('orders lanes by urgency, with their names and true totals', () => {
  const lanes = lanesOf(view(lane('4'), lane('1'), lane('3')), 'PRIORITY', { text: 'x' });
  expect(lanes.map(({ value, name, count }) => [value, name, count])).toEqual([
    ['1', 'Critical', 3],
    ['3', 'Normal', 3],
    ['4', 'Low', 3],
  ]);
  expect(lanes[0]?.filters).toEqual({ text: 'x', priority: 1 });
});

it('orders people by name, and what nobody has comes last', () => {
  const items = [lane('~none'), lane('b', { name: 'Bo' }), lane('a', { name: 'Zoe' })];
  const lanes = lanesOf(view(...items), 'ASSIGNEE', {});
  expect(lanes.map(({ name }) => name)).toEqual(['Bo', 'Zoe', 'Nobody']);
  expect(lanes.at(-1)?.filters).toEqual({ assignee: '~none' });
});

it('shows no lane beside the one that is filtered for', () => {
  const lanes = lanesOf(view(lane('red'), lane('green')), 'LABEL', { label: 'green' });
  expect(lanes.map(({ value }) => value)).toEqual(['green']);
});
