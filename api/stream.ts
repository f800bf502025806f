import type { RequestHandler, Response } from 'express';
import { z } from 'zod';
import type { LiveMessage } from '../operations/live-feed.ts';
import type { Operations } from '../operations/operations.ts';
import { OperationError } from '../operations/errors.ts';
import { projectSlug } from '../operations/schemas/common.ts';
import { authenticate } from './authentication.ts';

const HEARTBEAT_EVERY_MS = 15_000;
/** A listener that falls behind by this many bytes is cut off: it comes back and catches up. */
const MAX_BACKLOG_BYTES = 1_000_000;

const streamQuery = z.strictObject({ project: projectSlug.optional() });

/** Server-Sent Events: what changes, as it changes; `Last-Event-ID` picks up where a listener was cut off. */
export function streamHandler({ live, credentials }: Operations): RequestHandler {
  return async (request, response) => {
    const caller = await authenticate(request, credentials);
    if (caller.kind !== 'OWNER') throw new OperationError('FORBIDDEN', 'only people listen to the live stream');
    const { project } = streamQuery.parse(request.query);
    const send = (message: LiveMessage) => {
      if (project === undefined || message.data.projectId === project) write(response, message);
    };

    response.writeHead(200, {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-cache, no-transform',
      Connection: 'keep-alive',
      'X-Accel-Buffering': 'no',
    });
    response.write('retry: 1000\n\n');
    const unsubscribe = live.subscribe(send);
    const heartbeat = setInterval(() => response.write(': alive\n\n'), HEARTBEAT_EVERY_MS);
    response.on('close', () => {
      clearInterval(heartbeat);
      unsubscribe();
    });
    const lastEventId = request.get('Last-Event-ID');
    if (lastEventId !== undefined) for (const message of await live.since(lastEventId)) send(message);
  };
}

function write(response: Response, { event, id, data }: LiveMessage): void {
  if (response.writableLength > MAX_BACKLOG_BYTES) {
    response.destroy();
    return;
  }
  const idLine = id === undefined ? '' : `id: ${id}\n`;
  response.write(`${idLine}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}
