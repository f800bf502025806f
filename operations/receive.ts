import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { OperationError } from './errors.ts';

/** Where an upload is kept until it is dealt with. */
export const uploadPath = (): string => join(tmpdir(), `mission-control-upload-${randomUUID()}`);

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
