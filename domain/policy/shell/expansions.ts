import type { AnsiCQuotedPart, ArithmeticWord, ParameterExpansionPart, TestBinaryExpression, Word } from 'unbash';
import { looksLikeOther } from './characters.ts';
import { type Finding, unclear } from './finding.ts';

/**
 * Only what every shell and the parser read alike: no quotes and no expansions inside the braces, nothing that sets
 * variables, looks one up by the name in another, or runs what a variable says.
 */
export function judgeParameter({ text, prefix, index, operation }: ParameterExpansionPart): readonly Finding[] {
  const isPlain = /^\$\{[\w@*#?$!:%/^,.+= ~[\]-]+\}$/u.test(text) && prefix !== '!' && isNumber(index, /^[@*]$/u);
  const type = operation?.type;
  const runs = type === 'Transform' || type === 'Names' || type === 'Unknown';
  const sets = operation?.type === 'Default' && operation.operator.endsWith('=');
  const counts = operation?.type === 'Slice' && !(isNumber(operation.offset) && isNumber(operation.length));
  return isPlain && !runs && !sets && !counts ? [] : [notUnderstood(text)];
}

const SECRET = /token|secret|passw|passphrase|credential|api_?key|access_?key|private_?key|auth/iu;

/** What the environment keeps secret does not belong into commands and what they print. */
export const judgeVariable = (name: string): readonly Finding[] =>
  SECRET.test(name) ? [unclear('SECRET', `\`${name}\` looks like a secret of the environment.`)] : [];

/** Arithmetic evaluates the values of variables: `x[$(command)]` in one of them runs the command. */
export const judgeArithmeticWord = ({ value }: ArithmeticWord): readonly Finding[] =>
  /^(?:\d+|0x[\da-f]+)$/iu.test(value) ? [] : [notUnderstood(value)];

const isNumber = (word: Word | undefined, other = /^$/u): boolean =>
  word === undefined || /^ ?-?\d+$/u.test(word.text) || other.test(word.text);

/** `\'` ends the text in some shells and not in others; a NUL cuts it off. */
export const judgeAnsiC = ({ text, value }: AnsiCQuotedPart): readonly Finding[] =>
  text.includes("\\'") || /[^\P{Cc}\t\n\r\u{1B}]/u.test(value) ? [notUnderstood(text)] : [];

/** Outside quotes nothing may look like something else. */
export function judgeLookAlikes({ text, parts }: Word): readonly Finding[] {
  const unquoted = parts ? parts.flatMap((part) => (part.type === 'Literal' ? [part.text] : [])) : [text];
  const found = unquoted.find(looksLikeOther);
  return found === undefined
    ? []
    : [unclear('CHARACTERS', `\`${found}\` contains characters that look like others or like signs of the shell.`)];
}

/** `[[ a < b ]]` writes to a file in plain shells; `-eq` evaluates what variables say. */
export const judgeComparison = ({ operator }: TestBinaryExpression): readonly Finding[] =>
  /^(?:=|==|!=)$/u.test(operator) ? [] : [notUnderstood(`[[ … ${operator} … ]]`)];

export const notUnderstood = (text: string): Finding => unclear('EXPANSION', `\`${text}\` is not understood.`);
