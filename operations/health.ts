import { z } from 'zod';
import { unavailability, type ExecutorAvailability } from '../domain/routing/availability.ts';
import { isUnavailable } from '../store/connection.ts';
import type { Dependencies } from './dependencies.ts';
import { executorAvailability } from './executor-availability.ts';
import { readTelegramBot } from './telegram-bot.ts';

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

/** What Temporal says of the work that it keeps; `isKnown` is false while it does not answer. */
export const healthWorkSchema = z.object({
  isKnown: z.boolean(),
  /** Tasks of the queue that no worker has taken yet, about. */
  backlog: z.object({ workflows: z.number().int(), activities: z.number().int() }).optional(),
  /** Workflows that failed, timed out or were terminated in the last week: the newest 20. */
  failing: z
    .array(
      z.object({
        id: z.string(),
        type: z.string(),
        status: z.enum(['FAILED', 'TERMINATED', 'TIMED_OUT']),
        at: z.string(),
      }),
    )
    .optional(),
});
export type HealthWork = z.infer<typeof healthWorkSchema>;

/** What one API process failed to answer, or answered late, in the last hour. */
export const requestTroubleSchema = z.object({
  since: z.string(),
  /** From how many milliseconds on an answer counts as slow. */
  slowMs: z.number(),
  /** By operation, the most recent trouble first: at most 20. */
  items: z.array(
    z.object({
      /** Method and path, without what its parameters were. */
      operation: z.string(),
      failed: z.number().int(),
      slow: z.number().int(),
      slowestMs: z.number().int(),
      /** The last that failed, or else the last slow one; `request` is in the log and was in the answer. */
      last: z.object({ at: z.string(), status: z.number().int(), request: z.string() }),
    }),
  ),
});
export type RequestTrouble = z.infer<typeof requestTroubleSchema>;

/** What waits in the task queue and which workflows ended badly. */
export async function checkWork({ gateway }: Pick<Dependencies, 'gateway'>): Promise<HealthWork> {
  try {
    const { backlog, failing } = await gateway.troubles();
    return { isKnown: true, backlog, failing: [...failing] };
  } catch {
    return { isKnown: false };
  }
}

type Component = Health['components'][number];

/** A worker says every five seconds that it is there; in milliseconds. */
const WORKER_GONE_MS = 15_000;
const THREADS_LATE_MS = 10 * 60_000;

/** What works and what does not, asked anew each time: what people look at. */
export async function checkHealth(deps: Pick<Dependencies, 'store' | 'gateway' | 'hasTelegramToken'>): Promise<Health> {
  const [{ status, components }, executors, telegram, github, webhooks] = await Promise.all([
    checkReadiness(deps),
    unlessAway(() => checkExecutors(deps.store)),
    deps.hasTelegramToken ? unlessAway(() => checkTelegram(deps.store)) : [],
    unlessAway(() => checkGithub(deps.store)),
    unlessAway(() => checkWebhooks(deps.store)),
  ]);
  return { status, components: [...components, ...executors, ...telegram, ...github, ...webhooks] };
}

