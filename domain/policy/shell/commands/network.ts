import { type GivenOption, has, options, readArguments, valueOf } from '../arguments.ts';
import type { ShellContext } from '../context.ts';
import { type Finding, unclear } from '../finding.ts';
import { judgeAddress } from '../hosts.ts';
import { judgePath } from '../paths.ts';
import { literal, type ShellWord } from '../word.ts';
import { judgeOptions, strangeArgument } from './by-table.ts';

const CURL =
  options(`-s -S -f -L -i -I -v -g -G -O -J -4 -6 -# -o> -w: -H: -A: -X: -m: -D> -d: --silent --show-error --fail --fail-with-body
  --location --include --head --verbose --get --remote-name --output> --write-out: --header: --user-agent: --request: --max-time:
  --connect-timeout: --retry: --retry-delay: --compressed --no-progress-meter --dump-header> --http1.1 --http2 --create-dirs
  --data: --data-raw: --json: --url:`);

const WGET =
  options(`-q -v -c -S -O> -P> -T: -t: -4 -6 --quiet --verbose --no-verbose --continue --spider --server-response
  --output-document> --directory-prefix> --timeout: --tries: --header: --user-agent: --max-redirect:`);

const SENDS = ['-d', '--data', '--data-raw', '--json'];

/** curl and wget: hosts that are allowed, files that may be written. Whatever sends something is RED. */
export function judgeClient(name: string, words: readonly ShellWord[], context: ShellContext): readonly Finding[] {
  const read = readArguments(words.slice(1), name === 'curl' ? CURL : WGET);
  const named = valueOf(read, '--url');
  const writesHere =
    name === 'wget' ? !has(read, '-O', '--output-document', '--spider') : has(read, '-O', '--remote-name');
  return [
    ...judgeOptions(words, read, context),
    ...read.given.filter(isFile).map(({ name: option }) => strangeArgument(words, literal(`${option} @…`))),
    ...[...read.operands, ...(named ? [named] : [])].flatMap((address) => judgeAddress(address, context)),
    ...(writesHere ? judgePath(literal('.'), 'WRITE', context) : []),
    ...(sends(read) ? [unclear('SENDS', `\`${name}\` sends something: a person decides on that.`)] : []),
  ];
}

/** `-H @file` sends what is in a file, and `-w %output{file}` writes one. */
const isFile = ({ value }: GivenOption): boolean => value !== undefined && /^@|%output/u.test(value.text);

function sends(read: ReturnType<typeof readArguments>): boolean {
  const method = valueOf(read, '-X', '--request');
  return (
    (has(read, ...SENDS) && !has(read, '-G', '--get')) ||
    (method !== undefined && !/^(?:GET|HEAD|OPTIONS)$/iu.test(method.text))
  );
}
