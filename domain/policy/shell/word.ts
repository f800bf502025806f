import type { Assignment, DoubleQuotedPart, ParameterExpansionPart, Word, WordPart } from 'unbash';

/** A word of a command, as far as its text tells what it becomes. */
export interface ShellWord {
  /**
   * LITERAL: exactly `text`. GLOB: names of files that begin with `prefix`. UNKNOWN: whatever a variable or another
   * command says, or the home folder.
   */
  readonly kind: 'LITERAL' | 'GLOB' | 'UNKNOWN';
  /** Without quotes; unknown parts are left out, the home folder is `~`, globs stay. */
  readonly text: string;
  /** How it begins, as far as that is known. */
  readonly prefix: string;
  /** May become several words, or none. */
  readonly splits: boolean;
  /** As it is written. */
  readonly source: string;
}

export const literal = (text: string): ShellWord => ({
  kind: 'LITERAL',
  text,
  prefix: text,
  splits: false,
  source: text,
});

/** Words that only the run will tell: the lines that xargs reads. */
export const unknownWords = (source: string): ShellWord => ({
  kind: 'UNKNOWN',
  text: '',
  prefix: '',
  splits: true,
  source,
});

/** Names of files below a folder. */
export const namesBelow = (folder: string): ShellWord => {
  const prefix = folder.endsWith('/') ? folder : `${folder}/`;
  return { kind: 'GLOB', text: `${prefix}*`, prefix, splits: true, source: `${prefix}*` };
};

/** The word without its first characters, which have to be known. */
export const withoutStart = (word: ShellWord, length: number): ShellWord => ({
  ...word,
  text: word.text.slice(length),
  prefix: word.prefix.slice(length),
});

export function shellWord(word: Word): ShellWord {
  const pieces = word.parts ? word.parts.map(pieceOf) : [unquoted(word.value, word.text)];
  return { ...join(pieces), source: word.text };
}

/** `NAME=value` among the arguments of export and its like. */
export function assignmentWord({ name, append, value, text }: Assignment): ShellWord {
  const start = literal(`${name ?? ''}${append ? '+=' : '='}`);
  if (value?.type !== 'Word') return { ...unknownWords(text), prefix: start.text };
  return { ...join([start, shellWord(value)]), source: text };
}

type Piece = Omit<ShellWord, 'source'>;

const known = (text: string): Piece => ({ kind: 'LITERAL', text, prefix: text, splits: false });
const unknown = (splits: boolean): Piece => ({ kind: 'UNKNOWN', text: '', prefix: '', splits });
const home = (text: string): Piece => ({ kind: 'UNKNOWN', text, prefix: '~', splits: false });
const glob = (text: string): Piece => ({ kind: 'GLOB', text, prefix: '', splits: true });

/** A leading `~` is somebody's home folder; in what looks like an assignment, one after `=` or `:` as well. */
function unquoted(value: string, source: string, atStart = true): Piece {
  if (atStart && source.startsWith('~')) return home(value);
  return /[=:]~/u.test(source) ? { ...known(value), kind: 'UNKNOWN' } : known(value);
}

function pieceOf(part: WordPart, index: number): Piece {
  switch (part.type) {
    case 'Literal':
      return unquoted(part.value, part.text, index === 0);
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      return known(part.value);
    case 'DoubleQuoted':
      return doubleQuoted(part);
    case 'Glob':
      return glob(part.text);
    case 'SimpleExpansion':
      return part.text === '$HOME' ? home('~') : unknown(true);
    case 'ParameterExpansion':
      return isHome(part) ? home('~') : unknown(true);
    case 'ProcessSubstitution':
      return known('/dev/fd/63');
    case 'LocaleString':
    case 'CommandExpansion':
    case 'ArithmeticExpansion':
    case 'BraceExpansion':
    case 'ExtendedGlob':
      return unknown(true);
  }
}

function doubleQuoted({ parts }: DoubleQuotedPart): Piece {
  return join(
    parts.map((part): Piece => {
      if (part.type === 'Literal') return known(part.value);
      if (part.text === '$HOME' || (part.type === 'ParameterExpansion' && isHome(part))) return home('~');
      return unknown(MANY_WORDS.test(part.text));
    }),
  );
}

const isHome = ({ text }: ParameterExpansionPart): boolean => text === '${HOME}';

/** Stay several words even between double quotes: `"$@"`, `"${list[@]}"`, `"${!name@}"`. */
const MANY_WORDS = /^\$(?:@|\{.*@)/su;

function join(pieces: readonly Piece[]): Piece {
  const firstUnknown = pieces.findIndex(({ kind }) => kind !== 'LITERAL');
  const start = firstUnknown === -1 ? pieces : pieces.slice(0, firstUnknown + 1);
  return {
    kind: pieces.some(({ kind }) => kind === 'UNKNOWN') ? 'UNKNOWN' : firstUnknown === -1 ? 'LITERAL' : 'GLOB',
    text: pieces.map(({ text }) => text).join(''),
    prefix: start.map(({ prefix }) => prefix).join(''),
    splits: pieces.some(({ splits }) => splits),
  };
}
