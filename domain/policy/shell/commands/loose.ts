import type { ShellContext } from '../context.ts';
import type { Finding } from '../finding.ts';
import { judgeUrls } from '../hosts.ts';
import { judgePath } from '../paths.ts';
import { type ShellWord, withoutStart } from '../word.ts';
import { strangeArgument } from './by-table.ts';

/** Options by which programs of every kind start other programs. */
const STARTS_PROGRAMS =
  /^--?(?:exec|upload-pack|receive-pack|to-command|checkpoint-action|use-compress-program|compress-program|rsh|rsync-path|rsync-command|script-shell|node-options|open-files-in-pager|ext-diff|textconv|pager|editor|shell|command|eval|call|require|import|loader|config-env|init-file|rcfile|plugin)(?:$|=)/u;

/**
 * Judges the arguments of a program that nobody here knows, but that a rule allows: what looks like a path is judged as
 * one, what looks like an address as that, and what cannot be read is left to a person.
 */
export function judgeLoosely(
  words: readonly ShellWord[],
  given: readonly ShellWord[],
  context: ShellContext,
): readonly Finding[] {
  return given.flatMap((word) => {
    if (word.kind === 'UNKNOWN' || STARTS_PROGRAMS.test(word.text)) return [strangeArgument(words, word)];
    const value = word.prefix.startsWith('-') ? valueOf(word) : word;
    const first = words[0];
    if (value.text.includes('://') && first) return judgeUrls([first, value], context);
    return looksLikePath(value) ? judgePath(value, 'READ', context) : [];
  });
}

function valueOf(word: ShellWord): ShellWord {
  const equals = word.prefix.indexOf('=');
  return equals === -1 ? word : withoutStart(word, equals + 1);
}

const looksLikePath = ({ kind, text }: ShellWord): boolean =>
  kind === 'GLOB' || (!text.startsWith('-') && /^[.~]|\//u.test(text));
