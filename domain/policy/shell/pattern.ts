import type { ShellWord } from './word.ts';

/** Where a command named by an absolute path may come from to count as the command of that name. */
const COMMAND_FOLDERS = ['/bin/', '/usr/bin/', '/usr/local/bin/'];

/** The name of a command: its last part, in lower case, since some file systems do not tell `SUDO` from `sudo`. */
export const commandName = (word: string): string => word.slice(word.lastIndexOf('/') + 1).toLowerCase();

/** The name by which allow rules know a command. A program of some other folder is known by its path only. */
export function allowedName(word: string): string {
  const folder = COMMAND_FOLDERS.find((start) => word.startsWith(start));
  const name = folder ? word.slice(folder.length) : word;
  return name.includes('/') ? word : name;
}

/** Whether a command begins with the words of an allow rule, which have to be written plainly. */
export function matchesAllowed(pattern: string, words: readonly ShellWord[]): boolean {
  const expected = wordsOf(pattern);
  return (
    expected.length > 0 &&
    expected.every((part, index) => {
      const word = words[index];
      if (word?.kind !== 'LITERAL') return false;
      return matchesWord(part, index === 0 ? allowedName(word.text) : word.text);
    })
  );
}

/** A rule that finds a command in whatever way it is called. */
export interface BlockPattern {
  readonly source: string;
  readonly name: string;
  readonly operands: readonly string[];
  readonly flags: readonly string[];
}

export function blockPattern(source: string): BlockPattern {
  const [name = '', ...rest] = wordsOf(source);
  const isFlag = (word: string): boolean => word.startsWith('-');
  return {
    source,
    name: name.toLowerCase(),
    operands: rest.filter((word) => !isFlag(word)),
    flags: rest.filter(isFlag),
  };
}

/** "git push, npm publish": several of them. */
export const blockPatterns = (list: string): readonly BlockPattern[] => list.split(/,\s*/u).map(blockPattern);

/**
 * Whether a block rule names a command: by its last path segment, whatever flags come between its words and in
 * whichever order its own flags are given (`rm -rf` also stands for `rm -f -r`).
 */
export function matchesBlocked({ name, operands, flags }: BlockPattern, words: readonly ShellWord[]): boolean {
  const first = words[0];
  if (name === '' || !first || !matchesWord(name, commandName(first.text))) return false;
  const given = words.slice(1).map(({ text }) => text);
  return follows(operands, given) && flags.every((flag) => hasFlag(flag, given));
}

/** Whether the operands come first among the words, apart from flags and one word after each that may be its value. */
function follows(operands: readonly string[], given: readonly string[]): boolean {
  let reached = new Set([0]);
  for (const [index, word] of given.entries()) {
    const skipped = word.startsWith('-') || given[index - 1]?.startsWith('-') === true;
    const next = new Set(skipped ? reached : []);
    for (const count of reached) {
      if (matchesWord(operands[count] ?? '', word)) next.add(count + 1);
    }
    if (reached.has(operands.length)) return true;
    reached = next;
  }
  return reached.has(operands.length);
}

function hasFlag(flag: string, given: readonly string[]): boolean {
  if (given.some((word) => matchesWord(flag, word) || word.startsWith(`${flag}=`))) return true;
  if (!/^-[A-Za-z]+$/u.test(flag)) return false;
  const clusters = given.filter((word) => /^-[A-Za-z]+$/u.test(word)).join('');
  return flag
    .slice(1)
    .split('')
    .every((letter) => clusters.includes(letter));
}

export const wordsOf = (pattern: string): string[] => pattern.trim().split(/\s+/u).filter(Boolean);

/** `*` stands for any characters. Linear: each part is found once, from the left. */
function matchesWord(pattern: string, word: string): boolean {
  if (!pattern.includes('*')) return pattern === word;
  const parts = pattern.split('*');
  const [start = '', end = ''] = [parts[0], parts.at(-1)];
  if (word.length < start.length + end.length || !word.startsWith(start) || !word.endsWith(end)) return false;
  let position = start.length;
  return parts.slice(1, -1).every((part) => {
    const found = word.slice(0, word.length - end.length).indexOf(part, position);
    position = found + part.length;
    return found !== -1;
  });
}
