import { expect, it } from '@jest/globals';
import { NO_COST } from '../domain/analytics/costs.ts';
import { dollars } from '../domain/money.ts';
import { costsTable } from './costs-table.ts';

const cost = (amount: number) => ({ micros: dollars(amount), inputTokens: 12_345, outputTokens: 67, runs: 3 });
const agents = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ key: `a${n}`, label: `Agent ${n}`, ...cost(count - n) }));
const page = (count: number) => ({
  summary: { today: NO_COST, last7Days: cost(1.5), last30Days: cost(20), all: cost(300) },
  byAgent: agents(count),
  byModel: [],
  byType: [],
  byTask: [],
});

it('shows the four figures and each kind that there is, in columns', () => {
  expect(costsTable(page(2)).split('\n')).toEqual([
    '                                  cost          runs     tokens in    tokens out',
    'Today                            $0.00             0             0             0',
    'Last 7 days                      $1.50             3        12,345            67',
    'Last 30 days                    $20.00             3        12,345            67',
    'All                            $300.00             3        12,345            67',
    '',
    'By agent',
    'Agent 0                          $2.00             3        12,345            67',
    'Agent 1                          $1.00             3        12,345            67',
  ]);
});

it('shows ten of each kind and says how many more there are', () => {
  const lines = costsTable(page(14)).split('\n');
  expect(lines.filter((line) => line.startsWith('Agent '))).toHaveLength(10);
  expect(lines.at(-1)).toBe('and 4 more');
});
