import { canonical } from './input.ts';
import { MERGING, POLICY_FIELDS } from './fields.ts';
import type { PartialRules, PolicyField } from './rules.ts';

/** One difference between what two policies say. */
export interface RuleChange {
  readonly field: PolicyField;
  /** The entry of a map: a tool, a role, a limit. */
  readonly key?: string;
  readonly kind: 'ADDED' | 'REMOVED' | 'CHANGED';
  readonly before?: unknown;
  readonly after?: unknown;
}

/**
 * What became different from one policy to the other, in the order of fields. Lists that both have are compared entry by
 * entry, whatever the order; a list that only one of them has is one change, since without it the wider policy holds.
 */
export function changesBetween(one: PartialRules, other: PartialRules): readonly RuleChange[] {
  return POLICY_FIELDS.flatMap((field) => changesOf(field, one[field], other[field]));
}

function changesOf(field: PolicyField, before: unknown, after: unknown): readonly RuleChange[] {
  if (MERGING[field] === 'BY_KEY') return changesByKey(field, before, after);
  return Array.isArray(before) && Array.isArray(after)
    ? changesOfList(field, before, after)
    : changeOf({ field }, before, after);
}

function changesByKey(field: PolicyField, before: unknown, after: unknown): readonly RuleChange[] {
  const [one, other] = [entriesOf(before), entriesOf(after)];
  const keys = [...new Set([...one.keys(), ...other.keys()])];
  return keys.flatMap((key) => changeOf({ field, key }, one.get(key), other.get(key)));
}

const entriesOf = (value: unknown): ReadonlyMap<string, unknown> =>
  new Map(typeof value === 'object' && value !== null ? Object.entries(value) : []);

const changesOfList = (
  field: PolicyField,
  before: readonly unknown[],
  after: readonly unknown[],
): readonly RuleChange[] => [
  ...before
    .filter((entry) => !after.includes(entry))
    .map((entry): RuleChange => ({ field, kind: 'REMOVED', before: entry })),
  ...after
    .filter((entry) => !before.includes(entry))
    .map((entry): RuleChange => ({ field, kind: 'ADDED', after: entry })),
];

function changeOf(place: Pick<RuleChange, 'field' | 'key'>, before: unknown, after: unknown): readonly RuleChange[] {
  if (canonical(before) === canonical(after)) return [];
  if (before === undefined) return [{ ...place, kind: 'ADDED', after }];
  return after === undefined ? [{ ...place, kind: 'REMOVED', before }] : [{ ...place, kind: 'CHANGED', before, after }];
}
