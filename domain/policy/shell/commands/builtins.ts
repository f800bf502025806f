import { judgeAssignment } from '../assignments.ts';
import type { ShellContext } from '../context.ts';
import { harmless, type Judgement, judgementOf, unclear } from '../finding.ts';
import { type ShellWord, withoutStart } from '../word.ts';

const CONTROL = new Set(['true', 'false', ':', 'exit', 'return', 'break', 'continue', 'wait']);

/** Change what the words after them mean. */
const CHANGES_MEANING = new Set(
  `alias unalias enable hash shopt trap unset declare typeset local readonly let read mapfile readarray getopts bind complete fc
  ulimit umask pushd popd coproc set export`.split(/\s+/u),
);

const HARMLESS_SET = /^-(?:[eux]+o?|o)$/u;

/** Commands of the shell itself. Answers nothing for those that an allow rule has to name. */
export function judgeBuiltin(name: string, words: readonly ShellWord[], context: ShellContext): Judgement | undefined {
  if (CONTROL.has(name)) return judgementOf([harmless(name, `\`${name}\` is a part of the script.`)]);
  if (name === 'set' && isHarmlessSet(words)) return judgementOf([harmless('set', '`set` makes the script stricter.')]);
  if (name === 'export' && words.length > 1 && words.every(isAssigned)) {
    return judgementOf(words.slice(1).flatMap((word) => judgeExport(word, context)));
  }
  if (!CHANGES_MEANING.has(name)) return undefined;
  return judgementOf([unclear('BUILTIN', `\`${name}\` can change what other commands mean.`)]);
}

const isHarmlessSet = (words: readonly ShellWord[]): boolean =>
  words.length > 1 &&
  words.slice(1).every(({ kind, text }, index) => {
    const afterO = words[index]?.text.endsWith('o') === true && index > 0;
    return (
      kind === 'LITERAL' && (afterO ? /^(?:pipefail|errexit|nounset|xtrace)$/u.test(text) : HARMLESS_SET.test(text))
    );
  });

const isAssigned = ({ prefix }: ShellWord, index: number): boolean => index === 0 || /^[A-Za-z_]\w*=/u.test(prefix);

function judgeExport(word: ShellWord, context: ShellContext) {
  const equals = word.prefix.indexOf('=');
  return judgeAssignment(word.prefix.slice(0, equals), withoutStart(word, equals + 1), context);
}
