import { expect, it } from '@jest/globals';
import { CircuitOpenError, OutsideService, type CircuitReport, type OutsideServiceOptions } from './index.ts';

const away = new Error('connection refused');

function serviceWith(options: Partial<OutsideServiceOptions> = {}) {
  const reports: CircuitReport[] = [];
  const service = new OutsideService({
    name: 'oracle',
    retry: { attempts: 1 },
    failures: 5,
    openForMs: 100,
    isTransient: (error) => error === away,
    onChange: (report) => reports.push(report),
    ...options,
  });
  let calls = 0;
  const call = (outcome: 'works' | 'fails' | 'refuses', signal?: AbortSignal) =>
    service
      .call(async () => {
        calls += 1;
        if (outcome === 'fails') throw away;
        if (outcome === 'refuses') throw new TypeError('bad request');
        return 'answer';
      }, signal)
      .catch((error: unknown) => error);
  return { service, call, reports, calls: () => calls };
}

const openTime = () => new Promise((resolve) => setTimeout(resolve, 120));

it('opens after five failures in a row, says why, and is not called meanwhile', async () => {
  const { service, call, reports, calls } = serviceWith();
  for (let failures = 0; failures < 5; failures += 1) expect(await call('fails')).toBe(away);
  expect(await call('works')).toBeInstanceOf(CircuitOpenError);
  expect(calls()).toBe(5);
  expect(service.report()).toMatchObject({ service: 'oracle', state: 'OPEN', reason: 'connection refused' });
  expect(reports.map(({ state }) => state)).toEqual(['OPEN']);
});

it('stays closed where a call works in between, and for what is not its fault', async () => {
  const { service, call } = serviceWith();
  for (let failures = 0; failures < 4; failures += 1) await call('fails');
  expect(await call('works')).toBe('answer');
  for (let failures = 0; failures < 4; failures += 1) await call('fails');
  for (let refusals = 0; refusals < 9; refusals += 1) expect(await call('refuses')).toBeInstanceOf(TypeError);
  expect(service.report().state).toBe('CLOSED');
});

it('is tried once after its time, and closes when that works', async () => {
  const { service, call, reports } = serviceWith();
  for (let failures = 0; failures < 5; failures += 1) await call('fails');
  await openTime();
  expect(service.report().state).toBe('HALF_OPEN');
  expect(await call('works')).toBe('answer');
  expect(service.report().state).toBe('CLOSED');
  expect(reports.map(({ state }) => state)).toEqual(['OPEN', 'HALF_OPEN', 'CLOSED']);
});

it('opens again when the one try fails', async () => {
  const { service, call } = serviceWith();
  for (let failures = 0; failures < 5; failures += 1) await call('fails');
  await openTime();
  expect(await call('fails')).toBe(away);
  expect(await call('works')).toBeInstanceOf(CircuitOpenError);
  expect(service.report().state).toBe('OPEN');
});

it('closes by hand', async () => {
  const { service, call } = serviceWith();
  for (let failures = 0; failures < 5; failures += 1) await call('fails');
  service.reset();
  expect(service.report().state).toBe('CLOSED');
  expect(await call('works')).toBe('answer');
});

it.each([
  ['LINEAR', [10, 20, 30]],
  ['EXPONENTIAL', [10, 20, 40]],
  ['CONSTANT', [10, 10, 10]],
] as const)('tries again with %s delays and tells of each', async (backoff, delays) => {
  const told: number[] = [];
  const { call, calls } = serviceWith({
    retry: { attempts: 4, backoff, firstDelayMs: 10, jitter: false },
    onRetry: (error, delayMs) => void (error === away && told.push(delayMs)),
  });
  expect(await call('fails')).toBe(away);
  expect(calls()).toBe(4);
  expect(told).toEqual(delays);
});

it('waits as long as the service itself asks for', async () => {
  const told: number[] = [];
  const { call } = serviceWith({
    retry: { attempts: 2, firstDelayMs: 60_000, delayOf: () => 5 },
    onRetry: (_error, delayMs) => void told.push(delayMs),
  });
  await call('fails');
  expect(told).toEqual([5]);
});

it('ends between two tries when it is aborted', async () => {
  const controller = new AbortController();
  const reason = new Error('enough');
  const { call, calls } = serviceWith({
    retry: { attempts: 9, firstDelayMs: 60_000 },
    onRetry: () => controller.abort(reason),
  });
  expect(await call('fails', controller.signal)).toBe(reason);
  expect(calls()).toBe(1);
});
