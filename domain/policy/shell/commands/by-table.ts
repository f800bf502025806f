import { type Arguments, readArguments } from '../arguments.ts';
import type { ShellContext } from '../context.ts';
import { type Finding, unclear } from '../finding.ts';
import { judgePath } from '../paths.ts';
import type { ShellWord } from '../word.ts';
import type { CommandTable, Operand } from './table.ts';

/** Judges a command by what its arguments are: paths it reads and writes, and options that are not known. */
export function judgeByTable(
  words: readonly ShellWord[],
  table: CommandTable,
  context: ShellContext,
): readonly Finding[] {
  const read = readArguments(words.slice(1), table.options, { takesGlobs: table.takesGlobs === true });
  return [...judgeOptions(words, read, context), ...judgeOperands(read, table, context)];
}

/** Judges the options alone: strange ones, and the paths that the others name. */
export function judgeOptions(words: readonly ShellWord[], read: Arguments, context: ShellContext): readonly Finding[] {
  return [
    ...read.strange.map((word) => strangeArgument(words, word)),
    ...read.given.flatMap(({ takes, value }) =>
      value && (takes === 'READ' || takes === 'WRITE') ? judgePath(value, takes, context) : [],
    ),
  ];
}

export const strangeArgument = (words: readonly ShellWord[], word: ShellWord): Finding =>
  unclear('ARGUMENT', `\`${words[0]?.text ?? ''} ${word.source}\`: this argument is not known to be harmless.`);

function judgeOperands({ given, operands }: Arguments, table: CommandTable, context: ShellContext) {
  const skipped = given.some(({ name }) => table.replaceFirst?.includes(name)) ? 1 : 0;
  return operands.flatMap((word, index) => {
    const access = accessOf(index + skipped, index === operands.length - 1 && index > 0, table);
    return access === 'TEXT' ? [] : judgePath(word, access, context);
  });
}

function accessOf(index: number, isLast: boolean, { operands, last }: CommandTable): Operand {
  if (isLast && last) return last;
  return operands[Math.min(index, operands.length - 1)] ?? operands[0];
}
