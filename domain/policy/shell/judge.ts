import { parse } from 'unbash';
import { judgeCharacters } from './characters.ts';
import { DEEPEST, type ShellContext } from './context.ts';
import { blocked, combine, type Judgement, judgementOf, unclear, verdictOf } from './finding.ts';
import { judgeInvocation } from './invocation.ts';
import type { ShellRules, ShellVerdict } from './rules.ts';
import { judgeNode } from './syntax.ts';

/**
 * Judges the text of a shell command by its grammar: every simple command in it, wherever it hides, has to be allowed by
 * itself, and so have the files it is connected with. What is not understood is never allowed. Total: it never throws.
 */
export function judgeShell(command: string, rules: ShellRules): ShellVerdict {
  const unreadable = judgeCharacters(command);
  if (unreadable.some(({ match }) => match === 'LENGTH')) return verdictOf(judgementOf(unreadable));
  const judged = judgeIn([], command, rules);
  const folders = foldersOf(judged);
  const lost = folders.length > MOST_FOLDERS ? [unclear('PATH', 'The command changes its folder too often.')] : [];
  const followed = folders.length === 0 || lost.length > 0 ? judged : judgeIn(folders, command, rules);
  const judgements = [judgementOf([...unreadable, ...lost]), followed];
  return verdictOf(combine([...judgements, judgeTogether(combine(judgements))]));
}

const judgeIn = (folders: readonly string[], command: string, rules: ShellRules): Judgement =>
  judgeScript(command, { rules, folders, depth: 0, judgeScript, judgeWords: judgeInvocation });

/** A script that cannot be parsed completely is not allowed; what can be read of it may still be blocked. */
function judgeScript(source: string, context: ShellContext): Judgement {
  if (context.depth > DEEPEST) return judgementOf([unclear('DEPTH', 'Commands are nested too deeply.')]);
  return judgeNode(parse(source), context);
}

/** Where the command may be after each `cd`, one by one and one after another. */
function foldersOf({ commands }: Judgement): readonly string[] {
  const targets = commands.flatMap(([name, folder]) => (name === 'cd' && folder !== undefined ? [folder] : []));
  const together = targets.map((_target, index) =>
    targets.slice(0, index + 1).reduce((folder, next) => (next.startsWith('/') ? next : `${folder}/${next}`)),
  );
  return [...new Set([...targets, ...together])];
}

const MOST_FOLDERS = 16;

/** What is harmless alone may not come together: fetching something and running it. */
function judgeTogether({ traits }: Judgement): Judgement {
  if (!traits.includes('RUNS_INPUT') || traits.length === 1) return judgementOf([]);
  const [match, how] = traits.includes('DOWNLOADS')
    ? (['download | shell', 'downloads something and runs it'] as const)
    : (['decode | shell', 'unwraps something and runs it'] as const);
  return judgementOf([blocked(match, `The command ${how}: always blocked.`)]);
}
