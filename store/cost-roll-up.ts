import type { PipelineStage } from 'mongoose';
import type { CostGroup, CostTotal } from '../domain/analytics/costs.ts';
import { mergeCostGroups, sumOfCosts } from '../domain/analytics/costs.ts';
import type { CostRollUp } from './documents/budget.ts';

/** The most expensive tasks of a day that are kept: pages show the top of the list. */
const TASKS_KEPT = 100;

export type Grouped = CostTotal & { _id: string | null; label?: string | null };
export type RollUpFacets = Record<'byAgent' | 'byModel' | 'byType' | 'byTask', Grouped[]>;

export const SUMS = {
  micros: { $sum: '$usage.costMicros' },
  inputTokens: { $sum: '$usage.inputTokens' },
  outputTokens: { $sum: '$usage.outputTokens' },
  runs: { $sum: 1 },
} as const;

/** What was reported, or else what the run was started for. */
const MODEL = { $ifNull: ['$usage.model', { $ifNull: ['$model', 'unknown'] }] };

/** Adds up the runs of one day that have been reported, by one scan of the index on project and day. */
export const rollUpPipeline = (projectId: string, day: string): PipelineStage[] => [
  { $match: { projectId, day, status: 'FINISHED' } },
  {
    $facet: {
      byAgent: [{ $group: { _id: '$agentId', label: { $last: '$agentName' }, ...SUMS } }],
      byModel: [{ $group: { _id: MODEL, ...SUMS } }],
      byType: [{ $group: { _id: '$taskType', ...SUMS } }],
      byTask: [
        { $match: { taskKey: { $exists: true } } },
        { $group: { _id: '$taskKey', ...SUMS } },
        { $sort: { micros: -1, _id: 1 } },
        { $limit: TASKS_KEPT },
      ],
    },
  },
];

/** What the pipeline found, as it is kept. Every run has one model, so these add up to the day. */
export function rolledUpFrom(facets: RollUpFacets | undefined): CostRollUp {
  const { byAgent = [], byModel = [], byType = [], byTask = [] } = facets ?? {};
  return {
    total: sumOfCosts(byModel),
    byAgent: byAgent.map(groupFrom('No agent')),
    byModel: byModel.map(groupFrom('unknown')),
    byType: byType.map(groupFrom('No task')),
    byTask: byTask.map(groupFrom('')),
  };
}

/** Several days as one. @param days oldest first. */
export const mergeRollUps = (days: readonly CostRollUp[]): CostRollUp => ({
  total: sumOfCosts(days.map(({ total }) => total)),
  byAgent: mergeCostGroups(days.flatMap(({ byAgent }) => byAgent)),
  byModel: mergeCostGroups(days.flatMap(({ byModel }) => byModel)),
  byType: mergeCostGroups(days.flatMap(({ byType }) => byType)),
  byTask: mergeCostGroups(days.flatMap(({ byTask }) => byTask)).slice(0, TASKS_KEPT),
});

const groupFrom =
  (nameOfNone: string) =>
  ({ _id: key, label, ...total }: Grouped): CostGroup => ({
    key: key ?? 'none',
    label: label ?? key ?? nameOfNone,
    ...total,
  });
