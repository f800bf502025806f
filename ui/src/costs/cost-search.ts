import { oneOf, said, type Search } from '../api/search.ts';

export const PERIODS = ['today', '7d', '30d', 'all'] as const;
export type Period = (typeof PERIODS)[number];
export const BREAKDOWNS = ['agent', 'model', 'type', 'task', 'day'] as const;
export type Breakdown = (typeof BREAKDOWNS)[number];

/** What of the costs is shown. */
export interface CostFilters {
  readonly period?: Period | undefined;
  readonly by?: Breakdown | undefined;
  /** Bars to compare, or the table with every number. */
  readonly view?: 'table' | undefined;
}

export const costSearch = ({ period, by, view }: Search): CostFilters =>
  said({ period: oneOf(PERIODS, period), by: oneOf(BREAKDOWNS, by), view: oneOf(['table'], view) });
