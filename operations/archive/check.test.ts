import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chain } from '../../store/hash-chain.ts';
import { filesOf, logOfTask, logText, readArchive, sha256, writeArchive } from './archive.test-support.ts';
import { checkArchive } from './check.ts';
import { FILES } from './format.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mission-control-archive-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let written = 0;

/** Writes an archive with other files than a good one. */
async function archiveWith(
  change: (files: Map<string, string>) => void = () => {},
  said: Parameters<typeof writeArchive>[2] = {},
): Promise<string> {
  const path = join(folder, `${(written += 1)}.tar.gz`);
  const files = filesOf();
  change(files);
  await writeArchive(path, files, said);
  return path;
}

/** Why an archive is not taken. */
const problemOf = (path: string): Promise<string> =>
  checkArchive(path).then(
    () => 'none',
    (error: Error) => error.message.replace('this archive cannot be restored: ', ''),
  );

const LOGS = 'tasks/00001.ndjson';

describe('an archive that is whole', () => {
  it('is taken, and says what is in it', async () => {
    const checked = await checkArchive(await archiveWith());
    expect(checked).toMatchObject({
      taskIds: ['01TASK'],
      openTaskIds: ['01TASK'],
      lastTaskNumber: 1,
      people: [{ email: 'olga@example.com', role: 'ADMIN' }],
      project: { _id: 'mc' },
    });
  });

  it('is named by what is in it', async () => {
    const [one, same, other] = await Promise.all([
      archiveWith(),
      archiveWith(),
      archiveWith((files) => files.set(FILES.people, '')),
    ]);
    const [first, second, third] = await Promise.all(
      [one, same, other].map(async (path) => (await checkArchive(path)).id),
    );
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  it('comes out as it went in, lines with every kind of line break included', async () => {
    const text = `${JSON.stringify({ _id: 'a1', projectId: 'mc', name: 'one\u2028two\rthree\n' })}\n`;
    const path = await archiveWith((files) => files.set('agents/00001.ndjson', text));
    expect((await readArchive(path)).get('agents/00001.ndjson')).toBe(text);
    expect(await problemOf(path)).toBe('none');
  });
});

describe('an archive that is not whole is refused with what is wrong', () => {
  it('where it is no archive, or ends too early', async () => {
    const path = await archiveWith();
    const bytes = readFileSync(path);
    const [nothing, text, cut] = ['empty', 'text', 'cut'].map((name) => join(folder, name)) as [string, string, string];
    writeFileSync(nothing, '');
    writeFileSync(text, 'hello');
    writeFileSync(cut, bytes.subarray(0, bytes.length - 200));
    expect(await problemOf(nothing)).toMatch(/cut off|no manifest/);
    expect(await problemOf(text)).toMatch(/cut off, or no archive/);
    expect(await problemOf(cut)).toMatch(/cut off/);
  });

  it.each([0.2, 0.5, 0.8])('where a byte of the file was changed', async (where) => {
    const path = await archiveWith();
    const bytes = readFileSync(path);
    const at = Math.floor(bytes.length * where);
    bytes[at] = (bytes[at] ?? 0) ^ 0x55;
    writeFileSync(path, bytes);
    expect(await problemOf(path)).not.toBe('none');
  });

  it('where a file was changed, taken away, added or moved', async () => {
    const good = JSON.parse((await readArchive(await archiveWith())).get(FILES.manifest) ?? '') as { files: [] };
    const { files } = good;
    const changed = await archiveWith((all) => all.set(FILES.people, ''), { files });
    const missing = await archiveWith((all) => all.delete('agents/00001.ndjson'), { files });
    const added = await archiveWith((all) => all.set('agents/00002.ndjson', ''), { files });
    const moved = await archiveWith(
      (all) => {
        const people = all.get(FILES.people) ?? '';
        all.delete(FILES.people);
        all.set(FILES.people, people);
      },
      { files },
    );
    expect(await problemOf(changed)).toMatch('people.ndjson was changed');
    expect(await problemOf(missing)).toMatch('agents/00001.ndjson is missing');
    expect(await problemOf(added)).toMatch('agents/00002.ndjson is not in the manifest');
    expect(await problemOf(moved)).toMatch('is not in its place');
  });

  it('where it is of a newer format, before anything else', async () => {
    const path = await archiveWith((files) => {
      const head = JSON.parse(files.get(FILES.head) ?? '') as object;
      files.set(FILES.head, JSON.stringify({ ...head, formatVersion: 9, productVersion: '7.0.0' }));
      files.set('something/new', 'x');
    });
    expect(await problemOf(path)).toMatch(/format is 9, of Mission Control 7\.0\.0.*update it first/);
  });

  it('where its counts are others', async () => {
    const counts = { tasks: 2, openTasks: 1, events: 3, files: 1 };
    expect(await problemOf(await archiveWith(() => {}, { counts }))).toMatch('counts 2 tasks, and there are 1');
  });

  it('where bytes of a file are missing, or are others than they are called by', async () => {
    const bytes = sha256('the bytes of a file');
    expect(await problemOf(await archiveWith((files) => files.delete(`files/${bytes}`)))).toMatch('are missing');
    const other = await archiveWith((files) => files.set(`files/${bytes}`, 'others'));
    expect(await problemOf(other)).toMatch('does not have the SHA-256 that it is called by');
  });

  it('where documents are of another project', async () => {
    const agent = `${JSON.stringify({ _id: 'a1', projectId: 'other' })}\n`;
    const path = await archiveWith((files) => files.set('agents/00001.ndjson', agent));
    expect(await problemOf(path)).toBe('line 1 of agents/00001.ndjson is of another project');
    const policy = `${JSON.stringify({ _id: 'GLOBAL' })}\n`;
    const global = await archiveWith((files) => files.set('activePolicies/00001.ndjson', policy));
    expect(await problemOf(global)).toMatch('of another project');
  });

  it('where it has what no archive has', async () => {
    expect(await problemOf(await archiveWith((files) => files.set('people/keys', 'x')))).toMatch(
      'people/keys is nothing',
    );
  });
});

describe('logs, with a manifest that fits', () => {
  const [first, second, third] = logOfTask() as [object, object, object];
  const withLog = (events: readonly object[], task: object = {}) =>
    archiveWith((files) => files.set(LOGS, logText(events, task)));

  it.each<[string, readonly object[], object, string]>([
    ['were swapped', [first, third, second], {}, 'event 2 is missing'],
    ['were changed', [first, { ...second, at: '2027-01-01T00:00:00.000Z' }, third], {}, 'event 2 was changed'],
    ['were taken away in the middle', [first, third], { seq: 3 }, 'event 2 is missing'],
    ['were taken away at the end', [first, second], { seq: 3 }, 'event 3 is missing'],
    ['are of another task', [{ ...first, taskId: '02TASK' }, second, third], {}, 'has an event of another task'],
    ['are of a task with another key', [first, second, third], { key: 'MC-2' }, 'is of another task or project'],
  ])('are refused where events %s', async (_what, events, task, problem) => {
    expect(await problemOf(await withLog(events, task))).toMatch(problem);
  });

  it('are refused where they are of another project', async () => {
    const [created] = logOfTask();
    const { previousHash: _previous, hash: _hash, ...event } = created as unknown as Record<string, unknown>;
    const elsewhere = { ...event, data: { ...(event['data'] as object), projectId: 'other' } };
    expect(await problemOf(await withLog(chain([elsewhere as never], '')))).toMatch('is of another task or project');
  });

  it('are refused where they do not begin with their beginning', async () => {
    const { previousHash: _previous, hash: _hash, ...event } = second as Record<string, unknown>;
    expect(await problemOf(await withLog(chain([{ ...event, seq: 1 } as never], '')))).toMatch(
      'makes no sense at event 1',
    );
  });
});
