import { type ShellWord, withoutStart } from './word.ts';

/** What an option takes: nothing, text, a path that is read or written, or perhaps some text after `=`. */
type Takes = 'NOTHING' | 'TEXT' | 'READ' | 'WRITE' | 'OPTIONAL';

const TAKES: Readonly<Record<string, Takes>> = { ':': 'TEXT', '<': 'READ', '>': 'WRITE', '?': 'OPTIONAL' };

/** The options of a command that are known to be harmless. */
export type Options = ReadonlyMap<string, Takes>;

/** "-a --all -n: --file< -o> --color? -#": `:` text, `<` a path to read, `>` to write, `?` perhaps text, `-#` a number. */
export function options(source: string): Options {
  return new Map(
    source.split(/\s+/u).map((entry): [string, Takes] => {
      const takes = TAKES[entry.at(-1) ?? ''];
      return takes ? [entry.slice(0, -1), takes] : [entry, 'NOTHING'];
    }),
  );
}

export interface GivenOption {
  readonly name: string;
  readonly takes: Takes;
  readonly value?: ShellWord | undefined;
}

export interface Arguments {
  readonly given: readonly GivenOption[];
  readonly operands: readonly ShellWord[];
  /** Words that are no known option, or may become one. */
  readonly strange: readonly ShellWord[];
}

interface Reading {
  /** Options come before the first operand: the rest belongs to another command. */
  readonly stopsAtOperand?: boolean;
  /** Globs that may find a file called like an option do no harm, since no option of this command does. */
  readonly takesGlobs?: boolean;
}

/** Tells options, their values and operands apart the way getopt does, by exact names: abbreviated ones are strange. */
export function readArguments(words: readonly ShellWord[], known: Options, reading: Reading = {}): Arguments {
  const given: GivenOption[] = [];
  const operands: ShellWord[] = [];
  const strange: ShellWord[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index];
    if (!word) break;
    if (word.kind === 'LITERAL' && word.text === '--') {
      operands.push(...words.slice(index + 1));
      break;
    }
    if (isUncertain(word, reading)) strange.push(word);
    else if (isOperand(word)) {
      operands.push(...(reading.stopsAtOperand ? words.slice(index) : [word]));
      if (reading.stopsAtOperand) break;
    } else {
      const read = readOption(word, words[index + 1], known);
      given.push(...(read?.given ?? []));
      if (!read) strange.push(word);
      else if (read.tookNext) index += 1;
    }
  }
  return { given, operands, strange };
}

const isOperand = ({ prefix, text }: ShellWord): boolean => !prefix.startsWith('-') || text === '-';

/** Nobody knows how it begins, or how many words it becomes. */
function isUncertain(word: ShellWord, { takesGlobs }: Reading): boolean {
  if (word.kind === 'LITERAL') return false;
  if (word.kind === 'GLOB' && isOperand(word)) return word.prefix === '' && !takesGlobs;
  if (word.kind === 'GLOB') return !/^--[\w-]+=/u.test(word.prefix);
  return word.splits || word.prefix === '';
}

function readOption(
  word: ShellWord,
  next: ShellWord | undefined,
  known: Options,
): { given: GivenOption[]; tookNext: boolean } | undefined {
  if (/^-\d+$/u.test(word.text) && known.has('-#')) return { given: [], tookNext: false };
  return word.prefix.startsWith('--') ? readLong(word, next, known) : readShort(word, next, known);
}

function readLong(word: ShellWord, next: ShellWord | undefined, known: Options) {
  const equals = word.prefix.indexOf('=');
  const name = equals === -1 ? word.text : word.prefix.slice(0, equals);
  const takes = known.get(name);
  if (takes === undefined || (equals === -1 && word.kind !== 'LITERAL')) return undefined;
  if (equals !== -1) {
    if (takes === 'NOTHING') return undefined;
    return { given: [{ name, takes, value: withoutStart(word, equals + 1) }], tookNext: false };
  }
  return separate(name, takes, next);
}

/** `-rn5`: flags until one takes the rest, or the next word. */
function readShort(word: ShellWord, next: ShellWord | undefined, known: Options) {
  const given: GivenOption[] = [];
  for (let index = 1; index < word.prefix.length; index += 1) {
    const name = `-${word.prefix[index]}`;
    const takes = known.get(name);
    if (takes === undefined) return undefined;
    if (takes === 'NOTHING') given.push({ name, takes });
    else if (index + 1 < word.prefix.length || word.kind !== 'LITERAL' || takes === 'OPTIONAL') {
      return { given: [...given, { name, takes, value: withoutStart(word, index + 1) }], tookNext: false };
    } else {
      const last = separate(name, takes, next);
      return last && { given: [...given, ...last.given], tookNext: last.tookNext };
    }
  }
  return word.kind === 'LITERAL' && word.prefix.length > 1 ? { given, tookNext: false } : undefined;
}

function separate(name: string, takes: Takes, next: ShellWord | undefined) {
  if (takes === 'NOTHING' || takes === 'OPTIONAL') return { given: [{ name, takes }], tookNext: false };
  if (!next || next.splits) return undefined;
  return { given: [{ name, takes, value: next }], tookNext: true };
}

/** The value of the last option of one of the names. */
export const valueOf = ({ given }: Arguments, ...names: readonly string[]): ShellWord | undefined =>
  given.findLast(({ name }) => names.includes(name))?.value;

export const has = ({ given }: Arguments, ...names: readonly string[]): boolean =>
  given.some(({ name }) => names.includes(name));
