import type { Request, Response } from 'express';
import { z } from 'zod';
import { authorizeKind } from '../../operations/authorization/authorize.ts';
import { hears } from '../../operations/authorization/hears.ts';
import type { Caller } from '../../operations/caller.ts';
import type { Credentials } from '../../operations/credentials.ts';
import { OperationError } from '../../operations/errors.ts';
import type { LiveMessage } from '../../operations/live-feed.ts';
import type { Operations } from '../../operations/operations.ts';
import { projectSlug } from '../../operations/schemas/common.ts';
import { authenticate } from '../authentication.ts';
import { defineRoute, type Route } from '../route.ts';

const HEARTBEAT_EVERY_MS = 15_000;
/** Somebody whose access has ended hears nothing more after this long. */
const ACCESS_CHECKED_EVERY_MS = 5_000;
/** A listener that falls behind by this many bytes is cut off: it comes back and catches up. */
const MAX_BACKLOG_BYTES = 1_000_000;

/** Server-Sent Events: what changes, as it changes; `Last-Event-ID` picks up where a listener was cut off. */
export const streamRoutes = ({ live, credentials }: Operations): Route[] => [
  defineRoute({
    method: 'get',
    path: '/stream',
    tag: 'Live',
    summary: 'Listen to what changes in the projects that the caller sees',
    operation: 'stream.listen',
    query: z.strictObject({
      project: projectSlug.optional(),
      /** Instead of the header, which a new EventSource cannot send. */
      lastEventId: z.string().max(40).optional(),
    }),
    answers: {
      200: {
        description:
          'Events task.changed, execution.progress, alert.changed, agent.changed, project.changed, policy.changed, activity.created, notification.created, standup.created and view.changed, as they happen; heartbeat every 15 seconds; gap where more was missed than is told again',
        schema: z.string(),
        mediaType: 'text/event-stream',
      },
    },
    handle: async ({ caller, query, request, response, signal }) => {
      let current = caller;
      const send = (message: LiveMessage) => {
        if (concerns(message, query.project) && hears(current, message)) write(response, message);
      };
      open(response);
      const unsubscribe = live.subscribe(send);
      const heartbeat = setInterval(() => response.write('event: heartbeat\ndata: {}\n\n'), HEARTBEAT_EVERY_MS);
      const check = setInterval(() => {
        void callerNow(request, credentials, current).then((found) => {
          if (found) current = found;
          else response.end();
        });
      }, ACCESS_CHECKED_EVERY_MS);
      signal.addEventListener('abort', () => {
        clearInterval(heartbeat);
        clearInterval(check);
        unsubscribe();
      });
      // A browser that resumes by itself sends the header, with a newer id than its address has.
      const lastEventId = request.get('Last-Event-ID') ?? query.lastEventId;
      if (lastEventId === undefined) return undefined;
      const { messages, isComplete } = await live.since(lastEventId);
      for (const message of messages) send(message);
      if (!isComplete) response.write('event: gap\ndata: {}\n\n');
      return undefined;
    },
  }),
];

/** A listener to one project also hears what is for themselves, and what concerns every project. */
const concerns = (message: LiveMessage, project: string | undefined): boolean =>
  project === undefined ||
  message.projectId === project ||
  message.event === 'notification.created' ||
  (message.event === 'project.changed' && message.projectId === undefined);

/** Who listens, with the access they have now; undefined when they may not any more. */
async function callerNow(request: Request, credentials: Credentials, known: Caller): Promise<Caller | undefined> {
  try {
    const caller = await authenticate(request, credentials);
    authorizeKind(caller, 'stream.listen');
    return caller;
  } catch (error) {
    return error instanceof OperationError && error.code === 'UNAVAILABLE' ? known : undefined;
  }
}

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
