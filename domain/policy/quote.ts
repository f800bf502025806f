import { redactText } from './secrets/text.ts';

const MOST_CHARACTERS = 120;
/** Enough to see a secret whole before it is cut. */
const MOST_READ = 2000;

/** Something an agent wrote, as it is shown within a sentence: on one line, not too long, without secrets. */
export function quote(text: string): string {
  const line = redactText(text.slice(0, MOST_READ).toWellFormed())
    .replace(/[\p{C}\s]+/gu, ' ')
    .replaceAll('`', "'")
    .trim();
  const isCut = text.length > MOST_READ || line.length > MOST_CHARACTERS;
  return isCut ? `\`${line.slice(0, MOST_CHARACTERS).toWellFormed()}…\`` : `\`${line}\``;
}
