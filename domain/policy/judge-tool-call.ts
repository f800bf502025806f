import type { PolicyAction, ToolArguments } from './action.ts';
import { looksLikeAddress } from './address.ts';
import type { PolicySubject } from './decision.ts';
import { denied, type Finding, findingOf, risky, unclear } from './finding.ts';
import { refusedHost } from './hosts.ts';
import { judgeEffectCall } from './judge-effect.ts';
import { judgeFileCall } from './judge-file-call.ts';
import { judgeNetworkCall } from './judge-network-call.ts';
import { judgeShellCall } from './judge-shell-call.ts';
import { judgeToolName } from './judge-tool-name.ts';
import type { Surroundings } from './location.ts';
import { addressesIn, isPathName, pathsIn, textsIn } from './named-arguments.ts';
import { refusedPath, type Verdict } from './paths.ts';
import { isProduction, looksLikeTarget } from './production.ts';
import { quote } from './quote.ts';
import type { PolicyRules } from './rules.ts';
import { findSecrets } from './secrets/secrets.ts';
import { type KnownTool, knownTool } from './tools.ts';

type ToolCall = Extract<PolicyAction, { kind: 'TOOL_CALL' }>;

/** Everything there is to say of a tool call, but for who makes it. */
export function judgeToolCall(call: ToolCall, subject: PolicySubject, rules: PolicyRules): readonly Finding[] {
  const given: ToolArguments = isRecord(call.arguments) ? call.arguments : {};
  const known = knownTool(call.tool);
  return [
    ...judgeToolName(call.tool, subject, rules),
    ...judgeByKind(call.tool, given, known, rules, { workspace: subject.workspace }),
    ...secretsIn(call),
  ];
}

const isRecord = (value: unknown): value is ToolArguments =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function judgeByKind(
  tool: string,
  given: ToolArguments,
  known: KnownTool | undefined,
  rules: PolicyRules,
  surroundings: Surroundings,
): readonly Finding[] {
  switch (known?.kind) {
    case 'SHELL':
      return judgeShellCall(tool, given, rules, surroundings);
    case 'READER':
    case 'WRITER':
      return judgeFileCall(tool, given, known, rules, surroundings);
    case 'NETWORK':
      return [
        ...judgeNetworkCall(tool, given, rules),
        ...(known.writes === true ? judgeFileCall(tool, given, known, rules, surroundings) : []),
      ];
    case 'OUTSIDE':
      return known.effect ? judgeEffectCall(known.effect, given, rules) : [];
    case 'CODE':
      return [unclear('toolRisks', tool, `Nobody takes apart what ${quote(tool)} would run.`)];
    case 'OTHER':
    case undefined:
      return judgeLoosely(given, known, rules, surroundings);
  }
}

/** Of a tool whose arguments nobody knows: what is blocked stays blocked, and production is RED. */
function judgeLoosely(
  given: ToolArguments,
  known: KnownTool | undefined,
  rules: PolicyRules,
  surroundings: Surroundings,
): readonly Finding[] {
  const refusals = [
    ...pathsIn(given, true).texts.map((path) => refusedPath(path, rules, surroundings)),
    ...addressesIn(given).texts.map((address) => refusedAddress(address, rules)),
  ];
  const targets = known?.risk === 'GREEN' ? [] : textsIn(given, isPathName).filter(looksLikeTarget);
  const production = [...new Set(targets)].filter((target) => isProduction(target, rules.productionTargets));
  return [
    ...refusals.filter((verdict) => verdict !== undefined).map(findingOf),
    ...production.map((target) => risky('productionTargets', target, 'RED', `${quote(target)} is production.`)),
  ];
}

/** A bare word need not be a host: it is one when it is blocked as one. */
function refusedAddress(text: string, rules: PolicyRules): Verdict | undefined {
  const refusal = refusedHost(text, rules);
  const isHost = looksLikeAddress(text) || rules.hostsBlocked.includes(refusal?.match ?? '');
  return isHost ? refusal : undefined;
}

/** What is too deep to look into is refused: two such calls could not be told apart afterwards. */
function secretsIn(call: ToolCall): readonly Finding[] {
  return findSecrets({ tool: call.tool, arguments: call.arguments }).map(({ path, kind }) =>
    kind === 'TOO_DEEP'
      ? denied('secrets', kind, 'The arguments are nested too deeply, or have too many parts, to be judged.')
      : risky('secrets', kind, 'RED', `The call carries a secret (${kind} in ${quote(path)}).`),
  );
}
