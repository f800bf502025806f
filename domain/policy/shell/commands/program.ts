import type { ShellContext } from '../context.ts';
import { type Judgement, judgementOf, unclear } from '../finding.ts';
import { judgePath } from '../paths.ts';
import { isAwk, isInteractive } from '../programs.ts';
import { literal, type ShellWord } from '../word.ts';
import { judgeByTable, strangeArgument } from './by-table.ts';
import { judgeFind } from './find.ts';
import { judgeGit } from './git.ts';
import { judgeLoosely } from './loose.ts';
import { judgeClient } from './network.ts';
import { isPackageManager, judgePackageManager } from './packages.ts';
import { READING } from './reading.ts';
import { judgeSed } from './sed.ts';
import { WRITING } from './writing.ts';

/** What the arguments of an allowed program say that it does. */
export function judgeProgram(name: string, words: readonly ShellWord[], context: ShellContext): Judgement {
  if (name === 'find') return judgeFind(words, context);
  return judgementOf(findings(name, words, context));
}

function findings(name: string, words: readonly ShellWord[], context: ShellContext) {
  const table = READING.get(name) ?? WRITING.get(name);
  if (table) return judgeByTable(words, table, context);
  if (name === 'echo') return [];
  if (name === 'printf') return words[1]?.prefix.startsWith('-') || words[1]?.prefix === '' ? doubts(words) : [];
  if (name === 'cd') return judgeChange(words, context);
  if (name === 'git') return judgeGit(words, context);
  if (name === 'sed') return judgeSed(words, context);
  if (name === 'curl' || name === 'wget') return judgeClient(name, words, context);
  if (isPackageManager(name)) return judgePackageManager(name, words, context);
  if (isAwk(name)) return judgeAwk(words, context);
  if (isInteractive(name)) return [unclear('COMMAND', `\`${name}\` can start any other command.`)];
  return judgeLoosely(words, words.slice(1), context);
}

const doubts = (words: readonly ShellWord[]) => words.slice(1, 2).map((word) => strangeArgument(words, word));

/** A folder below, or one that is written out: paths behind it are judged there as well. */
function judgeChange(words: readonly ShellWord[], context: ShellContext) {
  const folder = words[1];
  if (!folder || words.length > 2) return [strangeArgument(words, folder ?? literal(''))];
  const isPlain = folder.kind === 'LITERAL' && !/^[-~]|(?:^|\/)\.\.(?:\/|$)|^$/u.test(folder.text);
  return [...(isPlain ? [] : [strangeArgument(words, folder)]), ...judgePath(folder, 'READ', context)];
}

/** A program that only selects and prints: no pipes, files or commands of its own. */
function judgeAwk(words: readonly ShellWord[], context: ShellContext) {
  const hasSeparator = /^-F./u.test(words[1]?.text ?? '');
  const [program = literal(''), ...files] = words.slice(hasSeparator ? 2 : 1);
  const isPlain = program.kind === 'LITERAL' && !/^(?:-|$)|system|getline|[|>@`]|close|ENVIRON/u.test(program.text);
  return [
    ...(isPlain ? [] : [strangeArgument(words, program)]),
    ...files.flatMap((file) =>
      /^(?:-|$)/u.test(file.prefix) ? [strangeArgument(words, file)] : judgePath(file, 'READ', context),
    ),
  ];
}
