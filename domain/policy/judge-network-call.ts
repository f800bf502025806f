import type { ToolArguments } from './action.ts';
import { type Finding, findingOf, risky, unclear } from './finding.ts';
import { hostOf, judgeHost } from './hosts.ts';
import { addressesIn, argumentNamed } from './named-arguments.ts';
import { isProduction } from './production.ts';
import { quote } from './quote.ts';
import type { PolicyRules } from './rules.ts';

/** Every host has to be allowed; what sends something is RED, and so is what reaches production. */
export function judgeNetworkCall(tool: string, given: ToolArguments, rules: PolicyRules): readonly Finding[] {
  const { texts, isUnclear } = addressesIn(given);
  const addresses = [...new Set(texts)];
  return [
    ...(addresses.length === 0 || isUnclear
      ? [unclear('hostsAllowed', 'missing', `${quote(tool)} does not say which host it is about.`)]
      : []),
    ...addresses.flatMap((address) => [findingOf(judgeHost(address, rules)), ...production(address, rules)]),
    ...sending(tool, given),
  ];
}

function production(address: string, { productionTargets }: PolicyRules): readonly Finding[] {
  const host = hostOf(address);
  if (host === undefined || !isProduction(host, productionTargets)) return [];
  return [risky('productionTargets', host, 'RED', `${quote(host)} is production.`)];
}

const READING_METHODS = ['GET', 'HEAD', 'OPTIONS'];

function sending(tool: string, given: ToolArguments): readonly Finding[] {
  const method = argumentNamed(given, 'method', 'http_method', 'verb');
  const isReading = method === undefined || (typeof method === 'string' && isReadingMethod(method));
  const body = argumentNamed(given, 'body', 'data', 'json', 'form', 'form_data', 'payload', 'content', 'upload');
  if (isReading && body === undefined) return [];
  return [risky('toolRisks', 'sends', 'RED', `${quote(tool)} sends something, and does not only read.`)];
}

const isReadingMethod = (method: string): boolean => READING_METHODS.includes(method.trim().toUpperCase());
