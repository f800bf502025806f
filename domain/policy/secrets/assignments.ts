import type { Span } from './kinds.ts';
import { isPlausible, type SecretName, secretNameOf, type Writing } from './plausible.ts';
import { WORD_START } from './word-start.ts';

/**
 * A name and what parts it from its value: `"password": `, `API_KEY=`, `--token `. A name begins where a word does, so that
 * a long text is gone through once. Quotes may be escaped, as in JSON within JSON.
 */
const NAME = new RegExp(
  String.raw`${WORD_START}(?:(?<name>-{0,2}[A-Za-z_][\w-]*)(?<parting>\\{0,8}["'\x60]?[ \t]{0,4}(?::=|=>|=|:|%3D)[ \t]{0,4})` +
    String.raw`|(?<flag>--?[A-Za-z][\w-]*)[ \t]{1,4}(?!-))`,
  'g',
);

/** Values that their names say are secrets. */
export function assignedSecretsIn(text: string): readonly Span[] {
  const spans: Span[] = [];
  NAME.lastIndex = 0;
  for (let found = NAME.exec(text); found; found = NAME.exec(text)) {
    const { name, parting, flag } = found.groups ?? {};
    const kind = secretNameOf(name ?? flag ?? '');
    const start = NAME.lastIndex;
    const span = kind && valueAt(text, start, kind, writingOf(parting));
    if (!span) continue;
    spans.push(span);
    NAME.lastIndex = span.end;
  }
  return spans;
}

/** "password=swordfish" is meant to the letter, "password: swordfish" and "password = swordfish" may be a program's. */
const writingOf = (parting: string | undefined): Writing =>
  parting === undefined || parting === '=' ? 'LITERAL' : 'LOOSE';

/** Enough of a value to judge it by. */
const BEGINNING = 256;

function valueAt(text: string, at: number, kind: SecretName, writing: Writing): Span | undefined {
  const opening = matchAt(/\\{0,8}["'`]/y, text, at);
  if (opening !== '') return quotedValue(text, at + opening.length, opening, kind);
  const value = matchAt(/[^\s"'`,;&|<>(){}[\]\\]{1,256}/y, text, at);
  const isProgram = writing === 'LOOSE' && (/[([]/.test(text[at + value.length] ?? '') || isReference(value));
  if (isProgram || !isPlausible(value, kind, writing)) return undefined;
  return { kind, start: at, end: at + matchAt(/[^\s"'`,;&|<>(){}[\]\\]+/y, text, at).length };
}

function quotedValue(text: string, start: number, opening: string, kind: SecretName): Span | undefined {
  const rest = opening.length === 1 ? INSIDE[opening] : /[^\\\n]*/y;
  const beginning = matchAt(rest ?? /[^\n]*/y, text.slice(start, start + BEGINNING), 0);
  if (!isPlausible(beginning, kind, 'LITERAL')) return undefined;
  return { kind, start, end: start + matchAt(rest ?? /[^\n]*/y, text, start).length };
}

/** What can stand between quotes. */
const INSIDE: Readonly<Record<string, RegExp>> = {
  '"': /(?:[^"\\\n]+|\\.)*/y,
  "'": /(?:[^'\\\n]+|\\.)*/y,
  '`': /(?:[^`\\]+|\\[^])*/y,
};

/** "config.secret": a name within a program. */
const isReference = (value: string): boolean => /^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)+$/.test(value);

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}
