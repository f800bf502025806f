import { verify } from '@octokit/webhooks-methods';
import express, { type Request, type Router } from 'express';
import { z } from 'zod';
import { readDelivery, type DeliveryPayload } from '../integrations/github/deliveries.ts';
import { OperationError } from '../operations/errors.ts';
import type { Operations } from '../operations/operations.ts';

/** GitHub sends no more than this. */
const DELIVERY_LIMIT = '25mb';

const headersSchema = z.object({
  'x-github-event': z.string().regex(/^[a-z0-9_]{1,60}$/),
  'x-github-delivery': z.string().regex(/^[\w-]{1,80}$/),
  'x-hub-signature-256': z.string().regex(/^sha256=[0-9a-f]{64}$/),
});

/** Where GitHub tells what is new: a workflow deals with it, and once that has begun the delivery is confirmed. */
export function githubHook(operations: Operations): Router {
  const router = express.Router();
  const raw = express.raw({ type: () => true, limit: DELIVERY_LIMIT });
  router.post('/', requireHeaders, raw, async (request, response) => {
    const headers = headersSchema.parse(request.headers);
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const connections = await signers(operations, body.toString('utf8'), headers['x-hub-signature-256']);
    const { 'x-github-event': event, 'x-github-delivery': delivery } = headers;
    const payload = parsed(request, body);
    const changes = readDelivery(event, payload);
    const about = connections.filter(({ repositoryId }) => repositoryId === payload.repository?.id);
    const results = await Promise.all(about.map((one) => operations.github.deliver(one, delivery, event, changes)));
    const outcome = results.find((result) => result !== 'IGNORED') ?? 'IGNORED';
    response.status(outcome === 'TAKEN' ? 202 : 200).json({ outcome });
  });
  return router;
}

/** Before a body is read: strangers without a signature do not get to send one. */
const requireHeaders: express.RequestHandler = (request, _response, next) => {
  if (!headersSchema.safeParse(request.headers).success) {
    throw new OperationError('UNAUTHENTICATED', 'this is not a delivery of a GitHub webhook with a secret');
  }
  next();
};

/** The connections whose secret has signed exactly these bytes. @throws UNAUTHENTICATED when there is none */
async function signers({ github }: Operations, body: string, signature: string) {
  const known = await github.hookSecrets();
  const found = await Promise.all(
    known.map(async ({ connection, secret }) =>
      body !== '' && (await verify(secret, body, signature)) ? [connection] : [],
    ),
  );
  const connections = found.flat();
  if (connections.length > 0) return connections;
  throw new OperationError('UNAUTHENTICATED', 'this was not signed with the secret of a connected repository');
}

/** JSON, also where the webhook was set up to send a form. @throws INVALID */
function parsed(request: Request, body: Buffer): DeliveryPayload {
  const text = body.toString('utf8');
  const isForm = request.is('application/x-www-form-urlencoded') !== false && request.is('json') === false;
  try {
    const value: unknown = JSON.parse(isForm ? (new URLSearchParams(text).get('payload') ?? '') : text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as DeliveryPayload;
  } catch {
    // The answer is the same.
  }
  throw new OperationError('INVALID', 'the payload is not JSON');
}
