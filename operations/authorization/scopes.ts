import type { ApiKeyKind } from '../../store/documents/identity.ts';
import type { CallerKind } from '../caller.ts';
import { OperationError } from '../errors.ts';
import { MATRIX, ruleOf, type Operation } from './matrix.ts';

const ACTS_AS: Readonly<Record<ApiKeyKind, CallerKind>> = {
  PERSONAL: 'PERSON',
  SERVICE: 'SERVICE',
  AGENT: 'AGENT',
  EXECUTOR: 'EXECUTOR',
};

/** "tasks" covers "tasks.read"; "tasks.read" covers itself. */
export const covers = (scope: string, operation: Operation): boolean =>
  operation === scope || operation.startsWith(`${scope}.`);

/** A scope that covers nothing which the kind of key may do is a mistake. @throws INVALID */
export function requireScopes(kind: ApiKeyKind, scopes: readonly string[]): void {
  const possible = (Object.keys(MATRIX) as Operation[]).filter((operation) =>
    ruleOf(operation).kinds.includes(ACTS_AS[kind]),
  );
  const errors = scopes.flatMap((scope, index) =>
    possible.some((operation) => covers(scope, operation))
      ? []
      : [{ path: `scopes.${index}`, message: `${scope} is nothing that a key of kind ${kind} may do` }],
  );
  if (errors.length > 0) throw new OperationError('INVALID', 'the scopes are not valid', { errors });
}
