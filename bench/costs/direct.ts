import type { CostTotal } from '../../domain/analytics/costs.ts';
import type { RunDocument } from '../../store/documents/budget.ts';
import type { Db } from '../database.ts';

const SUMS = {
  micros: { $sum: '$usage.costMicros' },
  inputTokens: { $sum: '$usage.inputTokens' },
  outputTokens: { $sum: '$usage.outputTokens' },
  runs: { $sum: 1 },
};

const by = (field: string) => [{ $group: { _id: field, ...SUMS } }];

type Groups = (CostTotal & { _id: string })[];

/** What a cost page shows except for its tasks, added up from the runs with the driver; answers the runs there are. */
export async function countByAggregation(database: Db, project: string): Promise<number> {
  const [found] = await database
    .collection<RunDocument>('runs')
    .aggregate<{ byAgent: Groups }>([
      { $match: { projectId: project, status: 'FINISHED' } },
      {
        $facet: {
          byAgent: by('$agentId'),
          byModel: by('$usage.model'),
          byType: by('$taskType'),
          byDay: by('$day'),
        },
      },
    ])
    .toArray();
  return (found?.byAgent ?? []).reduce((sum, { runs }) => sum + runs, 0);
}
