import { options, readArguments } from '../arguments.ts';
import type { ShellContext } from '../context.ts';
import type { Finding } from '../finding.ts';
import type { ShellWord } from '../word.ts';
import { judgeOptions, strangeArgument } from './by-table.ts';
import { judgeLoosely } from './loose.ts';

export const isPackageManager = (name: string): boolean => /^(?:npm|pnpm|yarn|bun)$/u.test(name);

const OPTIONS =
  options(`-s -q -d -w: --silent --quiet --verbose --if-present --ignore-scripts --workspace: --workspaces --ws
  --include-workspace-root --iwr --loglevel: --foreground-scripts --no-color --color? --parallel --stream --recursive -r`);

const SCRIPTS = /^(?:test|t|tst|run|run-script|start|stop|restart)$/u;

/** Scripts of a package. What comes behind `--`, or behind the name for all but npm, belongs to the script. */
export function judgePackageManager(
  name: string,
  words: readonly ShellWord[],
  context: ShellContext,
): readonly Finding[] {
  const command = words[1];
  if (command?.kind !== 'LITERAL' || !SCRIPTS.test(command.text)) return judgeLoosely(words, words.slice(1), context);
  const rest = words.slice(2);
  const separator = rest.findIndex(({ text }) => text === '--');
  const [own, passedOn] = separator === -1 ? [rest, []] : [rest.slice(0, separator), rest.slice(separator + 1)];
  const read = readArguments(own, OPTIONS, { stopsAtOperand: name !== 'npm' });
  return [
    ...judgeOptions(words, read, context),
    ...read.operands.slice(0, 1).flatMap((script) => judgeScriptName(command.text, words, script)),
    ...judgeLoosely(words, [...read.operands, ...passedOn], context),
  ];
}

/** "build:all": a name, and not `env`, which shows every secret of the environment. */
const judgeScriptName = (command: string, words: readonly ShellWord[], script: ShellWord): readonly Finding[] =>
  script.kind === 'LITERAL' && (!command.startsWith('run') || /^(?!env$)[\w@:.+/-]+$/u.test(script.text))
    ? []
    : [strangeArgument(words, script)];
