import { z } from 'zod';
import type { Dependencies } from './dependencies.ts';

export const healthSchema = z.object({
  status: z.enum(['UP', 'DOWN']),
  components: z.array(
    z.object({
      name: z.string(),
      status: z.enum(['UP', 'DOWN']),
      detail: z.string().optional(),
      latencyMs: z.number().optional(),
    }),
  ),
});
export type Health = z.infer<typeof healthSchema>;
type Component = Health['components'][number];

/** What works and what does not, asked anew each time. */
export async function checkHealth({ store, gateway }: Dependencies): Promise<Health> {
  const [mongodb, [temporal, worker]] = await Promise.all([checkMongodb(store), checkTemporal(gateway)]);
  const components = [temporal, worker, mongodb];
  return { status: components.every(({ status }) => status === 'UP') ? 'UP' : 'DOWN', components };
}

async function checkMongodb(store: Dependencies['store']): Promise<Component> {
  try {
    return { name: 'mongodb', status: 'UP', latencyMs: round(await store.ping()) };
  } catch {
    return { name: 'mongodb', status: 'DOWN', detail: 'does not answer: commands go on, history catches up later' };
  }
}

async function checkTemporal(gateway: Dependencies['gateway']): Promise<[Component, Component]> {
  try {
    const { latencyMs, pollers } = await gateway.health();
    const worker: Component =
      pollers > 0
        ? { name: 'worker', status: 'UP', detail: `${pollers} polling` }
        : { name: 'worker', status: 'DOWN', detail: 'nobody polls the task queue: start a worker' };
    return [{ name: 'temporal', status: 'UP', latencyMs: round(latencyMs) }, worker];
  } catch {
    const detail = 'does not answer: nothing can be changed until it does, reading goes on';
    return [
      { name: 'temporal', status: 'DOWN', detail },
      { name: 'worker', status: 'DOWN', detail: 'unknown while Temporal is away' },
    ];
  }
}

const round = (milliseconds: number): number => Math.round(milliseconds * 10) / 10;
