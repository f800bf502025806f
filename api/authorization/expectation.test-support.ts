import { reaches } from '../../operations/authorization/access.ts';
import { ruleOf, type Operation } from '../../operations/authorization/matrix.ts';
import type { Identity } from './identities.test-support.ts';

/** What a caller can be told about who they are; ALLOWED includes every refusal for another reason. */
export type Outcome = 'ALLOWED' | 'NOBODY' | 'FORBIDDEN' | 'UNKNOWN';

/** What the matrix says about an identity and the project that everything in the test is about. */
export function expectedOf(identity: Identity, operation: Operation): Outcome {
  const { scope, least, kinds } = ruleOf(operation);
  if (scope === 'ANYBODY') return 'ALLOWED';
  if (identity.kind === undefined) return 'NOBODY';
  if (!kinds.includes(identity.kind)) return 'FORBIDDEN';
  if (scope === 'OWN') return 'ALLOWED';
  if (scope === 'INSTALLATION') return least === 'VIEWER' || identity.isInstallationAdmin ? 'ALLOWED' : 'FORBIDDEN';
  if (identity.kind === 'EXECUTION') return 'ALLOWED';
  if (!identity.seesProject) return 'UNKNOWN';
  if (identity.kind === 'AGENT') return 'ALLOWED';
  return reaches(identity.role, least) ? 'ALLOWED' : 'FORBIDDEN';
}
