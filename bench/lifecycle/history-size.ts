import type { Client } from '@temporalio/client';
import { until } from '../timing.ts';
import { liveOnce, type Lives } from './life.ts';

export interface HistorySize {
  /** Of all workflows of one life. */
  readonly events: number;
  readonly bytes: number;
}

/** Lives once and sums up the history that it left, when all its workflows have ended. */
export async function historySizeOf(client: Client, lives: Lives, number: number): Promise<HistorySize> {
  const life = lives(number);
  await liveOnce(life);
  const describeAll = () => Promise.all(life.workflowIds.map((id) => client.workflow.getHandle(id).describe()));
  await until('the workflows have ended', async () =>
    (await describeAll()).every(({ status }) => status.name === 'COMPLETED'),
  );
  const descriptions = await describeAll();
  return {
    events: descriptions.reduce((sum, { historyLength }) => sum + historyLength, 0),
    bytes: descriptions.reduce((sum, { historySize }) => sum + (historySize ?? 0), 0),
  };
}
