import type { PolicySubject } from './decision.ts';
import { denied, type Finding, risky, unclear } from './finding.ts';
import { quote } from './quote.ts';
import { riskOfTool } from './risk.ts';
import type { PolicyRules } from './rules.ts';
import { spelling } from './tools.ts';
import { matchesWildcard } from './wildcard.ts';

const LONGEST_NAME = 200;

/** What the name of a tool alone decides: the lists of tools, the agent's own list, the risk. */
export function judgeToolName(tool: string, subject: PolicySubject, rules: PolicyRules): readonly Finding[] {
  return [
    ...unreadable(tool),
    ...rules.toolsBlocked
      .filter((pattern) => blocksTool(pattern, tool))
      .map((pattern) => denied('toolsBlocked', pattern, `${quote(tool)} is blocked by the rule ${quote(pattern)}.`)),
    ...notListed(tool, rules.toolsAllowed, 'toolsAllowed', 'No rule of toolsAllowed names'),
    ...(subject.allowedTools.length === 0
      ? []
      : notListed(tool, subject.allowedTools, 'agent.allowedTools', `${subject.name} has no tool`)),
    riskFinding(tool, rules),
  ];
}

const unreadable = (tool: string): readonly Finding[] =>
  tool.trim() !== '' && tool.length <= LONGEST_NAME && tool.isWellFormed() && !/[\s\p{C}]/u.test(tool)
    ? []
    : [unclear('toolRisks', 'unreadable', `Nobody can tell which tool ${quote(tool)} is.`)];

function notListed(
  tool: string,
  list: readonly string[],
  field: 'toolsAllowed' | 'agent.allowedTools',
  words: string,
): readonly Finding[] {
  if (list.some((pattern) => matchesWildcard(pattern, tool))) return [];
  return [denied(field, tool, `${words} ${quote(tool)}.`)];
}

function riskFinding(tool: string, rules: PolicyRules): Finding {
  const { risk, entry } = riskOfTool(tool, rules.toolRisks);
  if (entry !== undefined) return { ...risky('toolRisks', risk, risk, `${quote(tool)} is ${risk}.`), entry };
  return risky('toolRisks', risk, risk, `Nobody has classified ${quote(tool)}: it counts as ${risk}.`);
}

/** However the name is spelled, and whichever server the tool belongs to. */
function blocksTool(pattern: string, tool: string): boolean {
  const names = [tool, tool.split(/__|[.:/]/).at(-1) ?? tool];
  return names.some(
    (name) =>
      matchesWildcard(inWords(pattern), inWords(name)) ||
      (!/[*?]/.test(pattern) && spelling(pattern) === spelling(name)),
  );
}

/** "WebFetch" and "web-fetch" as "web_fetch". */
const inWords = (name: string): string =>
  name
    .normalize('NFKC')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll('-', '_');
