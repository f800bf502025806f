import { z } from 'zod';
import { unavailability, type ExecutorAvailability } from '../domain/routing/availability.ts';
import { isUnavailable } from '../store/connection.ts';
import type { Dependencies } from './dependencies.ts';
import { executorAvailability } from './executor-availability.ts';

export const healthSchema = z.object({
  status: z.enum(['UP', 'DOWN']),
  components: z.array(
    z.object({
      name: z.string(),
      /** A WARNING is about work that waits: the whole is UP all the same. */
      status: z.enum(['UP', 'WARNING', 'DOWN']),
      detail: z.string().optional(),
      latencyMs: z.number().optional(),
    }),
  ),
});
export type Health = z.infer<typeof healthSchema>;
type Component = Health['components'][number];

/** What works and what does not, asked anew each time: what people look at. */
export async function checkHealth(deps: Pick<Dependencies, 'store' | 'gateway'>): Promise<Health> {
  const [{ status, components }, executors] = await Promise.all([checkReadiness(deps), checkExecutors(deps.store)]);
  return { status, components: [...components, ...executors] };
}

/** Whether commands can be taken: what probes ask every few seconds. */
export async function checkReadiness({ store, gateway }: Pick<Dependencies, 'store' | 'gateway'>): Promise<Health> {
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

/** Each type of executor that is there, or that is missing: by work that waits for it, or by a rule that names it. */
async function checkExecutors(store: Dependencies['store']): Promise<Component[]> {
  try {
    const [availability, load, projects] = await Promise.all([
      executorAvailability({ store }),
      store.executors.load(undefined),
      store.projects.list(undefined),
    ]);
    const named = new Set(projects.flatMap(({ routingRules }) => routingRules.map(({ executor }) => executor)));
    return availability.flatMap((known) => {
      const waiting = load.filter(({ executor, status }) => executor === known.executor && status === 'PENDING');
      const pending = waiting.reduce((total, { count }) => total + count, 0);
      return executorComponent(known, pending, named.has(known.executor));
    });
  } catch (error) {
    // The component of the database says so.
    if (isUnavailable(error)) return [];
    throw error;
  }
}

function executorComponent(known: ExecutorAvailability, pending: number, isNamed: boolean): Component[] {
  const { executor, live } = known;
  if (executor === 'MANUAL') return [];
  const name = `executor ${executor}`;
  const reason = unavailability(known);
  if (reason === undefined) return [{ name, status: 'UP', detail: `${live} connected` }];
  if (pending === 0 && !isNamed) return [];
  const waits = pending === 0 ? 'a routing rule names it, and is skipped' : `${pending} waiting`;
  return [{ name, status: 'WARNING', detail: `${reason}: ${waits}` }];
}

const round = (milliseconds: number): number => Math.round(milliseconds * 10) / 10;