/** Whether commands can be taken: what probes ask every few seconds. */
export async function checkReadiness({ store, gateway }: Pick<Dependencies, 'store' | 'gateway'>): Promise<Health> {
  const [mongodb, [temporal, worker]] = await Promise.all([checkMongodb(store), checkTemporal({ store, gateway })]);
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

async function checkTemporal({
  store,
  gateway,
}: Pick<Dependencies, 'store' | 'gateway'>): Promise<[Component, Component]> {
  const [temporal, present] = await Promise.all([gateway.health().catch(() => undefined), presentWorkers(store)]);
  if (temporal) {
    const { latencyMs, pollers } = temporal;
    const count = present ?? pollers;
    const worker: Component =
      count > 0
        ? { name: 'worker', status: 'UP', detail: `${count} at work` }
        : { name: 'worker', status: 'DOWN', detail: 'nobody takes tasks from Temporal: start a worker' };
    return [{ name: 'temporal', status: 'UP', latencyMs: round(latencyMs) }, worker];
  }
  const detail = 'does not answer: nothing can be changed until it does, reading goes on';
  return [
    { name: 'temporal', status: 'DOWN', detail },
    { name: 'worker', status: 'DOWN', detail: 'unknown while Temporal is away' },
  ];
}

/**
 * The workers that have said lately that they are there; undefined when none ever did, or when the database is away. Who
 * polled Temporal lately is the second best that is known: it forgets nobody for minutes.
 */
async function presentWorkers(store: Dependencies['store']): Promise<number | undefined> {
  try {
    const { known, present } = await store.workers.count(new Date(Date.now() - WORKER_GONE_MS));
    return known === 0 ? undefined : present;
  } catch (error) {
    if (isUnavailable(error)) return undefined;
    throw error;
  }
}

/** Nothing while the database is away: its own component says so. */
async function unlessAway(check: () => Promise<Component[]>): Promise<Component[]> {
  try {
    return await check();
  } catch (error) {
    if (isUnavailable(error)) return [];
    throw error;
  }
}

/** Each type of executor that is there, or that is missing: by work that waits for it, or by a rule that names it. */
async function checkExecutors(store: Dependencies['store']): Promise<Component[]> {
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

/** The bot, where there is to be one: work goes on without it, people hear less of it. */
async function checkTelegram(store: Dependencies['store']): Promise<Component[]> {
  const [bot, chats, late] = await Promise.all([
    readTelegramBot(store),
    store.telegram.chats.list(),
    store.telegram.threads.countBehind(new Date(Date.now() - THREADS_LATE_MS)),
  ]);
  const name = 'telegram';
  if (!bot?.isAlive) return [{ name, status: 'WARNING', detail: 'no bot is running: start `mission-control bot`' }];
  const broken = chats.filter((chat) => chat.isOn && chat.broken).map(({ _id }) => _id);
  const troubles = [
    ...(bot.trouble === undefined ? [] : [bot.trouble]),
    ...(broken.length === 0 ? [] : [`nothing can be sent to the chat of ${broken.join(', ')}`]),
    ...(late === 0 ? [] : [`threads that are behind for more than 10 minutes: ${late}`]),
  ];
  if (troubles.length > 0) return [{ name, status: 'WARNING', detail: troubles.join('; ') }];
  return [{ name, status: 'UP', ...(bot.username !== undefined && { detail: `@${bot.username}` }) }];
}

/** The repositories that projects are connected to, where there are any. */
async function checkGithub(store: Dependencies['store']): Promise<Component[]> {
  const connections = await store.github.connections.all();
  if (connections.length === 0) return [];
  const troubles = connections.flatMap(({ owner, name, trouble }) =>
    trouble ? [`${owner}/${name}: ${trouble.because}`] : [],
  );
  const count = connections.length === 1 ? '1 repository' : `${connections.length} repositories`;
  const detail = troubles.length > 0 ? troubles.join('; ') : `${count} connected`;
  return [{ name: 'github', status: troubles.length > 0 ? 'WARNING' : 'UP', detail }];
}

/** Where others are told, where there is such a place. */
async function checkWebhooks(store: Dependencies['store']): Promise<Component[]> {
  const [active, givenUp] = await Promise.all([store.webhooks.endpoints.active(), store.webhooks.endpoints.givenUp()]);
  if (active.length + givenUp.length === 0) return [];
  const failing = await store.webhooks.deliveries.failing(active.map(({ _id }) => _id));
  const urls = active.flatMap(({ _id, url }) => (failing.includes(_id) ? [new URL(url).host] : []));
  const troubles = [
    ...(urls.length === 0 ? [] : [`tried again and again: ${urls.join(', ')}`]),
    ...(givenUp.length === 0 ? [] : [`given up: ${givenUp.map(({ url }) => new URL(url).host).join(', ')}`]),
  ];
  const name = 'webhooks';
  if (troubles.length > 0) return [{ name, status: 'WARNING', detail: troubles.join('; ') }];
  return [{ name, status: 'UP', detail: `${active.length} ${active.length === 1 ? 'endpoint' : 'endpoints'}` }];
}

const round = (milliseconds: number): number => Math.round(milliseconds * 10) / 10;
