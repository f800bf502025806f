import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { temporaryFolder } from './stack.test-support.ts';

const run = promisify(execFile);
const CLI = resolve(import.meta.dirname, '../dist/cli/main.js');
const DEMO_MS = 180_000;

interface Outcome {
  readonly key: string;
  readonly status: string;
  readonly branch: string;
  readonly report: string;
  readonly problems: readonly string[];
}

describe('npm run demo', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  beforeAll(async () => {
    folder = await temporaryFolder();
  });
  afterAll(() => folder.remove());

  it(
    'takes a refactoring through its whole life on a stack of its own, and leaves a report',
    async () => {
      const { stdout, stderr } = await run(process.execPath, [CLI, 'demo', '--data', folder.path, '--json']);
      const outcome = JSON.parse(stdout) as Outcome;
      expect(outcome).toMatchObject({ status: 'DONE', problems: [] });
      expect(outcome.branch).toMatch(/^mc\/DEMO-1-/);
      expect(stderr).toMatch(/asked for approval DEMO-1-A1 \(YELLOW\): git_push/);
      const report = await readFile(outcome.report, 'utf8');
      expect(report).toContain('**DEMO-1-A1** git_push: APPROVED');
      expect(report).toContain('hash chain verified: yes');
    },
    DEMO_MS,
  );

  it('says what a repository of your own needs', async () => {
    const failing = run(process.execPath, [CLI, 'demo', '--data', folder.path, '--repo', folder.path]);
    await expect(failing).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('--rename OLD:NEW') });
  });
});
