import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { executionIdOfLease } from '../domain/ids.ts';

/** What is stored of a secret that somebody else holds. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');

const EXECUTION_TOKEN_PREFIX = 'mc_lease_';

/** A bearer token for one lease: signed, so that nothing has to be stored. */
export const executionToken = (leaseId: string, secret: string): string =>
  `${EXECUTION_TOKEN_PREFIX}${leaseId}.${signature(leaseId, secret)}`;

/** The lease and execution that a token is for, or undefined when it is not one of ours. */
export function readExecutionToken(
  token: string,
  secret: string,
): { leaseId: string; executionId: string } | undefined {
  if (!token.startsWith(EXECUTION_TOKEN_PREFIX)) return undefined;
  const [leaseId = '', given = ''] = token.slice(EXECUTION_TOKEN_PREFIX.length).split('.');
  const expected = Buffer.from(signature(leaseId, secret));
  const actual = Buffer.from(given);
  const isOurs = expected.length === actual.length && timingSafeEqual(expected, actual);
  return isOurs ? { leaseId, executionId: executionIdOfLease(leaseId) } : undefined;
}

const signature = (leaseId: string, secret: string): string =>
  createHmac('sha256', secret).update(`lease:${leaseId}`).digest('base64url');
