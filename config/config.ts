import { resolve } from 'node:path';
import ipaddr from 'ipaddr.js';
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
  ARCHIVE_MAX_BYTES: z.coerce
    .number()
    .int()
    .positive()
    .default(10 * 1024 * 1024 * 1024),
  WORKER_MAX_CACHED_WORKFLOWS: z.coerce.number().int().min(10).default(1000),
  WORKER_METRICS_PORT: port.optional(),
  TASK_HISTORY_LIMIT: z.coerce.number().int().positive().optional(),
  TELEGRAM_BOT_TOKEN: z
    .string()
    .regex(/^\d+:[\w-]{10,}$/, 'is not a token as @BotFather gives them')
    .optional(),
  TELEGRAM_API_ROOT: z.url().default('https://api.telegram.org'),
  TELEGRAM_WEBHOOK_URL: z.url().optional(),
  WEBHOOK_ALLOW_HTTP: z.stringbool().default(false),
  WEBHOOK_ALLOWED_NETWORKS: z
    .string()
    .default('')
    .transform((text) => text.split(',').flatMap((network) => network.trim() || []))
    .refine(
      (networks) => networks.every((network) => ipaddr.isValidCIDR(network)),
      'is not a list like 10.0.0.0/8,fd00::/8',
    ),
  GITHUB_API_ROOT: z.url().default('https://api.github.com'),
  PUBLIC_URL: z.url().optional(),
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
  /** Of a project that is to be restored. */
  readonly archiveMaxBytes: number;
  readonly worker: { readonly maxCachedWorkflows: number; readonly metricsPort: number | undefined };
  /** Events after which a task continues as new; undefined leaves it to the server's advice. */
  readonly taskHistoryLimit: number | undefined;
  readonly telegram: {
    /** Of the bot; without one there is none. */
    readonly token: string | undefined;
    readonly apiRoot: string;
    /** Where Telegram reaches `/hooks/telegram` of the API; without it the bot asks for updates itself. */
    readonly webhookUrl: string | undefined;
  };
  readonly webhooks: {
    readonly allowHttp: boolean;
    /** Networks that are not on the internet where messages may go all the same, in CIDR notation. */
    readonly allowedNetworks: readonly string[];
  };
  readonly github: {
    /** https://HOST/api/v3 for GitHub Enterprise Server. */
    readonly apiRoot: string;
  };
  /** Where people reach the UI, for links. */
  readonly publicUrl: string;
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
    archiveMaxBytes: env.ARCHIVE_MAX_BYTES,
    worker: { maxCachedWorkflows: env.WORKER_MAX_CACHED_WORKFLOWS, metricsPort: env.WORKER_METRICS_PORT },
    taskHistoryLimit: env.TASK_HISTORY_LIMIT,
    telegram: {
      token: env.TELEGRAM_BOT_TOKEN,
      apiRoot: env.TELEGRAM_API_ROOT,
      webhookUrl: env.TELEGRAM_WEBHOOK_URL,
    },
    webhooks: { allowHttp: env.WEBHOOK_ALLOW_HTTP, allowedNetworks: env.WEBHOOK_ALLOWED_NETWORKS },
    github: { apiRoot: env.GITHUB_API_ROOT.replace(/\/+$/, '') },
    publicUrl: env.PUBLIC_URL ?? `http://${env.API_HOST}:${env.API_PORT}`,
    uiDir: env.UI_DIR,
    logLevel: env.LOG_LEVEL,
  });
}
