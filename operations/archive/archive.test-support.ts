import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { TaskUnderTest } from '../../domain/task/task.test-support.ts';
import { chain, type ChainedEvent } from '../../store/hash-chain.ts';
import { FILES, FORMAT, FORMAT_VERSION, type ArchiveManifest } from './format.ts';
import { packed, type ArchiveFile } from './pack.ts';
import { textOf, unpacked } from './unpack.ts';

const AT = '2026-01-02T03:04:05.678Z';
const HEAD = {
  format: FORMAT,
  formatVersion: FORMAT_VERSION,
  productVersion: '0.1.0',
  exportedAt: AT,
  project: { slug: 'mc', name: 'Mission', keyPrefix: 'MC' },
};
const PROJECT = {
  _id: 'mc',
  name: 'Mission',
  keyPrefix: 'MC',
  timeZone: 'UTC',
  mode: 'NORMAL',
  modeHistory: [],
  routingRules: [],
  taskBudgets: {},
  lastTaskNumber: 1,
  createdAt: AT,
};

const lines = (values: readonly object[]): string => values.map((value) => `${JSON.stringify(value)}\n`).join('');
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The chained log of a task, three events long. */
export const logOfTask = (): readonly ChainedEvent[] => chain(new TaskUnderTest().assign().events, '');

/** A task with its log as the lines of an archive. */
export function logText(events: readonly object[], task: object = {}): string {
  const head = { id: '01TASK', key: 'MC-1', seq: events.length, executions: [], ...task };
  return lines([{ task: head }, ...events.map((event) => ({ event: { ...event, storedAt: AT } }))]);
}

/** Texts of the files of an archive of one task and one file, by their paths. */
export function filesOf(events: readonly object[] = logOfTask()): Map<string, string> {
  const bytes = 'the bytes of a file';
  return new Map([
    [FILES.head, JSON.stringify(HEAD)],
    [FILES.project, JSON.stringify(PROJECT)],
    ['tasks/00001.ndjson', logText(events)],
    ['agents/00001.ndjson', lines([{ _id: 'a1', projectId: 'mc', name: 'Scribe' }])],
    [
      'artifacts/00001.ndjson',
      lines([{ _id: 'MC-1-F-1', projectId: 'mc', sha256: sha256(bytes), size: bytes.length }]),
    ],
    [FILES.people, lines([{ id: 'p1', name: 'Olga', email: 'olga@example.com', role: 'ADMIN' }])],
    [`files/${sha256(bytes)}`, bytes],
  ]);
}

const COUNTS = { tasks: 1, openTasks: 1, events: 3, files: 1 };

/** Writes an archive whose manifest says what is in it, unless it is said to say something else. */
export async function writeArchive(
  path: string,
  files: ReadonlyMap<string, string>,
  said: Partial<ArchiveManifest> = {},
): Promise<void> {
  const written = async function* (): AsyncGenerator<ArchiveFile> {
    for (const [name, text] of files) yield fileOf(name, text);
  };
  const events = [...(files.get('tasks/00001.ndjson') ?? '').matchAll(/"event":/g)].length;
  const manifest = (listed: ArchiveManifest['files']) =>
    fileOf(FILES.manifest, JSON.stringify({ ...HEAD, counts: { ...COUNTS, events }, files: listed, ...said }));
  await pipeline(packed(written(), new Date(AT), manifest), createWriteStream(path));
}

/** The texts of an archive again, its manifest included. */
export async function readArchive(path: string): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for await (const file of unpacked(path)) files.set(file.path, await textOf(file));
  return files;
}

function fileOf(path: string, text: string): ArchiveFile {
  const bytes = Buffer.from(text);
  return { path, size: bytes.length, bytes: [bytes] };
}
