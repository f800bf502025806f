import type { Options } from '../arguments.ts';

/** What the operands of a command are: words, paths it reads, paths it writes, or both at once. */
export type Operand = 'TEXT' | 'READ' | 'WRITE';

/** A command that does what its arguments say and no more. Everything that is not listed here is not harmless. */
export interface CommandTable {
  readonly options: Options;
  /** What the first operands are; the last of them stands for all that follow. */
  readonly operands: readonly [Operand, ...Operand[]];
  /** What the last operand is, where it differs. */
  readonly last?: Operand;
  /** Options that give what is else the first operand: the pattern of grep. */
  readonly replaceFirst?: readonly string[];
  /** No file name that looks like an option does any harm. */
  readonly takesGlobs?: boolean;
}
