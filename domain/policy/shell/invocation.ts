import { judgeBlocks } from './blocks.ts';
import { judgeCode, judgeShellProgram } from './code.ts';
import { judgeBrackets } from './commands/brackets.ts';
import { judgeBuiltin } from './commands/builtins.ts';
import { strangeArgument } from './commands/by-table.ts';
import { judgeLanguage } from './commands/languages.ts';
import { judgeProgram } from './commands/program.ts';
import { DEEPEST, type ShellContext } from './context.ts';
import { combine, type Finding, type Judgement, judgementOf, unclear } from './finding.ts';
import { isLauncher, launchesAnything } from './launchers.ts';
import { allowedName, commandName, matchesAllowed, wordsOf } from './pattern.ts';
import { isLanguage, isShell, traitsOf } from './programs.ts';
import { productionTarget, redRule } from './risks.ts';
import type { ShellWord } from './word.ts';
import { judgeAnySuffix, judgeWrapper } from './wrappers.ts';

/** Judges one simple command: the words that are left when assignments and redirections are taken away. */
export function judgeInvocation(words: readonly ShellWord[], context: ShellContext): Judgement {
  const [first] = words;
  if (!first) return judgementOf([unclear('COMMAND', 'A command is missing.')]);
  if (context.depth > DEEPEST) return judgementOf([unclear('DEPTH', 'Commands are nested too deeply.')]);
  const commands = [words.map(({ kind, text, source }) => (kind === 'LITERAL' ? text : source))];
  const seen = { findings: judgeBlocks(words, context), traits: traitsOf(commandName(first.text), words), commands };
  return combine([
    seen,
    first.kind === 'LITERAL' && first.text !== '' ? judgeNamed(words, context) : judgeUnnamed(first, words, context),
  ]);
}

/** The command itself is what a variable, a pattern or another command says. */
function judgeUnnamed(first: ShellWord, words: readonly ShellWord[], context: ShellContext): Judgement {
  const reason = `Nobody can tell which command \`${first.source}\` is.`;
  const findings = [unlisted('COMMAND', reason, context), unclear('COMMAND', reason)];
  const runs = judgementOf(findings, /\$\(|`|<\(/u.test(first.source) ? ['RUNS_INPUT'] : []);
  return combine([runs, judgeAnySuffix(words.slice(1), context)]);
}

function judgeNamed(words: readonly ShellWord[], context: ShellContext): Judgement {
  const text = words[0]?.text ?? '';
  const name = text.includes('/') ? commandName(text) : text;
  const isOwnProgram = allowedName(text).includes('/');
  if (isOwnProgram && !isShell(name) && !isLanguage(name)) return judgeListed(text, words, context);
  return (
    judgeBuiltin(name, words, context) ??
    judgeCode(name, words, context) ??
    judgeTransparent(name, isOwnProgram, words, context) ??
    (name === '[' || name === 'test' ? judgementOf(judgeBrackets(words, context)) : judgeListed(name, words, context))
  );
}

/** A wrapper or shell is as good as what it runs, as long as it is the one of the system. */
function judgeTransparent(name: string, isOwnProgram: boolean, words: readonly ShellWord[], context: ShellContext) {
  const judged = isShell(name) ? judgeShellProgram(name, words, context) : judgeWrapper(name, words, context);
  if (!judged || !isOwnProgram) return judged;
  return combine([judged, judgementOf([unlistedCommand(words, context)])]);
}

function judgeListed(name: string, words: readonly ShellWord[], context: ShellContext): Judgement {
  const pattern = allowingPattern(words, context);
  const inner = isLauncher(words) ? judgeAnySuffix(words.slice(1), context) : judgementOf([]);
  const details = isLanguage(name) ? judgeLanguage(name, words, context) : undefined;
  if (pattern === undefined) {
    const traits = details?.traits ?? [];
    return combine([judgementOf([unlistedCommand(words, context)], traits), inner]);
  }
  const anything = launchesAnything(words, pattern) ? words.slice(-1).map((word) => strangeArgument(words, word)) : [];
  return combine([
    judgementOf([allowedBy(pattern, name, words, context), ...anything]),
    details ?? judgeProgram(name, words, context),
    inner,
  ]);
}

/** The one that says most, where several rules name the command. */
const allowingPattern = (words: readonly ShellWord[], { rules }: ShellContext): string | undefined =>
  rules.allowed
    .filter((pattern) => matchesAllowed(pattern, words))
    .reduce<string | undefined>(
      (most, one) => (most && wordsOf(most).length >= wordsOf(one).length ? most : one),
      undefined,
    );

function allowedBy(pattern: string, name: string, words: readonly ShellWord[], { rules }: ShellContext): Finding {
  const finding = { decision: 'ALLOW', risk: 'YELLOW', field: 'shellAllowed', match: pattern } as const;
  const red = redRule(words);
  const target = productionTarget(name, words, rules);
  if (target) {
    const reason = `\`${brief(words)}\` names production (\`${target.text}\`).`;
    return { ...finding, risk: 'RED', field: 'productionTargets', match: target.text, reason };
  }
  if (red) return { ...finding, risk: 'RED', reason: `\`${red}\` deletes, publishes or reaches other machines.` };
  return { ...finding, reason: `\`${brief(words)}\` is allowed by the rule \`${pattern}\`.` };
}

const unlistedCommand = (words: readonly ShellWord[], context: ShellContext): Finding =>
  unlisted(words[0]?.text ?? '', `No allow rule names \`${brief(words)}\`.`, context);

const unlisted = (match: string, reason: string, { rules }: ShellContext): Finding => ({
  decision: rules.unlisted,
  risk: 'RED',
  field: 'unlisted',
  match,
  reason,
});

/** The first two words: enough to recognise a command. */
const brief = (words: readonly ShellWord[]): string =>
  words
    .slice(0, 2)
    .map(({ source }) => source)
    .join(' ');
