import { readAddress } from './address.ts';
import { LONGEST_MATCH, type Verdict } from './paths.ts';
import { isPrivate, plainAddress } from './private-networks.ts';
import { quote } from './quote.ts';
import type { PolicyRules } from './rules.ts';

export type HostRules = Pick<PolicyRules, 'hostsAllowed' | 'hostsBlocked' | 'unlisted'>;

/** May this URL or host be reached? Names are compared as a whole, each also stands for its subdomains. Never throws. */
export function judgeHost(address: string, rules: HostRules): Verdict {
  const refusal = refusedHost(address, rules);
  if (refusal) return refusal;
  const host = hostOf(address) ?? '';
  const match = rules.hostsAllowed.find((rule) => matchesHost(rule, host));
  if (match !== undefined) {
    return {
      decision: 'ALLOW',
      field: 'hostsAllowed',
      match,
      reason: `${quote(host)} is in hostsAllowed (${quote(match)}).`,
    };
  }
  const reason = `No rule of hostsAllowed names ${quote(host)}.`;
  return { decision: rules.unlisted, field: 'unlisted', match: host.slice(0, LONGEST_MATCH), reason };
}

/** Why nobody may reach a host, whatever is allowed; undefined when nothing forbids it. */
export function refusedHost(address: string, rules: HostRules): Verdict | undefined {
  const host = hostOf(address);
  if (host === undefined) {
    return denied('hostsBlocked', 'unreadable', `Nobody can tell which host ${quote(address)} is.`);
  }
  const match = rules.hostsBlocked.find((rule) => isBlockedBy(rule, host));
  if (match !== undefined) {
    return denied('hostsBlocked', match, `${quote(host)} is blocked by the rule ${quote(match)}.`);
  }
  if (!isPrivate(host) || rules.hostsAllowed.some((rule) => hostOf(rule) === host)) return undefined;
  const reason = `${quote(host)} is within the network of the machine: hostsAllowed has to name it itself.`;
  return denied('hostsAllowed', 'private networks', reason);
}

/** Why a rule cannot be used, as "must …", or undefined when it can. */
export function hostProblem(rule: string): string | undefined {
  if (rule === ANY_HOST) return undefined;
  return hostOf(withoutStar(rule)) === undefined || /[/?#@]/.test(rule) ? 'must be the name of a host' : undefined;
}

/** The host that a text names, normalised, as words about it and production rules see it. */
export function hostOf(address: string): string | undefined {
  const read = readAddress(address);
  return read && plainAddress(read.host);
}

const ANY_HOST = '*';

/** "*.example.com" is every subdomain, and not the name itself. */
function matchesHost(rule: string, host: string): boolean {
  if (rule === ANY_HOST) return true;
  const named = hostOf(withoutStar(rule));
  return named !== undefined && ((host === named && named === hostOf(rule)) || host.endsWith(`.${named}`));
}

/** A rule that nobody can read blocks everything. */
const isBlockedBy = (rule: string, host: string): boolean =>
  matchesHost(rule, host) || (rule !== ANY_HOST && hostOf(withoutStar(rule)) === undefined);

const withoutStar = (rule: string): string => rule.trim().replace(/^\*\./, '');

const denied = (field: Verdict['field'], match: string, reason: string): Verdict => ({
  decision: 'DENY',
  field,
  match,
  reason,
});
