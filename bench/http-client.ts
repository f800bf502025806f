import { Agent, request, type IncomingMessage } from 'node:http';
import { createGunzip } from 'node:zlib';

/** One keep-alive connection to an API, as a browser has it: answers may be compressed. */
export interface HttpClient {
  get(path: string): Promise<string>;
  post(path: string, body: object): Promise<string>;
  put(path: string, body: object): Promise<string>;
  patch(path: string, body: object): Promise<string>;
  close(): void;
}

/** @param token OWNER token. @param url base address of the API process. */
export function connectHttp(url: string, token: string): HttpClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const headers = { authorization: `Bearer ${token}`, 'accept-encoding': 'gzip', 'content-type': 'application/json' };
  const send = (method: string, path: string, body?: object) =>
    new Promise<string>((resolve, reject) => {
      const outgoing = request(`${url}/api/v1${path}`, { agent, method, headers }, (response) => {
        textOf(response).then((text) => {
          if ((response.statusCode ?? 500) < 300) resolve(text);
          else reject(new Error(`${method} ${path}: ${response.statusCode} ${text}`));
        }, reject);
      });
      outgoing.on('error', reject);
      outgoing.end(body && JSON.stringify(body));
    });
  return {
    get: (path) => send('GET', path),
    post: (path, body) => send('POST', path, body),
    put: (path, body) => send('PUT', path, body),
    patch: (path, body) => send('PATCH', path, body),
    close: () => agent.destroy(),
  };
}

async function textOf(response: IncomingMessage): Promise<string> {
  const body = response.headers['content-encoding'] === 'gzip' ? response.pipe(createGunzip()) : response;
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
