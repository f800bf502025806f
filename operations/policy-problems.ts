import { globProblem } from '../domain/policy/glob.ts';
import { hostProblem } from '../domain/policy/hosts.ts';
import type { PolicyScope } from '../domain/policy/policy.ts';
import type { PartialRules, PolicyField } from '../domain/policy/rules.ts';
import type { Problem } from '../domain/rejection.ts';

/** Every action of an agent reads the policies that hold: they stay small. In characters of JSON. */
const RULES_LIMIT = 32_768;

type Check = (entry: string) => string | undefined;
type ListField = {
  [Field in PolicyField]: NonNullable<PartialRules[Field]> extends readonly string[] ? Field : never;
}[PolicyField];

/** What a policy says that could never do what it looks like, by field below `rules`. */
export function ruleProblems(scope: PolicyScope, rules: PartialRules): readonly Problem[] {
  const size = JSON.stringify(rules).length;
  if (size > RULES_LIMIT) {
    return [{ path: 'rules', message: `must be at most ${RULES_LIMIT} characters of JSON, and is ${size}` }];
  }
  return [...listProblems(rules), ...deadlineProblems(rules), ...loopProblems(rules), ...scopeProblems(scope, rules)];
}

const toolProblem: Check = (name) =>
  /^[A-Za-z*][\w.:*-]{0,99}$/.test(name) ? undefined : 'must be the name of a tool, with `*` for any part of it';

/** Commands are judged one by one: what joins several of them is never part of a word. */
const shellProblem: Check = (words) => {
  const strange = /[|&;<>()$`"'\\#]/.exec(words)?.[0];
  if (strange === undefined) return undefined;
  return `must be the first words of one command: ${strange} is never part of one`;
};

const CHECKS: Partial<Record<ListField, Check>> = {
  toolsAllowed: toolProblem,
  toolsBlocked: toolProblem,
  shellAllowed: shellProblem,
  shellBlocked: shellProblem,
  readPaths: globProblem,
  writePaths: globProblem,
  pathsBlocked: globProblem,
  hostsAllowed: hostProblem,
  hostsBlocked: hostProblem,
};

const listProblems = (rules: PartialRules): readonly Problem[] =>
  (Object.entries(CHECKS) as [ListField, Check][]).flatMap(([field, check]) =>
    (rules[field] ?? []).flatMap((entry, index) => problemAt(`rules.${field}.${index}`, check(entry))),
  );

function deadlineProblems(rules: PartialRules): readonly Problem[] {
  const { approvalExpiresInMinutes: expires, approvalEscalatesInMinutes: escalates } = rules;
  if (expires === undefined || escalates === undefined || escalates < expires) return [];
  const message = `must be fewer than the ${expires} minutes of approvalExpiresInMinutes`;
  return [{ path: 'rules.approvalEscalatesInMinutes', message }];
}

function loopProblems({ loops = {} }: PartialRules): readonly Problem[] {
  const { failures, failureWindow } = loops;
  if (failures === undefined || failureWindow === undefined || failures <= failureWindow) return [];
  return [{ path: 'rules.loops.failures', message: `must be at most the ${failureWindow} of failureWindow` }];
}

/** An agent comes and goes while its tasks stay, and what counts in a whole project is not a matter of one type or agent. */
function scopeProblems({ kind }: PolicyScope, rules: PartialRules): readonly Problem[] {
  if (kind === 'GLOBAL' || kind === 'PROJECT') return [];
  const ofTask = (['completionApproval', 'leadsMayComplete', 'loops'] as const).filter(
    (field) => kind === 'AGENT' && rules[field] !== undefined,
  );
  const isOfProject = rules.spawn?.activePerProject !== undefined;
  return [
    ...ofTask.map((field) => ({
      path: `rules.${field}`,
      message: 'is about tasks, not about an agent: say it for the project or a type of tasks',
    })),
    ...problemAt('rules.spawn.activePerProject', isOfProject ? 'counts in a whole project: say it there' : undefined),
  ];
}

const problemAt = (path: string, message: string | undefined): readonly Problem[] =>
  message === undefined ? [] : [{ path, message }];
