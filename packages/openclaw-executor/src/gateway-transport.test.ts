import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { createGitRemote } from '../../executor-host/src/git-remote.test-support.ts';
import { createExecutorRun, impatientService, silent, until, type ExecutorRun } from './executor-run.test-support.ts';
import {
  completed,
  GATEWAY_TOKEN,
  startFakeGateway,
  type FakeGateway,
  type FakeRun,
} from './fake-gateway.test-support.ts';
import { createGatewayTransport, greetGateway } from './gateway-transport.ts';
import { createOpenClawService } from './openclaw-service.ts';

let gateway: FakeGateway;
let run: ExecutorRun;
const versions: string[] = [];
const service = impatientService;

const optionsFor = (token = GATEWAY_TOKEN, url = gateway.url) => ({
  url,
  token,
  agentId: 'main',
  service: service(),
  onVersion: (version: string) => void versions.push(version),
});

beforeEach(async () => {
  versions.length = 0;
  gateway = await startFakeGateway();
  run = await createExecutorRun();
});

afterEach(async () => {
  await run.stop();
  await gateway.close();
});

const start = () => run.start(createGatewayTransport(optionsFor()));
const requested = (method: string) => gateway.requests.filter((request) => request.method === method);

test('hands over the task and brings back text, tokens and cost', async () => {
  gateway.onRun = ({ emit, finish }) => {
    emit('lifecycle', { phase: 'start' });
    emit('assistant', { text: 'An old pond', delta: 'An old pond' });
    emit('tool', { phase: 'start', name: 'exec', args: { command: 'ls' } });
    emit('usage', { outputTokens: 20 });
    finish(completed('# An old pond\n\nA frog jumps in'));
  };
  start();
  run.offer();
  const { name, body } = await run.ending();
  expect([name, body['error']]).toEqual(['complete', undefined]);
  expect(body).toEqual({
    summary: 'An old pond',
    content: '# An old pond\n\nA frog jumps in',
    artifacts: [],
    usage: {
      model: 'm1',
      inputTokens: 100,
      outputTokens: 20,
      cacheReadTokens: 7,
      costMicros: 140,
      costSource: 'ESTIMATED',
    },
  });
  expect(run.server.log()).toBe('An old pond\n[$ ls]\n');
  expect(versions).toEqual(['2026.9.6']);
  expect(requested('agent')[0]?.params).toMatchObject({
    message: expect.stringContaining('# Write a haiku'),
    agentId: 'main',
    sessionKey: 'agent:main:mission-control:mc-1',
    idempotencyKey: 'mission-control-execution-1-1',
    timeout: 300,
    deliver: false,
  });
});

test('a command waits for the human and is then let through or denied', async () => {
  const decisions: string[] = [];
  gateway.onRun = async ({ ask, finish }) => {
    void ask('curl of another run', 'somebody-elses');
    decisions.push(await ask('rm -rf build'), await ask('sudo reboot'));
    finish(completed('Done'));
  };
  const needsApproval = { decision: 'NEEDS_APPROVAL', risk: 'RED', reasons: ['rm is RED'], approvalId: 'a-1' };
  run.server.script(
    'tool-calls',
    { status: 200, body: needsApproval },
    { status: 200, body: { decision: 'DENY', risk: 'RED', reasons: ['sudo is blocked'] } },
  );
  start();
  run.offer();
  expect((await run.ending()).name).toBe('complete');
  expect(decisions).toEqual(['allow-once', 'deny']);
  expect(run.server.named('approval')).toHaveLength(1);
  expect(run.server.named('tool-calls').map(({ body }) => body)).toMatchObject([
    { tool: 'shell', arguments: { command: 'rm -rf build' }, workspace: '/srv/agent' },
    { tool: 'shell', arguments: { command: 'sudo reboot' } },
  ]);
  expect(run.server.log()).toContain('denied: sudo reboot (sudo is blocked)');
});

test('a lost connection loses nothing: the run is found again and does its work once', async () => {
  let finish = () => {};
  gateway.onRun = (fake) => {
    fake.emit('assistant', { delta: 'half ' });
    finish = () => fake.finish(completed('whole'));
    gateway.drop();
  };
  start();
  run.offer();
  await until(() => requested('agent.wait').length > 0);
  finish();
  const { name, body } = await run.ending();
  expect([name, body['content']]).toEqual(['complete', 'whole']);
  expect(body['usage']).toMatchObject({ costMicros: 140 });
  expect(gateway.begun).toHaveLength(1);
  expect(run.server.log()).toContain('looked for again');
});

