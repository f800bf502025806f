import type { ToolArguments } from './action.ts';
import { type Finding, findingOf, unclear } from './finding.ts';
import { judgeHost } from './hosts.ts';
import type { Surroundings } from './location.ts';
import { argumentNamed } from './named-arguments.ts';
import { judgePath } from './paths.ts';
import { isProduction } from './production.ts';
import { quote } from './quote.ts';
import type { PolicyRules } from './rules.ts';
import { judgeShell } from './shell/judge.ts';
import type { ShellRules, ShellVerdict } from './shell/rules.ts';
import { shellText } from './shell-text.ts';

/** Every command is judged by its grammar, in the folder that it runs in. Without a command nobody knows what would run. */
export function judgeShellCall(
  tool: string,
  given: ToolArguments,
  rules: PolicyRules,
  { workspace }: Surroundings,
): readonly Finding[] {
  const { commands, isUnclear } = shellText(given);
  const folder = argumentNamed(given, 'cwd', 'workdir', 'working_directory', 'directory', 'dir', 'folder', 'path');
  const surroundings = { workspace, ...(typeof folder === 'string' && { folder }) };
  return [
    ...(commands.length === 0
      ? [unclear('shell', 'missing', `${quote(tool)} does not say which command it runs.`)]
      : []),
    ...(isUnclear ? [unclear('shell', 'unclear', `Nobody can tell what ${quote(tool)} would run.`)] : []),
    ...judgeFolder(tool, folder, rules, workspace),
    ...commands.flatMap((command) => findingsOf(judgeShell(command, shellRules(rules, surroundings)))),
  ];
}

function judgeFolder(tool: string, folder: unknown, rules: PolicyRules, workspace?: string): readonly Finding[] {
  if (folder === undefined) return [];
  if (typeof folder === 'string') return [findingOf(judgePath(folder, 'readPaths', rules, { workspace }))];
  return [unclear('readPaths', 'unclear', `Nobody can tell in which folder ${quote(tool)} would run.`)];
}

const shellRules = (rules: PolicyRules, surroundings: Surroundings): ShellRules => ({
  allowed: rules.shellAllowed,
  blocked: rules.shellBlocked,
  unlisted: rules.unlisted,
  isReadable: (path) => judgePath(path, 'readPaths', rules, surroundings),
  isWritable: (path) => judgePath(path, 'writePaths', rules, surroundings),
  judgeHost: (host) => judgeHost(host, rules),
  isProduction: (word) => isProduction(word, rules.productionTargets),
});

/** Both lists of the verdict begin with what was strictest. */
function findingsOf({ decision, risk, rules, reasons }: ShellVerdict): readonly Finding[] {
  const fired = rules.map(({ field, match, decision: own }, index): Finding => {
    return { field, match, decision: own, reason: reasons[index] ?? '' };
  });
  const more = reasons
    .slice(rules.length)
    .map((reason): Finding => ({ field: 'shell', match: decision, decision, reason }));
  return [...fired, ...more, { field: 'shell', match: risk, decision, risk, reason: '' }];
}
