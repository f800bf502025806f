import type { AgentRole } from '../actor.ts';
import type { Risk } from '../task/vocabulary.ts';
import { RISKS } from '../task/vocabulary.ts';
import { BUILT_IN, DEFAULT_RULES } from './default-policy.ts';
import { entryKey, MERGING, POLICY_FIELDS } from './fields.ts';
import { type EffectivePolicy, type Policy, POLICY_SCOPES, type PolicyVersion, scopeKey } from './policy.ts';
import type { PartialRules, PolicyField, PolicyRules } from './rules.ts';

/**
 * What applies where all of these policies do: the more specific one says the last word, field by field, over what is built
 * in. Maps are merged key by key and block lists add up. Whatever order the policies come in, the answer is the same; of two
 * versions for one scope the newer one counts.
 */
export function effectivePolicy(policies: readonly Policy[]): EffectivePolicy {
  const layers = newestFromWidest(policies).map((policy): Layer => ({
    rules: policy.rules,
    version: versionOf(policy),
  }));
  const rules = layers.reduce<PolicyRules>((wider, layer) => mergeRules(wider, layer.rules), DEFAULT_RULES);
  return {
    rules: { ...rules, autonomy: monotone(rules.autonomy) },
    versions: [BUILT_IN, ...layers.map(({ version }) => version)],
    origins: originsOf(layers),
    entryOrigins: entryOriginsOf(layers),
  };
}

interface Layer {
  readonly rules: PartialRules;
  readonly version: PolicyVersion;
}

const versionOf = ({ scope, version }: Policy): PolicyVersion => ({ scope: scopeKey(scope), version });

function newestFromWidest(policies: readonly Policy[]): readonly Policy[] {
  const newest = new Map<string, Policy>();
  for (const policy of policies) {
    const key = scopeKey(policy.scope);
    if (policy.version >= (newest.get(key)?.version ?? 0)) newest.set(key, policy);
  }
  return [...newest]
    .sort(([oneKey, one], [otherKey, other]) => width(one) - width(other) || compare(oneKey, otherKey))
    .map(([, policy]) => policy);
}

const width = ({ scope }: Policy): number => POLICY_SCOPES.indexOf(scope.kind);

/** By code units, so that every machine sorts alike. */
const compare = (one: string, other: string): number => Number(one > other) - Number(one < other);

function mergeRules(wider: PolicyRules, specific: PartialRules): PolicyRules {
  const changed = POLICY_FIELDS.filter((field) => specific[field] !== undefined).map((field) => [
    field,
    mergeField(field, wider[field], specific[field]),
  ]);
  return { ...wider, ...Object.fromEntries(changed) };
}

function mergeField(field: PolicyField, wider: unknown, specific: unknown): unknown {
  switch (MERGING[field]) {
    case 'REPLACED':
      return specific;
    case 'ADDED':
      return [...new Set([...entries(wider), ...entries(specific)])];
    case 'BY_KEY':
      return { ...keyed(wider), ...definedOnly(keyed(specific)) };
  }
}

const entries = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const keyed = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {});

const definedOnly = (map: object): object =>
  Object.fromEntries(Object.entries(map).filter(([, value]) => value !== undefined));

/**
 * Whoever asks for one risk asks for every higher one, and a less autonomous role for all that a more autonomous one asks
 * for. Otherwise a stricter rule somewhere could make something freer.
 */
function monotone(autonomy: PolicyRules['autonomy']): Record<AgentRole, readonly Risk[]> {
  const lowest = (asked: readonly Risk[]): number => {
    const places = asked.map((risk) => RISKS.indexOf(risk)).filter((place) => place !== -1);
    return Math.min(RISKS.length, ...places);
  };
  const lead = lowest(autonomy.LEAD);
  const specialist = Math.min(lead, lowest(autonomy.SPECIALIST));
  const intern = Math.min(specialist, lowest(autonomy.INTERN));
  return { INTERN: RISKS.slice(intern), SPECIALIST: RISKS.slice(specialist), LEAD: RISKS.slice(lead) };
}

function originsOf(layers: readonly Layer[]): Record<PolicyField, PolicyVersion> {
  const builtIn = Object.fromEntries(POLICY_FIELDS.map((field) => [field, BUILT_IN]));
  const said = layers.flatMap(({ rules, version }) =>
    POLICY_FIELDS.filter((field) => rules[field] !== undefined).map((field) => [field, version] as const),
  );
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- made of every field
  return { ...builtIn, ...Object.fromEntries(said) } as Record<PolicyField, PolicyVersion>;
}

/** Of a block list the first that names an entry, of a map the last. */
function entryOriginsOf(layers: readonly Layer[]): Record<string, PolicyVersion> {
  const origins = new Map<string, PolicyVersion>();
  for (const { rules, version } of layers) {
    for (const field of POLICY_FIELDS) {
      for (const entry of ownEntries(field, rules)) {
        const key = entryKey(field, entry);
        if (MERGING[field] === 'BY_KEY' || !origins.has(key)) origins.set(key, version);
      }
    }
  }
  return Object.fromEntries(origins);
}

function ownEntries(field: PolicyField, rules: PartialRules): readonly string[] {
  if (MERGING[field] === 'REPLACED') return [];
  if (MERGING[field] === 'BY_KEY') return Object.keys(definedOnly(keyed(rules[field])));
  const builtIn = entries(DEFAULT_RULES[field]);
  return entries(rules[field])
    .filter((entry) => typeof entry === 'string' && !builtIn.includes(entry))
    .map(String);
}
