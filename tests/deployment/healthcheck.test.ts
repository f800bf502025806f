import { afterEach, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { repositoryRoot } from '../../local/repository.ts';

let close = () => {};

afterEach(() => close());

/** A server with one page. Answers its port. */
async function serve(path: string, body: string, status = 200): Promise<string> {
  const server = createServer((request, response) => {
    response.writeHead(request.url === path ? status : 404).end(body);
  }).listen(0, '127.0.0.1');
  close = () => void server.close();
  await once(server, 'listening');
  return String((server.address() as AddressInfo).port);
}

async function healthcheck(role: string, environment: NodeJS.ProcessEnv): Promise<{ code: number; said: string }> {
  const script = join(repositoryRoot, 'docker/healthcheck.mjs');
  const child = spawn(process.execPath, [script, role], { env: { PATH: process.env['PATH'], ...environment } });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const [code] = (await once(child, 'close')) as [number];
  return { code, said };
}

const pollers = (count: number) => `# TYPE temporal_num_pollers gauge\ntemporal_num_pollers{type="w"} ${count}\n`;

it('an API is healthy when it answers', async () => {
  const port = await serve('/healthz', '{"status":"UP"}');
  expect(await healthcheck('api', { API_HOST: '0.0.0.0', API_PORT: port })).toEqual({ code: 0, said: '' });
});

it('a worker is healthy when it polls', async () => {
  const port = await serve('/metrics', pollers(10));
  expect((await healthcheck('worker', { WORKER_METRICS_PORT: port })).code).toBe(0);
});

it('a worker that does not poll is not', async () => {
  const port = await serve('/metrics', pollers(0));
  const answer = await healthcheck('worker', { WORKER_METRICS_PORT: port });
  expect(answer).toEqual({ code: 1, said: 'the worker does not poll yet\n' });
});

it('an executor is healthy when it reaches Mission Control', async () => {
  const port = await serve('/healthz', '{}');
  expect((await healthcheck('executor', { MISSION_CONTROL_URL: `http://127.0.0.1:${port}` })).code).toBe(0);
});

it('a bot is healthy when it reaches Telegram, whatever that says', async () => {
  const port = await serve('/', 'not here', 404);
  expect((await healthcheck('bot', { TELEGRAM_API_ROOT: `http://127.0.0.1:${port}` })).code).toBe(0);
});

it.each([
  ['api', { API_PORT: '9' }],
  ['bot', { TELEGRAM_API_ROOT: 'http://127.0.0.1:9' }],
  ['worker', {}],
  ['executor', { MISSION_CONTROL_URL: 'http://127.0.0.1:9' }],
  ['teapot', {}],
])('%s is not healthy when nothing answers, and says why', async (role, environment) => {
  const { code, said } = await healthcheck(role, environment);
  expect(code).toBe(1);
  expect(said).toMatch(/^[^\n]+\n$/);
});
