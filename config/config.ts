import { resolve } from 'node:path';
import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);

/** Every setting of every process, from the environment. docs/configuration.md explains each one. */
const environmentSchema = z.object({
  TEMPORAL_ADDRESS: z.string().min(1).default('127.0.0.1:7233'),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  TEMPORAL_API_KEY: z.string().optional(),
  TEMPORAL_TLS: z.stringbool().default(false),
  TEMPORAL_UI_URL: z.url().optional(),
  TEMPORAL_TASK_QUEUE: z.string().min(1).default('mission-control'),
  TEMPORAL_TIMEOUT_MS: z.coerce.number().int().min(100).max(60_000).default(5_000),
  MONGODB_URI: z.string().startsWith('mongodb').default('mongodb://127.0.0.1:27017/mission-control'),
  API_HOST: z.string().min(1).default('127.0.0.1'),
  API_PORT: port.default(4300),
  API_TRUST_PROXY: z.coerce.number().int().min(0).max(10).default(0),
  MISSION_CONTROL_SECRET: z.string().min(32, 'needs at least 32 characters, for example from `openssl rand -hex 32`'),
  ARTIFACT_MAX_BYTES: z.coerce
    .number()
    .int()
    .positive()
    .default(100 * 1024 * 1024),
  WORKER_MAX_CACHED_WORKFLOWS: z.coerce.number().int().min(10).default(1000),
  WORKER_METRICS_PORT: port.optional(),
  TASK_HISTORY_LIMIT: z.coerce.number().int().positive().optional(),
  UI_DIR: z.string().default(resolve(import.meta.dirname, '../../ui/dist')),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

export interface Config {
  readonly temporal: {
    /** host:port of the Temporal frontend. */
    readonly address: string;
    readonly namespace: string;
    readonly apiKey: string | undefined;
    readonly tls: boolean;
    /** Where Temporal's own UI is served, for links. */
    readonly uiUrl: string | undefined;
    readonly taskQueue: string;
    /** How long a call may take before it counts as away. */
    readonly timeoutMs: number;
  };
  readonly mongodbUri: string;
  readonly api: {
    readonly host: string;
    readonly port: number;
    /** Reverse proxies in front whose forwarded headers are believed. */
    readonly trustedProxies: number;
  };
  /** Key for signing execution tokens. */
  readonly secret: string;
  readonly artifactMaxBytes: number;
  readonly worker: { readonly maxCachedWorkflows: number; readonly metricsPort: number | undefined };
  /** Events after which a task continues as new; undefined leaves it to the server's advice. */
  readonly taskHistoryLimit: number | undefined;
  /** Folder with the built UI. */
  readonly uiDir: string;
  readonly logLevel: string;
}

/** The environment does not make a valid configuration; the message names every wrong variable at once. */
class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Reads and checks the environment once; every problem is reported in one error. */
export function loadConfig(environment: Record<string, string | undefined> = process.env): Config {
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = environmentSchema.safeParse(present);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new ConfigError(`The environment is not valid:\n${problems.join('\n')}`);
  }
  const env = parsed.data;
  return Object.freeze({
    temporal: {
      address: env.TEMPORAL_ADDRESS,
      namespace: env.TEMPORAL_NAMESPACE,
      apiKey: env.TEMPORAL_API_KEY,
      tls: env.TEMPORAL_TLS || env.TEMPORAL_API_KEY !== undefined,
      uiUrl: env.TEMPORAL_UI_URL,
      taskQueue: env.TEMPORAL_TASK_QUEUE,
      timeoutMs: env.TEMPORAL_TIMEOUT_MS,
    },
    mongodbUri: env.MONGODB_URI,
    api: { host: env.API_HOST, port: env.API_PORT, trustedProxies: env.API_TRUST_PROXY },
    secret: env.MISSION_CONTROL_SECRET,
    artifactMaxBytes: env.ARTIFACT_MAX_BYTES,
    worker: { maxCachedWorkflows: env.WORKER_MAX_CACHED_WORKFLOWS, metricsPort: env.WORKER_METRICS_PORT },
    taskHistoryLimit: env.TASK_HISTORY_LIMIT,
    uiDir: env.UI_DIR,
    logLevel: env.LOG_LEVEL,
  });
}
