import { BUILT_IN } from './default-policy.ts';
import type { FiredRule } from './decision.ts';
import { entryKey, MERGING } from './fields.ts';
import type { EffectivePolicy, PolicyVersion } from './policy.ts';
import type { PolicyField } from './rules.ts';

/** Which version of which policy a rule comes from. Undefined for what no policy says, such as the status of an agent. */
export function originOf(field: FiredRule['field'], match: string, policy: EffectivePolicy): PolicyVersion | undefined {
  if (!isPolicyField(field)) return undefined;
  if (MERGING[field] === 'REPLACED') return policy.origins[field];
  const key = entryKey(field, match);
  return Object.hasOwn(policy.entryOrigins, key) ? policy.entryOrigins[key] : BUILT_IN;
}

const isPolicyField = (field: FiredRule['field']): field is PolicyField => Object.hasOwn(MERGING, field);

/** "project policy v3", as it is said in a sentence. */
export function originInWords({ scope, version }: PolicyVersion): string {
  const [kind = '', , name] = scope.split(':');
  if (kind === BUILT_IN.scope) return 'built in';
  return `${kind === 'TASK_TYPE' && name !== undefined ? name : kind.toLowerCase()} policy v${version}`;
}
