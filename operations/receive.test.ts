import { expect, it } from '@jest/globals';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeLeftUploads } from './receive.ts';

it('removes uploads that were left a day ago, and nothing else', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mission-control-test-'));
  try {
    const old = new Date(Date.now() - 25 * 60 * 60_000);
    for (const name of ['mission-control-upload-old', 'mission-control-upload-new', 'another']) {
      await writeFile(join(folder, name), 'bytes');
      if (name !== 'mission-control-upload-new') await utimes(join(folder, name), old, old);
    }
    expect(await removeLeftUploads(folder)).toBe(1);
    expect((await readdir(folder)).toSorted()).toEqual(['another', 'mission-control-upload-new']);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
