const DEFAULT_API_URL = 'https://api.cursor.com';
const SHORTEST_SECRET = 32;

/** How the work gets to Cursor: its command line tool on this machine, or its agents in the cloud. */
type CursorMode = 'cli' | 'cloud';

export interface WebhookSettings {
  /** CURSOR_WEBHOOK_PORT; 0 takes a free one. */
  readonly port: number;
  /** CURSOR_WEBHOOK_HOST: the address to listen at, 127.0.0.1 by default. */
  readonly host: string;
  /** CURSOR_WEBHOOK_SECRET. A secret. */
  readonly secret: string;
}

/** What this executor is told by its environment, besides what every executor is told. */
export interface CursorSettings {
  /** CURSOR_MODE; without it, what the machine has decides. */
  readonly mode?: CursorMode;
  /** CURSOR_API_KEY. A secret. */
  readonly apiKey: string;
  /** CURSOR_BIN: name or path of the command line tool. */
  readonly program?: string;
  /** CURSOR_MODEL: Cursor's name of a model; without it Cursor's default. */
  readonly model?: string;
  /** CURSOR_SANDBOX: whether the command line tool runs commands in its sandbox. */
  readonly sandbox: 'enabled' | 'disabled';
  /** CURSOR_API_URL: base address of the cloud's API, without a slash at its end. */
  readonly apiUrl: string;
  readonly webhook?: WebhookSettings;
}

/** @throws Error naming the variable that is missing or wrong */
export function readCursorSettings(environment: NodeJS.ProcessEnv): CursorSettings {
  const { CURSOR_API_KEY: apiKey, CURSOR_BIN: program, CURSOR_MODEL: model } = environment;
  if (!apiKey) throw new Error('CURSOR_API_KEY is not set: both the command line tool and the cloud agents need it');
  const mode = oneOf(environment, 'CURSOR_MODE', ['cli', 'cloud']);
  const webhook = webhookSettings(environment);
  return {
    apiKey,
    apiUrl: apiUrl(environment),
    sandbox: oneOf(environment, 'CURSOR_SANDBOX', ['enabled', 'disabled']) ?? 'enabled',
    ...(mode && { mode }),
    ...(program && { program }),
    ...(model && { model }),
    ...(webhook && { webhook }),
  };
}

function oneOf<Value extends string>(
  environment: NodeJS.ProcessEnv,
  name: string,
  values: readonly Value[],
): Value | undefined {
  const given = environment[name];
  if (!given) return undefined;
  const value = values.find((one) => one === given);
  if (value) return value;
  throw new Error(`${name} must be ${values.join(' or ')}, not ${JSON.stringify(given)}`);
}

/** The key goes there with every call: in clear text only to this machine. */
function apiUrl(environment: NodeJS.ProcessEnv): string {
  const given = environment['CURSOR_API_URL'] || DEFAULT_API_URL;
  const url = URL.canParse(given) ? new URL(given) : undefined;
  const isLocal = ['127.0.0.1', 'localhost', '[::1]'].includes(url?.hostname ?? '');
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLocal)) return given.replace(/\/+$/, '');
  throw new Error('CURSOR_API_URL must be an https address');
}

function webhookSettings(environment: NodeJS.ProcessEnv): WebhookSettings | undefined {
  const { CURSOR_WEBHOOK_PORT: given, CURSOR_WEBHOOK_SECRET: secret = '' } = environment;
  if (!given) return undefined;
  const port = Number(given);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`CURSOR_WEBHOOK_PORT must be a port from 0 to 65535, not ${JSON.stringify(given)}`);
  }
  if (secret.length < SHORTEST_SECRET) {
    throw new Error(`CURSOR_WEBHOOK_SECRET must have at least ${SHORTEST_SECRET} characters`);
  }
  return { port, host: environment['CURSOR_WEBHOOK_HOST'] || '127.0.0.1', secret };
}
