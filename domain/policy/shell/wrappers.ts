import { type Options, options, readArguments } from './arguments.ts';
import { judgeAssignment } from './assignments.ts';
import { DEEPEST, inside, type ShellContext } from './context.ts';
import { combine, harmless, isBlock, type Judgement, judgementOf } from './finding.ts';
import { strangeArgument } from './commands/by-table.ts';
import { type ShellWord, unknownWords, withoutStart } from './word.ts';

interface Wrapper {
  readonly options: Options;
  /** Words between the options and the command: the duration of timeout. */
  readonly skips?: number;
  /** Takes `NAME=value` before the command. */
  readonly assigns?: boolean;
  /** Adds words of its own behind the command. */
  readonly adds?: boolean;
  /** Options with which it only says what a command is. */
  readonly asks?: RegExp;
}

/** Programs that do nothing but run the command that is given to them: that command is judged in their place. */
const WRAPPERS: ReadonlyMap<string, Wrapper> = new Map(
  Object.entries({
    env: { options: options('-i -0 -u: -v --ignore-environment --null --unset: --debug'), assigns: true },
    command: { options: options('-p'), asks: /^-p?[vV]$/u },
    builtin: { options: options('') },
    exec: { options: options('-c -l') },
    nohup: { options: options('') },
    setsid: { options: options('-c -f -w --ctty --fork --wait') },
    nice: { options: options('-n: -# --adjustment:') },
    ionice: { options: options('-c: -n: -t --class: --classdata: --ignore') },
    timeout: {
      options: options('-k: -s: -v --kill-after: --signal: --preserve-status --foreground --verbose'),
      skips: 1,
    },
    stdbuf: { options: options('-i: -o: -e: --input: --output: --error:') },
    time: { options: options('-p -v --portability --verbose') },
    xargs: {
      options:
        options(`-0 -r -t -x -n: -P: -L: -d: -I: -s: --null --no-run-if-empty --verbose --max-args: --max-procs: --max-lines:
        --delimiter: --replace: --exit`),
      adds: true,
    },
  } satisfies Record<string, Wrapper>),
);

/** Judges the command inside a wrapper. Answers nothing for a command that is none, or runs nothing. */
export function judgeWrapper(name: string, words: readonly ShellWord[], context: ShellContext): Judgement | undefined {
  const wrapper = WRAPPERS.get(name);
  if (!wrapper) return undefined;
  if (wrapper.asks?.test(words[1]?.text ?? ''))
    return judgementOf([harmless(name, `\`${name}\` says what a command is.`)]);
  const read = readArguments(words.slice(1), wrapper.options, { stopsAtOperand: true });
  const strange = judgementOf(read.strange.map((word) => strangeArgument(words, word)));
  const [assigned, command] = takeAssignments(read.operands.slice(wrapper.skips ?? 0), wrapper, context);
  if (read.strange.length > 0) return combine([strange, assigned, judgeAnySuffix(words.slice(1), context)]);
  if (command.length === 0) return runsNothing(name, wrapper, assigned);
  const added = wrapper.adds ? unknownWords(`${name} …`) : undefined;
  return combine([assigned, context.judgeWords(withAdded(command, words, added), inside(context))]);
}

/** `nohup` alone does nothing, `exec >file` opens a file; `env` alone shows the whole environment. */
const runsNothing = (name: string, wrapper: Wrapper, assigned: Judgement): Judgement | undefined =>
  wrapper.assigns ? undefined : combine([assigned, judgementOf([harmless(name, `\`${name}\` runs nothing here.`)])]);

function takeAssignments(words: readonly ShellWord[], { assigns }: Wrapper, context: ShellContext) {
  const isAssignment = ({ prefix }: ShellWord): boolean => assigns === true && /^[A-Za-z_]\w*\+?=/u.test(prefix);
  const end = words.findIndex((word) => !isAssignment(word) && word.text !== '-');
  const assignments = (end === -1 ? words : words.slice(0, end)).filter(isAssignment);
  const judged = assignments.flatMap((word) => {
    const equals = word.prefix.indexOf('=');
    const name = word.prefix.slice(0, equals).replace(/\+$/u, '');
    return judgeAssignment(name, withoutStart(word, equals + 1), context);
  });
  return [judgementOf(judged), end === -1 ? [] : words.slice(end)] as const;
}

/** What xargs reads stands behind the command, or in place of the mark of -I. */
function withAdded(
  command: readonly ShellWord[],
  words: readonly ShellWord[],
  added: ShellWord | undefined,
): readonly ShellWord[] {
  if (!added) return command;
  const mark = words.findLast((_word, index) => /^(?:-I|--replace)$/u.test(words[index - 1]?.text ?? ''))?.text ?? '{}';
  return [...command.map((word) => (word.text.includes(mark) ? unknownWords(word.source) : word)), added];
}

/**
 * Where the command begins is not known: whatever is blocked from any word on stays blocked, and so does what a word
 * would do as a script of its own.
 */
export function judgeAnySuffix(words: readonly ShellWord[], context: ShellContext): Judgement {
  if (context.depth >= DEEPEST) return judgementOf([]);
  const last = { ...context, depth: DEEPEST };
  const judgements = words
    .slice(0, MOST_SUFFIXES)
    .flatMap((word, index) => [
      context.judgeWords(words.slice(index), last),
      ...(/\s/u.test(word.text) ? [context.judgeScript(word.text, last)] : []),
    ]);
  return judgementOf(judgements.flatMap(({ findings }) => findings.filter(isBlock)));
}

const MOST_SUFFIXES = 24;
