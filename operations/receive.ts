import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { OperationError } from './errors.ts';

const PREFIX = 'mission-control-upload-';
/** No upload takes as long as that, in milliseconds. */
const LEFT_AFTER_MS = 24 * 60 * 60_000;

/** Where an upload is kept until it is dealt with. */
export const uploadPath = (): string => join(tmpdir(), `${PREFIX}${randomUUID()}`);

/** Removes what a process that was killed has left behind. Answers how many files that were. */
export async function removeLeftUploads(folder = tmpdir()): Promise<number> {
  const oldest = Date.now() - LEFT_AFTER_MS;
  let removed = 0;
  for (const name of await readdir(folder)) {
    if (!name.startsWith(PREFIX)) continue;
    const path = join(folder, name);
    // Another process may remove it at the same moment.
    const found = await stat(path).catch(() => undefined);
    if (!found?.isFile() || found.mtimeMs > oldest) continue;
    await rm(path, { force: true });
    removed += 1;
  }
  return removed;
}

/** Writes a stream to a file, hashing on the way and stopping at the limit. @throws TOO_LARGE */
export async function receive(
  bytes: Readable,
  path: string,
  maxBytes: number,
): Promise<{ sha256: string; size: number }> {
  const hash = createHash('sha256');
  let size = 0;
  const meter = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      size += chunk.length;
      hash.update(chunk);
      const isTooLarge = size > maxBytes;
      done(isTooLarge ? new OperationError('TOO_LARGE', `a file may have at most ${maxBytes} bytes`) : null, chunk);
    },
  });
  await pipeline(bytes, meter, createWriteStream(path, { mode: 0o600 }));
  return { sha256: hash.digest('hex'), size };
}
