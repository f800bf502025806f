import { isOperator, type Actor } from '../domain/actor.ts';
import type { ExecutorType } from '../domain/task/vocabulary.ts';
import { OperationError } from './errors.ts';

/** Who asks, as established from the credential. */
export type Caller =
  | { readonly kind: 'OWNER'; readonly actor: Actor }
  | { readonly kind: 'EXECUTOR'; readonly actor: Actor; readonly executorTypes: readonly ExecutorType[] }
  | {
      readonly kind: 'EXECUTION';
      readonly actor: Actor;
      readonly executionId: string;
      readonly leaseId: string;
    };

export type CallerKind = Caller['kind'];

/** @throws FORBIDDEN unless the caller is a person. */
function requirePerson(caller: Caller): Actor {
  if (caller.actor.kind !== 'HUMAN') throw new OperationError('FORBIDDEN', 'only a person may do this');
  return caller.actor;
}

/** @throws FORBIDDEN unless the caller is a person who may change things. */
export function requireOperator(caller: Caller): Actor {
  const actor = requirePerson(caller);
  if (!isOperator(actor)) throw new OperationError('FORBIDDEN', `${actor.name} may only read`);
  return actor;
}
