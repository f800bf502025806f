import { has, options, readArguments } from '../arguments.ts';
import type { ShellContext } from '../context.ts';
import { type Finding, unclear } from '../finding.ts';
import { judgePath } from '../paths.ts';
import type { ShellWord } from '../word.ts';
import { judgeOptions } from './by-table.ts';

const OPTIONS =
  options(`-n -e: -E -i? -r -s -u -z --quiet --silent --expression: --in-place? --null-data --regexp-extended --separate
  --unbuffered --help --version`);

/** sed may print, delete and substitute. Its scripts can also run commands and write files. */
export function judgeSed(words: readonly ShellWord[], context: ShellContext): readonly Finding[] {
  const read = readArguments(words.slice(1), OPTIONS);
  const given = read.given.flatMap(({ name, value }) => (value && /^(?:-e|--expression)$/u.test(name) ? [value] : []));
  const [scripts, files] =
    given.length > 0 ? [given, read.operands] : [read.operands.slice(0, 1), read.operands.slice(1)];
  const access = has(read, '-i', '--in-place') ? 'WRITE' : 'READ';
  return [
    ...judgeOptions(words, read, context),
    ...scripts.filter((script) => !isHarmless(script)).map((script) => strangeScript(script)),
    ...files.flatMap((file) => judgePath(file, access, context)),
  ];
}

const strangeScript = (script: ShellWord): Finding =>
  unclear('ARGUMENT', `\`sed ${script.source}\`: this script may do more than print, delete or substitute.`);

const ADDRESS = String.raw`(?:\d+|\$|/[^/\\\n]*/)`;
const SIMPLE = new RegExp(String.raw`^(?:${ADDRESS}(?:,${ADDRESS})?!?)?(?:[pdq=]|s([/|#,])[^\\\n]*)$`, 'u');

function isHarmless({ kind, text }: ShellWord): boolean {
  if (kind !== 'LITERAL') return false;
  return text.split(';').every((command) => {
    const match = SIMPLE.exec(command.trim());
    if (!match) return false;
    return match[1] === undefined || isSubstitution(command, match[1]);
  });
}

/** Two parts and flags that neither run nor write anything. Backslashes are not followed at all. */
function isSubstitution(command: string, delimiter: string): boolean {
  const parts = command.slice(command.indexOf(`s${delimiter}`) + 2).split(delimiter);
  return parts.length === 3 && /^[gpiI\d]*\s*$/u.test(parts[2] ?? '');
}
