import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { removeAbandonedWorkTrees } from './work-tree.ts';

test('removes what killed executors left, and nothing that a living one works on', async () => {
  const workDir = mkdtempSync(join(tmpdir(), 'work-'));
  const { pid: dead } = spawnSync('true');
  const alive = process.ppid;
  for (const owner of [dead, alive, process.pid]) {
    mkdirSync(join(workDir, 'worktrees', String(owner), 'execution-1'), { recursive: true });
  }
  await removeAbandonedWorkTrees(workDir);
  expect(readdirSync(join(workDir, 'worktrees'))).toEqual([String(alive)]);
  rmSync(workDir, { recursive: true });
});

test('has nothing to do in a new folder', async () => {
  await expect(removeAbandonedWorkTrees('/no/such/folder')).resolves.toBeUndefined();
});
