import { randomUUID } from 'node:crypto';
import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import { rateLimit } from 'express-rate-limit';
import { z } from 'zod';
import { authorizeKind } from '../operations/authorization/authorize.ts';
import { ruleOf, type Operation } from '../operations/authorization/matrix.ts';
import type { Credentials } from '../operations/credentials.ts';
import { OperationError } from '../operations/errors.ts';
import { idempotencyKeySchema } from '../operations/schemas/common.ts';
import { authenticate, requireSameOrigin } from './authentication.ts';
import { isEventStream } from './event-stream.ts';
import type { RequestTroubles } from './request-trouble.ts';
import type { Route } from './route.ts';

/** Largest JSON that is taken. */
export const BODY_LIMIT = '512kb';
const FAILURES_PER_MINUTE = 10;

/** Turns the routes of the contract into express handlers. */
export function mountRoutes(
  router: Router,
  routes: readonly Route[],
  credentials: Credentials,
  troubles: RequestTroubles,
): void {
  const parseJson = express.json({ limit: BODY_LIMIT, strict: true });
  for (const route of routes) {
    const path = route.path.replaceAll(/\{(\w+)\}/g, ':$1');
    const isForAnybody = ruleOf(route.operation).scope === 'ANYBODY';
    const access = isForAnybody ? [fromOurPages, throttleFailures()] : [admit(route.operation, credentials)];
    const handlers = route.body ? [requireJson, parseJson] : [];
    router[route.method](path, watch(route, troubles), ...access, ...handlers, handle(route));
  }
}

/** Notes how the request ended, except for those that go on until somebody hangs up. */
function watch({ method, path }: Route, troubles: RequestTroubles): RequestHandler {
  return (request, response, next) => {
    const startedAt = performance.now();
    response.once('close', () => {
      if (isEventStream(response)) return;
      const milliseconds = Math.round(performance.now() - startedAt - waitingTime(request));
      const operation = `${method.toUpperCase()} ${path}`;
      troubles.note({ operation, status: response.statusCode, milliseconds, request: request.id as string });
    });
    next();
  };
}

/** How long the caller is content to wait for something to happen, in milliseconds. */
function waitingTime({ query, body }: Request): number {
  const { waitSeconds } = { ...(body as { waitSeconds?: unknown } | undefined), ...query };
  const seconds = Number(waitSeconds ?? 0);
  return Number.isFinite(seconds) ? seconds * 1_000 : 0;
}

/** Before a body is read: strangers do not get to send one. */
function admit(operation: Operation, credentials: Credentials): RequestHandler {
  return async (request, response, next) => {
    const caller = await authenticate(request, credentials);
    authorizeKind(caller, operation);
    response.locals.caller = caller;
    next();
  };
}

/** Another site must not sign a browser in either. */
const fromOurPages: RequestHandler = (request, _response, next) => {
  requireSameOrigin(request);
  next();
};

/** Guessing a credential must be slow. */
function throttleFailures(): RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit: FAILURES_PER_MINUTE,
    skipSuccessfulRequests: true,
    standardHeaders: 'draft-7',
    legacyHeaders: false,
    handler: (_request, _response, next) =>
      next(new OperationError('TOO_MANY_ATTEMPTS', 'too many failed attempts: wait a minute')),
  });
}

export const requireJson: RequestHandler = (request, _response, next) => {
  if (request.is('application/json') === false) {
    throw Object.assign(new Error('the body must be JSON, sent as application/json'), { status: 415 });
  }
  next();
};

function handle(route: Route): RequestHandler {
  return async (request, response) => {
    const answer = await route.handle({
      caller: response.locals.caller,
      params: parse(route.params, request.params),
      query: parse(route.query ?? z.strictObject({}), request.query),
      body: parse(route.body, request.body ?? {}),
      idempotencyKey: idempotencyKeyOf(request),
      signal: hangUpSignal(response),
      request,
      response,
    });
    if (answer === undefined) return;
    if (answer.body === undefined) response.status(answer.status).end();
    else response.status(answer.status).json(answer.body);
  };
}

const parse = (schema: z.ZodType | undefined, value: unknown): unknown => schema?.parse(value);

function idempotencyKeyOf(request: Request): string {
  const parsed = idempotencyKeySchema.optional().safeParse(request.get('Idempotency-Key'));
  if (parsed.success) return parsed.data ?? randomUUID();
  const message = parsed.error.issues[0]?.message ?? 'is not valid';
  throw new OperationError('INVALID', `Idempotency-Key ${message}`, { errors: [{ path: 'Idempotency-Key', message }] });
}

function hangUpSignal(response: Response): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => controller.abort());
  return controller.signal;
}
