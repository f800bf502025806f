import type { Judgement } from './finding.ts';
import type { ShellRules } from './rules.ts';
import type { ShellWord } from './word.ts';

/** What the parts of the judge share while they look at one command. */
export interface ShellContext {
  readonly rules: ShellRules;
  /** Folders other than the workspace that the command may be in, since it contains `cd`. */
  readonly folders: readonly string[];
  /** How many commands and substitutions are around this one. */
  readonly depth: number;
  /** Judges the text of a script, such as the argument of `sh -c`. */
  judgeScript(source: string, context: ShellContext): Judgement;
  /** Judges a command that is the argument of another one. */
  judgeWords(words: readonly ShellWord[], context: ShellContext): Judgement;
}

/** `sh -c 'sh -c ...'` and `$(... $(...))` are not followed any deeper. */
export const DEEPEST = 12;

export const inside = (context: ShellContext): ShellContext => ({ ...context, depth: context.depth + 1 });
