import { type Finding, unclear } from './finding.ts';

/** Characters of a command that the judge reads. */
const LONGEST = 16_384;

/** Everything invisible: control characters, joiners, direction marks, private use, odd spaces, half characters. */
const INVISIBLE = /[^\P{C}\t\n]|[\p{Zl}\p{Zp}]|(?! )\p{Zs}|\p{Default_Ignorable_Code_Point}/u;

/** Whether the text can be read at all by a person and by the parser, before it is parsed. */
export function judgeCharacters(command: string): readonly Finding[] {
  if (command.length > LONGEST) {
    return [unclear('LENGTH', `The command is longer than ${LONGEST} characters: it is not read.`)];
  }
  const match = INVISIBLE.exec(command.replaceAll(/\p{Extended_Pictographic}\uFE0F/gu, ''));
  return match ? [unclear('CHARACTERS', `The command contains an invisible character (${codePoint(match[0])}).`)] : [];
}

const codePoint = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

const NOT_LATIN = /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Lisu}]/u;

/**
 * Text outside quotes that looks like something else: full-width signs, mathematical letters, Latin mixed with
 * look-alikes of another script. Between quotes every visible character is as good as any other.
 */
export function looksLikeOther(unquoted: string): boolean {
  if (/^\p{ASCII}*$/u.test(unquoted)) return false;
  if (/[^\p{ASCII}\p{L}\p{M}\p{N}]/u.test(unquoted)) return true;
  if (unquoted.normalize('NFKC') !== unquoted.normalize('NFC')) return true;
  return /[A-Za-z]/u.test(unquoted) && NOT_LATIN.test(unquoted);
}
