import { afterAll, afterEach, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expectStatus, ProjectProbe, startTestApi, type TestApi } from '../../tests/api.test-support.ts';
import { temporaryFolder } from '../../tests/stack.test-support.ts';
import { reviewCommand } from './review.ts';

let api: TestApi;
let project: ProjectProbe;
let printed: jest.SpiedFunction<typeof process.stdout.write>;

beforeAll(async () => {
  api = await startTestApi();
  project = await ProjectProbe.create(api);
  process.env['MISSION_CONTROL_URL'] = api.url;
}, 60_000);
afterAll(async () => {
  delete process.env['MISSION_CONTROL_URL'];
  delete process.env['MISSION_CONTROL_TOKEN'];
  await api.stop();
}, 60_000);
beforeEach(() => void (printed = jest.spyOn(process.stdout, 'write').mockReturnValue(true)));
afterEach(() => printed.mockRestore());

/** What a command prints for the reviewer, or for the owner, whose work it is. */
async function review(who: 'second' | 'owner', ...args: string[]): Promise<string> {
  process.env['MISSION_CONTROL_TOKEN'] = api.tokens[who];
  printed.mockClear();
  await reviewCommand.parseAsync(args, { from: 'user' });
  return printed.mock.calls.map(([text]) => String(text)).join('');
}

it('gives each verdict, lists them and answers them', async () => {
  const folder = await temporaryFolder();
  const { key } = await project.dispatched('MANUAL');
  expectStatus(await project.command(key, 'submit', { summary: 'done' }), 200);
  const file = join(folder.path, 'fix.diff');
  await writeFile(file, 'diff --git a/a.ts b/a.ts\n--- a/a.ts\n+++ b/a.ts\n@@ -1 +1 @@\n-1\n+2\n');
  expect(await review('second', key, 'praise', '7', 'well', 'done')).toBe(`Gave ${key}-V1: ${key} is REVIEW\n`);
  expect(await review('second', key, 'approve')).toContain(`Gave ${key}-V2`);
  expect(await review('second', key, 'refute', 'too', 'slow', '--severity', 'MINOR')).toContain(`Gave ${key}-V3`);
  expect(await review('second', key, 'changeset', file, 'use', 'two')).toContain(`Gave ${key}-V4`);
  const lines = (await review('second', 'list', '--task', key)).trimEnd().split('\n');
  expect(lines.map((line) => line.replace(/ {2,}/g, ' '))).toEqual([
    `${key}-V4 PENDING CHANGESET by Paul Peer: use two (blocks DONE)`,
    `${key}-V3 SUPERSEDED REFUTE MINOR by Paul Peer: too slow`,
    `${key}-V2 SUPERSEDED APPROVE by Paul Peer`,
    `${key}-V1 SUPERSEDED PRAISE 7/10 by Paul Peer: well done`,
  ]);
  const answered = await review('owner', 'respond', `${key}-V4`, 'accept', 'right');
  expect(answered).toBe(`Accepted ${key}-V4: ${key} is IN_PROGRESS\n`);
  await writeFile(file, 'no diff');
  await expect(review('second', key, 'changeset', file)).rejects.toThrow(/holds no diff/);
  await expect(review('second', key, 'praise', '11')).rejects.toThrow(/1 to 10/);
  await folder.remove();
});
