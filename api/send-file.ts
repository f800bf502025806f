import type { Response } from 'express';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

interface SentFile {
  readonly name: string;
  /** Media type. */
  readonly type: string;
}

/** Sends a file that is written while it is read; whoever stops listening stops the writing too. */
export const sendFile = (response: Response, parts: AsyncIterable<string>, file: SentFile): Promise<void> =>
  sendBytes(response, Readable.from(inPieces(parts)), file);

/** The same of bytes. */
export async function sendBytes(response: Response, bytes: Readable, { name, type }: SentFile): Promise<void> {
  response.attachment(name).type(type);
  // The pipeline listens in more places than Node.js expects anybody to.
  response.setMaxListeners(20);
  try {
    await pipeline(bytes, response);
  } catch (error) {
    // Who has stopped listening is told nothing.
    if (!response.destroyed || !response.headersSent) throw error;
  }
}

const PIECE = 65_536;

/** A line at a time would be a piece of the network at a time. */
async function* inPieces(parts: AsyncIterable<string>): AsyncGenerator<string> {
  let piece = '';
  for await (const part of parts) {
    piece += part;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}
