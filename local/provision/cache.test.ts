import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../tests/stack.test-support.ts';
import { terminalProgress } from '../progress.ts';
import { buildOnce, cacheFolder } from './cache.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;

beforeEach(async () => void (folder = await temporaryFolder()));
afterEach(() => folder.remove());

const context = { environment: {}, cacheFolder: '', progress: terminalProgress({ quiet: true }) };
const target = () => join(folder.path, 'engine');

it('is where the environment says, else in the home folder', () => {
  expect(cacheFolder({ MISSION_CONTROL_CACHE: folder.path })).toBe(folder.path);
  expect(cacheFolder({})).toMatch(/\.cache\/mission-control$/);
});

it('keeps nothing of a failed build and builds again', async () => {
  const build = buildOnce(target(), context, async (partial) => {
    writeFileSync(join(partial, 'half'), '');
    throw new Error('interrupted');
  });
  await expect(build).rejects.toThrow('interrupted');
  expect(existsSync(target())).toBe(false);
  await buildOnce(target(), context, async (partial) => writeFileSync(join(partial, 'whole'), ''));
  expect(existsSync(join(target(), 'whole'))).toBe(true);
  expect(existsSync(join(target(), 'half'))).toBe(false);
});

it('builds once when two ask at the same time', async () => {
  let builds = 0;
  const build = () =>
    buildOnce(target(), context, async () => {
      builds += 1;
      await new Promise((resolve) => setTimeout(resolve, 100));
    });
  await Promise.all([build(), build()]);
  expect(builds).toBe(1);
});

it('takes over the lock of a process that is gone', async () => {
  writeFileSync(`${target()}.lock`, JSON.stringify({ pid: process.pid, startedAt: '1' }));
  await buildOnce(target(), context, async () => {});
  expect(existsSync(target())).toBe(true);
  expect(existsSync(`${target()}.lock`)).toBe(false);
});
