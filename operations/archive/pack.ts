import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createGzip } from 'node:zlib';
import { Readable } from 'node:stream';
import { pack, type Pack } from 'tar-stream';
import type { ArchiveManifest } from './format.ts';

/** A file of an archive, written as it comes. */
export interface ArchiveFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/** So much of a part goes into one file, in bytes: parts of a size that is known are all that is held in memory. */
const FILE_BYTES = 1024 * 1024;

type Listed = ArchiveManifest['files'][number];

/**
 * A gzipped tar that is written while it is read: nothing is made before somebody wants it.
 * @param last makes the manifest of all files before it.
 */
export function packed(
  files: AsyncIterable<ArchiveFile>,
  writtenAt: Date,
  last: (listed: Listed[]) => ArchiveFile,
): Readable {
  const tar = pack();
  const gzip = createGzip();
  const source = Readable.from(tar);
  source.on('error', (error) => gzip.destroy(error));
  // Whoever stops listening stops the writing too.
  gzip.on('close', () => tar.destroy());
  source.pipe(gzip);
  writeAll(tar, files, writtenAt, last).catch((error: unknown) => tar.destroy(error as Error));
  return gzip;
}

async function writeAll(
  tar: Pack,
  files: AsyncIterable<ArchiveFile>,
  writtenAt: Date,
  last: (listed: Listed[]) => ArchiveFile,
): Promise<void> {
  const listed: Listed[] = [];
  for await (const file of files) listed.push(await writeFile(tar, file, writtenAt));
  await writeFile(tar, last(listed), writtenAt);
  tar.finalize();
}

async function writeFile(tar: Pack, { path, size, bytes }: ArchiveFile, mtime: Date): Promise<Listed> {
  const hash = createHash('sha256');
  const closed = new AbortController();
  const entry = tar.entry({ name: path, size, mtime, mode: 0o600 });
  entry.on('error', () => {});
  entry.on('close', () => closed.abort());
  const ended = once(entry, 'close');
  ended.catch(() => {});
  for await (const chunk of bytes) {
    hash.update(chunk);
    if (!entry.write(chunk)) await once(entry, 'drain', { signal: closed.signal });
  }
  entry.end(null);
  await ended;
  if (tar.destroyed) throw new Error('nobody reads the archive any more');
  return { path, bytes: size, sha256: hash.digest('hex') };
}

export function jsonFile(path: string, value: unknown): ArchiveFile {
  const text = Buffer.from(`${JSON.stringify(value, null, 1)}\n`);
  return { path, size: text.length, bytes: [text] };
}

/** Values as lines of JSON, in files of a bounded size. @param pathOf its number, counting from 1. */
export async function* lineFiles(
  values: AsyncIterable<unknown> | Iterable<unknown>,
  pathOf: (number: number) => string,
): AsyncGenerator<ArchiveFile> {
  let [lines, size, number] = [[] as Buffer[], 0, 0];
  for await (const value of values) {
    const line = Buffer.from(`${JSON.stringify(value)}\n`);
    lines.push(line);
    size += line.length;
    if (size < FILE_BYTES) continue;
    yield { path: pathOf((number += 1)), size, bytes: lines };
    [lines, size] = [[], 0];
  }
  if (size > 0) yield { path: pathOf(number + 1), size, bytes: lines };
}
