import { createAppAuth } from '@octokit/auth-app';
import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';
import { Octokit } from '@octokit/rest';
import { LRUCache } from 'lru-cache';
import type { OpenedConnection } from '../../operations/github.ts';
import type { GithubAccessInput } from '../../operations/schemas/github.ts';

const API_VERSION = '2022-11-28';
/** What takes longer is for whoever has asked to wait for: a workflow does, without holding anything. */
const WAITED_AT_MOST_SECONDS = 5;
const WAITED_AT_MOST_TIMES = 2;

const PatientOctokit: typeof Octokit = Octokit.plugin(retry, throttling);

/** GitHub, as one token or installation may use it. */
export interface GithubClient {
  readonly rest: Octokit['rest'];
  /** Calls that were made until now. */
  readonly requests: () => number;
}

/** @param apiRoot for example https://api.github.com, without a slash at the end */
export function openClient(apiRoot: string, access: GithubAccessInput): GithubClient {
  const octokit = new PatientOctokit({
    baseUrl: apiRoot,
    userAgent: 'mission-control',
    ...authOf(access),
    log: SILENT,
    retry: { doNotRetry: [400, 401, 403, 404, 409, 410, 422, 429, 451] },
    throttle: { onRateLimit: isShort, onSecondaryRateLimit: isShort, fallbackSecondaryRateRetryAfter: 60 },
  });
  let requests = 0;
  octokit.hook.before('request', (options) => {
    requests += 1;
    options.headers['x-github-api-version'] = API_VERSION;
    // Sent again it would be done again: whoever sends it looks first whether it was.
    if (options.method !== 'GET') options.request = { ...options.request, retries: 0, redirect: 'manual' };
  });
  return { rest: octokit.rest, requests: () => requests };
}

const authOf = (access: GithubAccessInput): object =>
  access.kind === 'TOKEN' ? { auth: access.token } : { authStrategy: createAppAuth, auth: appAuth(access) };

const appAuth = ({ appId, installationId, privateKey }: Extract<GithubAccessInput, { kind: 'APP' }>) => ({
  appId,
  installationId,
  privateKey,
});

const isShort = (retryAfter: number, _options: object, _octokit: unknown, retryCount: number): boolean =>
  retryAfter <= WAITED_AT_MOST_SECONDS && retryCount < WAITED_AT_MOST_TIMES;

const nothing = (): void => undefined;
const SILENT = { debug: nothing, info: nothing, warn: nothing, error: nothing };

/** One client for each connection, so that the token of an installation is asked for once an hour. */
export class GithubClients {
  readonly #apiRoot: string;
  readonly #clients = new LRUCache<string, { readonly seal: string; readonly client: GithubClient }>({ max: 200 });

  constructor(apiRoot: string) {
    this.#apiRoot = apiRoot;
  }

  of({ connection, access }: OpenedConnection): GithubClient {
    const seal = connection.access.kind === 'TOKEN' ? connection.access.sealedToken : connection.access.sealedKey;
    const known = this.#clients.get(connection._id);
    if (known?.seal === seal) return known.client;
    const client = openClient(this.#apiRoot, access);
    this.#clients.set(connection._id, { seal, client });
    return client;
  }
}
