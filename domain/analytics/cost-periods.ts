/** Days that costs are looked at over, today included. */
export const COST_PERIODS = ['today', '7d', '30d', 'all'] as const;
