import type { Actor } from '../domain/actor.ts';
import type { PolicyScope } from '../domain/policy/policy.ts';
import { authorize, authorizeKind } from './authorization/authorize.ts';
import type { Caller } from './caller.ts';

/** Whether a caller may see the policies of a scope: GLOBAL ones hold for everybody. @throws FORBIDDEN, NOT_FOUND */
export function authorizeReading(caller: Caller, scope: PolicyScope, what: string): void {
  if (scope.kind === 'GLOBAL') authorizeKind(caller, 'policies.readGlobal');
  else authorize(caller, 'policies.read', scope.project, what);
}

/**
 * Whether a caller may say what holds in a scope, and as whom.
 * @param what the thing asked for, in words: to somebody who does not see the project it does not exist.
 * @throws FORBIDDEN, NOT_FOUND
 */
export function authorizeRuling(
  caller: Caller,
  operation: 'policies.publish' | 'policies.activate',
  scope: PolicyScope,
  what?: string,
): Actor {
  if (scope.kind !== 'GLOBAL') return authorize(caller, operation, scope.project, what);
  authorizeKind(caller, 'policies.publishGlobal');
  return caller.actor;
}