test('a question that came during an outage is answered afterwards, and asked once', async () => {
  let decision: string | undefined;
  gateway.onRun = async ({ ask, finish }) => {
    gateway.drop();
    decision = await ask('make');
    finish(completed('made'));
  };
  start();
  run.offer();
  expect((await run.ending()).body['content']).toBe('made');
  expect(decision).toBe('allow-once');
  expect(run.server.named('tool-calls')).toHaveLength(1);
});

test('a repeated offer of the same attempt takes up the run that is there', async () => {
  const runs: FakeRun[] = [];
  gateway.onRun = (fake) => void runs.push(fake);
  start();
  run.offer({}, { leaseId: 'lease-1' });
  await until(() => runs.length === 1);
  runs[0]?.finish(completed('once'));
  expect((await run.ending(1)).name).toBe('complete');
  run.offer({}, { leaseId: 'lease-2' });
  expect((await run.ending(2)).body['content']).toBe('once');
  expect(gateway.begun).toHaveLength(1);
});

test('a gateway that was restarted is not given the work a second time', async () => {
  gateway.onRun = () => gateway.restart();
  start();
  run.offer();
  const { name, body } = await run.ending();
  expect([name, body['retryable']]).toEqual(['fail', false]);
  expect(body['error']).toMatch(/was restarted[^]*what it did is not known/);
  expect(gateway.begun).toHaveLength(1);
});

test('after a long outage the run is asked after, and not handed over again', async () => {
  const busy = { code: 'UNAVAILABLE', message: 'starting' };
  gateway.onRun = ({ finish }) => {
    gateway.refusals.set('connect', [busy, busy, busy]);
    gateway.drop();
    finish(completed('never fetched'));
  };
  start();
  run.offer();
  await until(() => run.server.log().includes('looked for again'));
  const { now } = Date;
  const clock = jest.spyOn(Date, 'now').mockImplementation(() => now() + 10 * 60_000);
  const { name, body } = await run.ending();
  clock.mockRestore();
  expect([name, body['content']]).toEqual(['complete', 'as said at the end']);
  expect(requested('agent')).toHaveLength(1);
});

test('cancellation stops the run in the gateway', async () => {
  gateway.onRun = () => run.server.always('heartbeat', () => ({ status: 200, body: { cancelRequested: true } }));
  start();
  run.offer();
  expect((await run.ending()).name).toBe('canceled');
  const params = { key: 'agent:main:mission-control:mc-1', runId: 'mission-control-execution-1-1' };
  expect(requested('sessions.abort')).toEqual([{ method: 'sessions.abort', params }]);
});

test('work that a lease left stopped is done once more in the next one', async () => {
  gateway.onRun = () => run.server.script('heartbeat', { status: 200, body: { cancelRequested: true } });
  start();
  run.offer({}, { leaseId: 'lease-1' });
  expect((await run.ending(1)).name).toBe('canceled');
  gateway.onRun = ({ finish }) => finish(completed('second time'));
  run.offer({}, { leaseId: 'lease-2' });
  expect((await run.ending(2)).body['content']).toBe('second time');
  expect(gateway.begun).toEqual(['mission-control-execution-1-1', 'mission-control-execution-1-1-lease-2']);
});

test('a revision goes on in the conversation of the task', async () => {
  gateway.sessions.add('agent:main:mission-control:mc-1');
  start();
  run.offer({ feedback: ['Too long'] });
  await run.ending();
  expect(requested('agent')[0]?.params['message']).toMatch(/sent your work back:\n\nToo long/);
});

