import express, { type RequestHandler, type Router } from 'express';
import type { Caller } from '../operations/caller.ts';
import type { Credentials } from '../operations/credentials.ts';
import { OperationError } from '../operations/errors.ts';
import type { McpService } from '../mcp/service.ts';
import { authenticate, requireSameOrigin, usesSessionCookie } from './authentication.ts';
import { BODY_LIMIT, requireJson } from './mount.ts';

/** The Model Context Protocol: streamable HTTP without sessions, so that there is nothing but POST. */
export function mcpRouter(mcp: McpService, credentials: Credentials): Router {
  const router = express.Router();
  router.use(fromNoOtherSite, admitKeys(credentials));
  router.post('/', requireJson, express.json({ limit: BODY_LIMIT, strict: true }), async (request, response) => {
    await mcp.answer({ caller: response.locals.caller as Caller, request, response, body: request.body });
  });
  router.all('/', (_request, response) => {
    response.set('Allow', 'POST');
    throw Object.assign(new Error('there are no streams and no sessions here: send requests by POST'), { status: 405 });
  });
  return router;
}

/** The protocol asks servers to. A page whose name was rebound to this machine passes for one of ours, but has no key. */
const fromNoOtherSite: RequestHandler = (request, response, next) => {
  requireSameOrigin(request, 'requests from a browser');
  response.set('Cache-Control', 'no-store');
  next();
};

/** Before a body is read. A browser's session is not for programs. */
function admitKeys(credentials: Credentials): RequestHandler {
  return async (request, response, next) => {
    if (usesSessionCookie(request)) {
      throw new OperationError('UNAUTHENTICATED', 'send an API key as "Authorization: Bearer <key>"');
    }
    response.locals.caller = await authenticate(request, credentials);
    next();
  };
}
