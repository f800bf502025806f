import { options } from './arguments.ts';
import { inside, type ShellContext } from './context.ts';
import { combine, type Judgement, judgementOf, unclear } from './finding.ts';
import { isKnownShell } from './programs.ts';
import type { ShellWord } from './word.ts';
import { judgeAnySuffix } from './wrappers.ts';

/** What runs the text that it is given as a script: `sh -c`, eval, source. Answers nothing for other commands. */
export function judgeCode(name: string, words: readonly ShellWord[], context: ShellContext): Judgement | undefined {
  if (name === 'eval') return judgeEval(words, context);
  if (name === 'source' || name === '.') return judgeSource(words);
  return undefined;
}

/** `bash -c script`, `bash` reading its input, or nothing where it runs a script file. */
export function judgeShellProgram(
  name: string,
  words: readonly ShellWord[],
  context: ShellContext,
): Judgement | undefined {
  const { flags, operands, strange } = readShellOptions(words);
  const doubts = judgementOf(
    strange || !isKnownShell(name) ? [unclear('CODE', `\`${name}\` is started in a way that is not understood.`)] : [],
  );
  if (flags.includes('c')) return combine([doubts, judgeScriptWord(operands[0], words, context)]);
  const script = operands[0];
  const readsInput = script === undefined || flags.includes('s') || isInput(script);
  if (readsInput) return combine([doubts, runsInput(`\`${name}\` runs whatever it is given as input.`)]);
  return strange ? combine([doubts, judgeAnySuffix(words.slice(1), context)]) : undefined;
}

/** Input, or the output of another command, in the place of a file. */
export const isInput = ({ kind, text }: ShellWord): boolean =>
  kind !== 'LITERAL' || text === '-' || text === '' || text.startsWith('/dev/') || text.startsWith('/proc/');

const LONG = options('--login --norc --noprofile --posix --verbose --restricted');

/** What `-o` may be followed by. */
const SETTINGS = /^(?:pipefail|errexit|nounset|xtrace|posix)$/u;

/** Flags may be clustered with -c (`-lc`), and -o takes a word. */
function readShellOptions(words: readonly ShellWord[]) {
  let flags = '';
  let index = 1;
  for (; index < words.length; index += 1) {
    const text = words[index]?.text ?? '';
    if (text === '--') return { flags, operands: words.slice(index + 1), strange: false };
    if (!/^[-+]./u.test(text)) break;
    if (text.startsWith('--')) {
      if (!LONG.has(text)) return { flags, operands: words.slice(index + 1), strange: true };
      continue;
    }
    if (!/^[-+](?:[ceflsuvx]+o?|o)$/u.test(text)) return { flags, operands: words.slice(index + 1), strange: true };
    flags += text.slice(1);
    if (!text.endsWith('o')) continue;
    index += 1;
    if (!SETTINGS.test(words[index]?.text ?? '')) return { flags, operands: words.slice(index), strange: true };
  }
  const uncertain = words.slice(1, index).some(({ kind }) => kind !== 'LITERAL');
  return { flags, operands: words.slice(index), strange: uncertain };
}

function judgeScriptWord(script: ShellWord | undefined, words: readonly ShellWord[], context: ShellContext) {
  if (!script) return judgementOf([unclear('CODE', 'A shell is started with -c and no script.')]);
  if (script.kind === 'LITERAL') return context.judgeScript(script.text, inside(context));
  const name = words[0]?.text ?? '';
  return combine([
    runsInput(`Nobody can tell what \`${name} -c ${script.source}\` runs.`),
    judgeAnySuffix(words.slice(1), context),
  ]);
}

function judgeEval(words: readonly ShellWord[], context: ShellContext): Judgement {
  const script = words.slice(1).filter(({ kind, text }, index) => index > 0 || kind !== 'LITERAL' || text !== '--');
  if (script.every(({ kind }) => kind === 'LITERAL')) {
    return context.judgeScript(script.map(({ text }) => text).join(' '), inside(context));
  }
  return combine([runsInput('`eval` runs what nobody can tell before.'), judgeAnySuffix(words.slice(1), context)]);
}

function judgeSource(words: readonly ShellWord[]): Judgement {
  const reason = `\`${words.map(({ source }) => source).join(' ')}\` runs a file as a part of this script.`;
  const file = words[1];
  return !file || isInput(file) ? runsInput(reason) : judgementOf([unclear('CODE', reason)]);
}

export const runsInput = (reason: string): Judgement => judgementOf([unclear('CODE', reason)], ['RUNS_INPUT']);
