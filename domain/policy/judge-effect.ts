import type { OutsideEffect, PolicyAction, ToolArguments } from './action.ts';
import { looksLikeAddress } from './address.ts';
import { type Finding, findingOf, risky } from './finding.ts';
import { judgeHost, refusedHost } from './hosts.ts';
import { argumentNamed, textsIn } from './named-arguments.ts';
import { isProduction, looksLikeTarget } from './production.ts';
import { quote } from './quote.ts';
import type { PolicyRules } from './rules.ts';

type EffectAction = Extract<PolicyAction, { kind: OutsideEffect }>;

/** Something that leaves Mission Control: how risky its kind is, where it goes, and whether it overwrites what is there. */
export function judgeEffect({ kind, target, force }: EffectAction, rules: PolicyRules): readonly Finding[] {
  return [
    risky('actionRisks', kind, rules.actionRisks[kind], `${kind} is ${rules.actionRisks[kind]}.`),
    ...(target === undefined ? [] : judgeTargets([target], kind, rules)),
    ...(force === true || overwrites(target ?? '') ? [overwriting(kind)] : []),
  ];
}

/** The same for a tool that has such an effect. */
export function judgeEffectCall(effect: OutsideEffect, given: ToolArguments, rules: PolicyRules): readonly Finding[] {
  const targets = textsIn(given, () => false).filter(looksLikeTarget);
  const forced = argumentNamed(
    given,
    'force',
    'force_with_lease',
    'force_push',
    'overwrite',
    'mirror',
    'delete',
    'prune',
  );
  return [
    risky('actionRisks', effect, rules.actionRisks[effect], `${effect} is ${rules.actionRisks[effect]}.`),
    ...judgeTargets(targets, effect, rules),
    ...(forced !== undefined || targets.some(overwrites) ? [overwriting(effect)] : []),
  ];
}

/** "+main" and ":main" are how git writes that a branch is overwritten or deleted. */
const overwrites = (text: string): boolean =>
  /^(?:--force|--force-with-lease|--mirror|--delete|--prune)(?:$|=)|^-[a-z]*[fd][a-z]*$|^[+:]\S/.test(text.trim());

const overwriting = (effect: OutsideEffect): Finding =>
  risky('actionRisks', effect, 'RED', `${effect} overwrites or deletes what is there.`);

function judgeTargets(targets: readonly string[], effect: OutsideEffect, rules: PolicyRules): readonly Finding[] {
  return [...new Set(targets)].flatMap((target) => [
    ...judgeAddress(target, effect, rules),
    ...(isProduction(target, rules.productionTargets)
      ? [risky('productionTargets', target, 'RED', `${quote(target)} is production.`)]
      : []),
  ]);
}

/** Code is pushed to listed hosts only; of everything else people see where it goes before they approve. */
function judgeAddress(target: string, effect: OutsideEffect, rules: PolicyRules): readonly Finding[] {
  if (!looksLikeAddress(target)) return [];
  const verdict = effect === 'GIT_PUSH' ? judgeHost(target, rules) : refusedHost(target, rules);
  return verdict ? [findingOf(verdict)] : [];
}