test('a revision in a gateway that lost the conversation tells everything', async () => {
  start();
  run.offer({ feedback: ['Too long'] });
  await run.ending();
  expect(requested('agent')[0]?.params['message']).toMatch(/# Write a haiku[^]*Too long/);
});

test('works in a checkout and hands in what changed', async () => {
  const remote = createGitRemote();
  gateway.onRun = async ({ params, finish }) => {
    const folder = /current folder of this task is (\S+):/.exec(String(params['message']))?.[1] ?? '';
    const { writeFile } = await import('node:fs/promises');
    await writeFile(`${folder}/poem.md`, 'An old pond\n');
    finish(completed('Wrote a poem'));
  };
  start();
  run.offer({ workspace: { repositoryUrl: remote.url, baseBranch: 'main', branch: 'mission/mc-1' } });
  const { name, body } = await run.ending();
  expect([name, body['error'], body['branch']]).toEqual(['complete', undefined, 'mission/mc-1']);
  expect(remote.show('mission/mc-1', 'poem.md')).toBe('An old pond\n');
  remote.remove();
});

test('a gateway elsewhere gets no repository', async () => {
  run.start(createGatewayTransport(optionsFor()), false);
  run.offer({ workspace: { repositoryUrl: '/r', baseBranch: 'main', branch: 'b' } });
  const { body } = await run.ending();
  expect(body).toMatchObject({ retryable: false, error: expect.stringMatching(/^workspace: /) });
});

const runEnds = (envelope: Record<string, unknown>) => () => {
  gateway.onRun = ({ finish }) => finish(envelope);
};
const refused = (error: Record<string, unknown>) => () => void gateway.refusals.set('agent', [error]);

test.each([
  ['a failed run', runEnds({ status: 'error', summary: 'model is away' }), true, /run failed: model is away/],
  [
    'a refused end',
    runEnds({ failed: { code: 'UNAVAILABLE', message: 'all models failed' } }),
    true,
    /all models failed/,
  ],
  [
    'a time-out',
    runEnds({
      status: 'timeout',
      timeoutPhase: 'provider',
      result: { payloads: [{ text: 'too slow', isError: true }] },
    }),
    true,
    /timed out in its phase provider: too slow/,
  ],
  ['no text', runEnds({ status: 'ok', result: { payloads: [] } }), true, /ended without a text/],
  [
    'a run stopped by a person',
    runEnds({ status: 'timeout', summary: 'aborted', stopReason: 'rpc' }),
    false,
    /was stopped/,
  ],
  ['an unknown agent', refused({ code: 'INVALID_REQUEST', message: 'unknown agent id' }), false, /unknown agent id/],
  ['a missing scope', refused({ code: 'FORBIDDEN', message: 'missing scope' }), false, /missing scope/],
])('%s is a failure', async (_, arrange, retryable, message) => {
  arrange();
  start();
  run.offer();
  const { name, body } = await run.ending();
  expect([name, body['retryable']]).toEqual(['fail', retryable]);
  expect(body['error']).toMatch(message);
});

test('a gateway that is busy is asked again', async () => {
  gateway.refusals.set('agent', [{ code: 'UNAVAILABLE', message: 'starting', retryAfterMs: 5 }]);
  start();
  run.offer();
  expect((await run.ending()).name).toBe('complete');
});

test('a gateway that is not there fails for now; a wrong token fails for good, and no token is shown', async () => {
  await gateway.close();
  run.start(createGatewayTransport(optionsFor()));
  run.offer();
  const { body } = await run.ending();
  expect(body).toMatchObject({ retryable: true, error: expect.stringContaining('ECONNREFUSED') });

  gateway = await startFakeGateway();
  const refusal = greetGateway(optionsFor('wrong-secret'), new AbortController().signal);
  await expect(refusal).rejects.toMatchObject({
    kind: 'AUTH',
    retryable: false,
    message: expect.not.stringContaining('wrong-secret'),
  });
});

test('the gateway keeps the time limit, and says in which phase it was reached', async () => {
  gateway.onRun = ({ finish }) => {
    finish({ status: 'timeout', summary: 'aborted', timeoutPhase: 'queue' });
  };
  start();
  run.offer({ limits: { maxCostMicros: 0, maxMinutes: 0.02 } });
  const { body } = await run.ending();
  expect(body['error']).toMatch(/phase queue/);
  expect(requested('agent')[0]?.params['timeout']).toBe(1);
});

test('a run that does not keep the time limit is stopped', async () => {
  gateway.onRun = () => {};
  start();
  run.offer({ limits: { maxCostMicros: 0, maxMinutes: 0.005 } });
  const { body } = await run.ending();
  expect(body['error']).toBe('OpenClaw was stopped at the time limit of 0.005 min');
  expect(requested('sessions.abort')).toHaveLength(1);
});

test('a gateway that failed too often is left alone for a while', async () => {
  await gateway.close();
  const service = createOpenClawService(silent, { retry: { attempts: 3, firstDelayMs: 5 }, failures: 3 });
  run.start(createGatewayTransport({ ...optionsFor(), service }));
  run.offer({}, { id: 'execution-1' });
  await run.ending(1);
  run.offer({}, { id: 'execution-2' });
  const { body } = await run.ending(2);
  expect(body).toMatchObject({ retryable: true, error: expect.stringContaining('circuit is open') });
  expect(service.report()).toMatchObject({ service: 'openclaw-gateway', state: 'OPEN' });
});
