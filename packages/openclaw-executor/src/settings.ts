/** Where the gateway is and how it is spoken to. Tokens are secrets. */
export type OpenClawSettings = GatewaySettings | HookSettings | CliSettings;

interface CommonSettings {
  /** OPENCLAW_AGENT: the id of the agent that gets the work. */
  readonly agentId: string;
}

export interface GatewaySettings extends CommonSettings {
  readonly transport: 'gateway';
  /** OPENCLAW_URL: ws(s) address. */
  readonly url: string;
  /** OPENCLAW_TOKEN */
  readonly token: string;
}

export interface HookSettings extends CommonSettings {
  readonly transport: 'hooks';
  /** OPENCLAW_URL as an http(s) address. */
  readonly url: string;
  /** OPENCLAW_HOOK_TOKEN */
  readonly token: string;
  readonly callback: CallbackSettings;
}

export interface CallbackSettings {
  /** OPENCLAW_CALLBACK_HOST: the address to listen on. */
  readonly host: string;
  /** OPENCLAW_CALLBACK_PORT; 0 takes a free one. */
  readonly port: number;
  /** OPENCLAW_CALLBACK_URL: how the agent reaches us, where that is not the host and port. */
  readonly url?: string;
}

export interface CliSettings extends CommonSettings {
  readonly transport: 'cli';
  /** OPENCLAW_COMMAND */
  readonly command: readonly string[];
}

const TRANSPORTS = ['gateway', 'hooks', 'cli'] as const;

/** @throws Error naming the variable that is missing or wrong. */
export function readOpenClawSettings(environment: NodeJS.ProcessEnv): OpenClawSettings {
  const agentId = environment['OPENCLAW_AGENT'] || 'main';
  if (!/^[\w-]+$/.test(agentId)) throw new Error('OPENCLAW_AGENT must be the id of an agent, such as "main"');
  const transport = TRANSPORTS.find((known) => known === (environment['OPENCLAW_TRANSPORT'] || 'gateway'));
  switch (transport) {
    case 'gateway':
      return { transport, agentId, url: addressOf(environment, 'ws'), token: required(environment, 'OPENCLAW_TOKEN') };
    case 'hooks':
      return {
        transport,
        agentId,
        url: addressOf(environment, 'http'),
        token: required(environment, 'OPENCLAW_HOOK_TOKEN'),
        callback: callbackOf(environment),
      };
    case 'cli':
      return { transport, agentId, command: [environment['OPENCLAW_COMMAND'] || 'openclaw'] };
    case undefined:
      throw new Error(`OPENCLAW_TRANSPORT must be one of ${TRANSPORTS.join(', ')}`);
  }
}

/** HTTP and WebSocket share one port, so either kind of address will do. */
function addressOf(environment: NodeJS.ProcessEnv, scheme: 'ws' | 'http'): string {
  const address = environment['OPENCLAW_URL'] || 'ws://127.0.0.1:18789';
  if (!/^(ws|http)s?:\/\//.test(address) || !URL.canParse(address)) {
    throw new Error('OPENCLAW_URL must be a ws(s) or http(s) address, such as ws://127.0.0.1:18789');
  }
  if (new URL(address).password)
    throw new Error('OPENCLAW_URL must not carry a password: tokens have their own settings');
  return address.replace(/^(ws|http)(s?):/, `${scheme}$2:`).replace(/\/+$/, '');
}

function callbackOf(environment: NodeJS.ProcessEnv): CallbackSettings {
  const host = environment['OPENCLAW_CALLBACK_HOST'] || '127.0.0.1';
  const port = Number(environment['OPENCLAW_CALLBACK_PORT'] || 18_788);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error('OPENCLAW_CALLBACK_PORT must be a port from 0 to 65535');
  }
  const url = environment['OPENCLAW_CALLBACK_URL']?.replace(/\/+$/, '');
  if (url && !/^https?:\/\//.test(url)) throw new Error('OPENCLAW_CALLBACK_URL must be an http(s) address');
  return { host, port, ...(url && { url }) };
}

function required(environment: NodeJS.ProcessEnv, name: string): string {
  const value = environment[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}
