import type { Response } from 'express';
import { z } from 'zod';
import type { LiveMessage } from '../../operations/live-feed.ts';
import type { Operations } from '../../operations/operations.ts';
import { projectSlug } from '../../operations/schemas/common.ts';
import { defineRoute, type Route } from '../route.ts';

const HEARTBEAT_EVERY_MS = 15_000;
/** A listener that falls behind by this many bytes is cut off: it comes back and catches up. */
const MAX_BACKLOG_BYTES = 1_000_000;

/** Server-Sent Events: what changes, as it changes; `Last-Event-ID` picks up where a listener was cut off. */
export const streamRoutes = ({ live }: Operations): Route[] => [
  defineRoute({
    method: 'get',
    path: '/stream',
    tag: 'Live',
    summary: 'Listen to what changes',
    operation: 'stream.listen',
    query: z.strictObject({ project: projectSlug.optional() }),
    answers: {
      200: {
        description: 'Events task.changed and execution.progress, as they happen',
        schema: z.string(),
        mediaType: 'text/event-stream',
      },
    },
    handle: async ({ query, request, response, signal }) => {
      const send = (message: LiveMessage) => {
        if (query.project === undefined || message.data.projectId === query.project) write(response, message);
      };
      open(response);
      const unsubscribe = live.subscribe(send);
      const heartbeat = setInterval(() => response.write(': alive\n\n'), HEARTBEAT_EVERY_MS);
      signal.addEventListener('abort', () => {
        clearInterval(heartbeat);
        unsubscribe();
      });
      const lastEventId = request.get('Last-Event-ID');
      if (lastEventId !== undefined) for (const message of await live.since(lastEventId)) send(message);
      return undefined;
    },
  }),
];

function open(response: Response): void {
  response.writeHead(200, {
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-cache, no-transform',
    Connection: 'keep-alive',
    'X-Accel-Buffering': 'no',
  });
  response.write('retry: 1000\n\n');
}

function write(response: Response, { event, id, data }: LiveMessage): void {
  if (response.writableLength > MAX_BACKLOG_BYTES) {
    response.destroy();
    return;
  }
  const idLine = id === undefined ? '' : `id: ${id}\n`;
  response.write(`${idLine}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}
