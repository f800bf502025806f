import { lookup as resolveByDns, type LookupAddress, type LookupAllOptions } from 'node:dns';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { isAllowedAddress, refusalOfAddress, refusalOfUrl, type WebhookReach } from '../../domain/webhook/address.ts';

const TIMEOUT_MS = 10_000;
/** So much of an answer is read, in bytes. */
const RESPONSE_LIMIT = 16 * 1024;
const MOST_HEADERS = 40;
const HEADER_LENGTH = 500;
/** Connections are used again for some seconds: each was checked when it was made. */
const IDLE_MS = 4_000;

export interface ReceivedResponse {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
  /** There was more. */
  readonly isCut: boolean;
}

type Resolve = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** The receiver must not be talked to. */
class RefusedAddressError extends Error {
  override readonly name = 'RefusedAddressError';
}

/** The receiver has closed a connection that was kept for the next message. */
class StaleConnectionError extends Error {
  override readonly name = 'StaleConnectionError';
}

/**
 * Sends what strangers may name the address of: to the internet alone, unless people have allowed more. Names are resolved
 * once for each connection, and the connection is made to what was checked; redirects are not followed.
 */
export class GuardedClient {
  readonly #reach: WebhookReach;
  readonly #timeoutMs: number;
  readonly #agents: { readonly http: http.Agent; readonly https: https.Agent };

  /** @param options.resolve what asks the DNS; tests have their own. */
  constructor(reach: WebhookReach, options: { readonly resolve?: Resolve; readonly timeoutMs?: number } = {}) {
    this.#reach = reach;
    this.#timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
    const pool = { keepAlive: true, timeout: IDLE_MS, lookup: guarded(options.resolve ?? resolveByDns, reach) };
    this.#agents = { http: new http.Agent(pool), https: new https.Agent(pool) };
  }

  /** Any answer counts. @throws with a message for people when there is none within 10 seconds, or none may be asked for */
  async post(address: string, headers: Readonly<Record<string, string>>, body: string): Promise<ReceivedResponse> {
    const url = new URL(address);
    const refusal = refusalOfUrl(url, this.#reach);
    if (refusal !== undefined) throw new RefusedAddressError(`the address ${refusal}`);
    const signal = AbortSignal.timeout(this.#timeoutMs);
    try {
      return await this.#send(url, headers, body, signal);
    } catch (error) {
      if (error instanceof StaleConnectionError) return await this.post(address, headers, body);
      if (signal.aborted) throw new Error(`no answer within ${this.#timeoutMs / 1000} s`, { cause: error });
      throw error;
    }
  }

  close(): void {
    this.#agents.http.destroy();
    this.#agents.https.destroy();
  }

  #send(
    url: URL,
    headers: Readonly<Record<string, string>>,
    body: string,
    signal: AbortSignal,
  ): Promise<ReceivedResponse> {
    const [{ request }, agent] = url.protocol === 'https:' ? [https, this.#agents.https] : [http, this.#agents.http];
    return new Promise((resolve, reject) => {
      const sent = request(url, { method: 'POST', headers, agent, signal }, (response) => {
        read(response).then(resolve, reject);
      });
      sent.once('error', (error: NodeJS.ErrnoException) => {
        const isStale = sent.reusedSocket && error.code === 'ECONNRESET';
        reject(isStale ? new StaleConnectionError(error.message) : error);
      });
      sent.end(body);
    });
  }
}

const guarded =
  (resolve: Resolve, reach: WebhookReach): LookupFunction =>
  (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? [];
      // One that is refused among several is a trick, or will be one when the first of them is away.
      const refused = addresses?.find(({ address }) => !isAllowedAddress(address, reach));
      if (error || !first) callback(error ?? new Error(`${hostname} has no address`), '');
      else if (refused) callback(new RefusedAddressError(`${hostname} ${refusalOfAddress(refused.address)}`), '');
      else if (options.all === true) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };

async function read(response: IncomingMessage): Promise<ReceivedResponse> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    // Leaving the loop closes the connection.
    if (size > RESPONSE_LIMIT) break;
  }
  const body = Buffer.concat(chunks).subarray(0, RESPONSE_LIMIT).toString();
  return { status: response.statusCode ?? 0, headers: shown(response), body, isCut: size > RESPONSE_LIMIT };
}

/** Cookies are secrets of the receiver. */
function shown({ headers }: IncomingMessage): Record<string, string> {
  const wanted = Object.entries(headers).filter(([name]) => name !== 'set-cookie' && !/^\$|\./.test(name));
  return Object.fromEntries(
    wanted.slice(0, MOST_HEADERS).map(([name, value]) => [name, String(value).slice(0, HEADER_LENGTH)]),
  );
}
