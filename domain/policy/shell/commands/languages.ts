import { has, options, type Options, readArguments } from '../arguments.ts';
import { isInput, runsInput } from '../code.ts';
import type { ShellContext } from '../context.ts';
import { combine, type Finding, type Judgement, judgementOf, unclear } from '../finding.ts';
import { judgePath } from '../paths.ts';
import type { ShellWord } from '../word.ts';
import { judgeOptions } from './by-table.ts';
import { judgeLoosely } from './loose.ts';

const NODE =
  options(`-c -v -h --check --version --help --test --test-only --test-name-pattern: --test-reporter< --test-concurrency: --watch?
  --no-warnings --enable-source-maps --trace-warnings --trace-uncaught --trace-deprecation --throw-deprecation --no-deprecation
  --max-old-space-size: --stack-size: --unhandled-rejections: --experimental-strip-types --experimental-vm-modules
  --experimental-transform-types --experimental-test-coverage --disable-warning: --expose-gc --env-file< --run: --preserve-symlinks`);

const PYTHON = options('-b -B -d -E -I -O -q -R -s -S -u -v -V -W: -h --version --help');

const PLAIN = options('-v -V -w --version --help');

/** Modules of Python that test and check files of the workspace. */
const MODULES = /^(?:pytest|unittest|py_compile|compileall|mypy|flake8|pylint|doctest|tabnanny)$/u;

/** A program of a language runs its code: a file of the workspace may be run, text on the command line may not. */
export function judgeLanguage(name: string, words: readonly ShellWord[], context: ShellContext): Judgement {
  const python = name.startsWith('py');
  const moduleAt = python ? words.findIndex(({ text }) => text === '-m') : -1;
  if (moduleAt !== -1) return judgeModule(words, moduleAt, context);
  const read = readArguments(words.slice(1), optionsOf(name), { stopsAtOperand: true });
  const [script, ...given] = read.operands;
  const strange = judgementOf(judgeOptions(words, read, context));
  if (read.strange.length > 0) return combine([strange, runsCode(words)]);
  if (has(read, '--test')) {
    return combine([strange, judgementOf(read.operands.flatMap((file) => judgePath(file, 'READ', context)))]);
  }
  if (!script) return has(read, ...NEEDS_NO_SCRIPT) ? strange : inputOf(name);
  if (isInput(script)) return inputOf(name);
  return judgementOf([...judgeScript(script, context), ...strange.findings, ...judgeLoosely(words, given, context)]);
}

const optionsOf = (name: string): Options => {
  if (name.startsWith('node')) return NODE;
  return name.startsWith('py') ? PYTHON : PLAIN;
};

/** Everything else waits for code on the input. */
const NEEDS_NO_SCRIPT = ['-v', '-V', '-h', '--version', '--help', '--run'];

const inputOf = (name: string): Judgement => runsInput(`\`${name}\` runs whatever it is given as input.`);

/** A file in the workspace, not a subcommand that starts something else. */
function judgeScript(script: ShellWord, context: ShellContext): readonly Finding[] {
  if (/^(?:inspect|debug|repl|eval|run|x|exec|task|install|add)$/u.test(script.text)) {
    return [unclear('CODE', `\`${script.text}\` is no file of the workspace.`)];
  }
  return judgePath(script, 'READ', context);
}

function judgeModule(words: readonly ShellWord[], at: number, context: ShellContext): Judgement {
  const before = readArguments(words.slice(1, at), PYTHON);
  const module = words[at + 1];
  const isKnown = module?.kind === 'LITERAL' && MODULES.test(module.text) && before.operands.length === 0;
  return judgementOf([
    ...judgeOptions(words, before, context),
    ...(isKnown
      ? []
      : [unclear('CODE', `\`${words[0]?.text} -m ${module?.source ?? ''}\` is not known to be harmless.`)]),
    ...judgeLoosely(words, words.slice(at + 2), context),
  ]);
}

/** Code that runs other code makes a download before it as bad as a download into a shell. */
const RUNS_OTHER_CODE = /exec|eval|compile|system|popen|subprocess|spawn|Function|marshal|pickle|runpy|importlib|`/u;

function runsCode(words: readonly ShellWord[]): Judgement {
  const finding = unclear('CODE', `\`${words[0]?.text}\` runs code that is not judged.`);
  const runsMore = words.some(({ kind, text }) => kind !== 'LITERAL' || RUNS_OTHER_CODE.test(text));
  return judgementOf([finding], runsMore ? ['RUNS_INPUT'] : []);
}
