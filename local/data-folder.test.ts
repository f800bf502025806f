import { expect, it } from '@jest/globals';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../tests/stack.test-support.ts';
import { loadKeys, openDataFolder } from './data-folder.ts';

it('makes keys once and keeps them from other users', async () => {
  const { path, remove } = await temporaryFolder();
  const folder = openDataFolder(join(path, 'data'));
  const keys = loadKeys(folder);
  expect(keys.secret).toMatch(/^[0-9a-f]{64}$/);
  expect(keys.ownerToken).toMatch(/^mc_owner_[\w-]{43}$/);
  expect(keys.executorToken).toMatch(/^mc_exec_[\w-]{43}$/);
  expect(loadKeys(folder)).toEqual(keys);
  for (const name of ['secret', 'owner-token', 'executor-token']) {
    expect(statSync(join(folder.path, name)).mode & 0o777).toBe(0o600);
  }
  await remove();
});
