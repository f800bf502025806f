import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { OperationError } from '../errors.ts';

/** A file of an archive as it is read. What is not read of it is passed over. */
export interface UnpackedFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** Texts of an archive are read whole, so that they have a limit. A line is at most a document of MongoDB, 16 MB. */
const LARGEST_TEXT = 48 * 1024 * 1024;

/** An archive that cannot be restored; the message says which part of it, and why. */
export const badArchive = (problem: string, cause?: unknown): OperationError =>
  new OperationError('INVALID', `this archive cannot be restored: ${problem}`, { cause });

/** The files of the gzipped tar at `path`, one after the other. @throws INVALID for what is none, or was cut off. */
export async function* unpacked(path: string): AsyncGenerator<UnpackedFile> {
  const tar = extract();
  const file = createReadStream(path);
  const gunzip = createGunzip();
  file.on('error', (error) => gunzip.destroy(error));
  gunzip.on('error', (error) => tar.destroy(error));
  file.pipe(gunzip);
  gunzip.on('data', (chunk: Buffer) => {
    if (tar.write(chunk)) return;
    gunzip.pause();
    tar.once('drain', () => gunzip.resume());
  });
  gunzip.on('end', () => tar.end(null));
  try {
    for await (const entry of tar) {
      const { name, size, type } = entry.header;
      if (type !== 'file') throw badArchive(`${name} is not a file`);
      yield { path: name, size, bytes: bytesOf(entry as unknown as AsyncIterable<Uint8Array>) };
      entry.resume();
    }
  } catch (error) {
    throw unreadable(error);
  } finally {
    file.destroy();
    gunzip.destroy();
    tar.destroy();
  }
}

async function* bytesOf(entry: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* entry;
  } catch (error) {
    throw unreadable(error);
  }
}

/** What zlib and tar-stream say of bytes that make no sense; the disk is none of the archive's business. */
function unreadable(error: unknown): unknown {
  if (error instanceof OperationError || (error as NodeJS.ErrnoException).syscall !== undefined) return error;
  return badArchive('it is cut off, or no archive of a project', error);
}

/** The text of a file. */
export async function textOf({ path, size, bytes }: UnpackedFile): Promise<string> {
  if (size > LARGEST_TEXT) throw badArchive(`${path} is larger than any that is written`);
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** The values of a file of lines, with where each is. */
export async function* linesOf(file: UnpackedFile): AsyncGenerator<{ readonly value: unknown; readonly at: string }> {
  const lines = (await textOf(file)).split('\n');
  for (const [index, line] of lines.entries()) {
    if (line === '') continue;
    const at = `line ${index + 1} of ${file.path}`;
    yield { value: parsed(line, at), at };
  }
}

export function parsed(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw badArchive(`${where} is not JSON`, error);
  }
}
